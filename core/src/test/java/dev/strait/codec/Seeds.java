package dev.strait.codec;

/** Seeds of random tests: printed, and settable with {@code -Dstrait.seed=N} to run a failure again. */
final class Seeds {

    private Seeds() {}

    static long next(String test) {
        long seed = Long.getLong("strait.seed", System.nanoTime());
        System.out.println(test + ": -Dstrait.seed=" + seed);
        return seed;
    }
}
