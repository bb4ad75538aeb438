package dev.strait.bench.harness;

import java.util.Arrays;

/** How fairly many meters shared a window. */
final class Shares {
    private static final int TENTH = 10;

    private Shares() {}

    /**
     * Divides what the slowest tenth of the meters counted, on average, at least one of them, by what the median meter counted.
     *
     * @param before the counts at the beginning of the window
     * @param after the counts at its end, of the same meters in the same order
     * @return 0 to 1; NaN if the median meter counted nothing
     */
    static double ofSlowestTenth(long[] before, long[] after) {
        long[] counted = new long[after.length];
        Arrays.setAll(counted, meter -> after[meter] - before[meter]);
        Arrays.sort(counted);
        int slowest = Math.max(1, counted.length / TENTH);
        long median = counted.length == 0 ? 0 : counted[counted.length / 2];
        return median == 0
                ? Double.NaN
                : Arrays.stream(counted, 0, slowest).average().orElseThrow() / median;
    }
}
