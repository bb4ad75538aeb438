package dev.strait.testkit.virtual;

import java.util.List;
import java.util.SplittableRandom;

/**
 * The chance of one component, drawn from the seed and the component's name alone, so that a draw more in one component does not change
 * what another draws. Equal on every machine. Not thread-safe.
 */
public final class Dice {
    private final SplittableRandom random;

    /**
     * Chance for a component.
     *
     * @param seed any number
     * @param component a name that no other component has
     */
    public Dice(long seed, String component) {
        // Neighbouring seeds give unrelated generators: SplittableRandom mixes what it is given.
        random = new SplittableRandom(seed * 0x9E37_79B9_7F4A_7C15L + component.hashCode());
    }

    /**
     * A whole number from low to high, both included.
     *
     * @throws IllegalArgumentException if low is above high, or high is {@link Integer#MAX_VALUE}
     */
    public int between(int low, int high) {
        requireRange(low, high, Integer.MAX_VALUE);
        return random.nextInt(low, high + 1);
    }

    /**
     * A whole number from low to high, both included.
     *
     * @throws IllegalArgumentException if low is above high, or high is {@link Long#MAX_VALUE}
     */
    public long between(long low, long high) {
        requireRange(low, high, Long.MAX_VALUE);
        return random.nextLong(low, high + 1);
    }

    /** True with this probability: never at 0 or below, always at 1 or above. */
    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /**
     * A whole number from low, or 1 if that is 0, to high, both included, whose logarithm is even: small ones come as often as large ones.
     *
     * @throws IllegalArgumentException if low is negative or above high, or high is {@link Long#MAX_VALUE}
     */
    public long skewed(long low, long high) {
        requireRange(low, high, Long.MAX_VALUE);
        if (low < 0) {
            throw new IllegalArgumentException("only numbers from 0 on have a logarithm, and not " + low);
        }
        // StrictMath: what Math gives may differ from machine to machine, and from interpreted to compiled code.
        double span = StrictMath.log((double) (high + 1) / Math.max(1, low));
        return Math.clamp((long) (Math.max(1, low) * StrictMath.exp(random.nextDouble() * span)), low, high);
    }

    /** Any number at all. */
    public long any() {
        return random.nextLong();
    }

    /**
     * Any of these.
     *
     * @throws IllegalArgumentException if there is none
     */
    public <T> T pick(List<T> items) {
        if (items.isEmpty()) {
            throw new IllegalArgumentException("nothing to pick from");
        }
        return items.get(random.nextInt(items.size()));
    }

    private static void requireRange(long low, long high, long above) {
        if (low > high || high == above) {
            throw new IllegalArgumentException(
                    "a range goes up, and ends below " + above + ", but this is from " + low + " to " + high);
        }
    }
}
