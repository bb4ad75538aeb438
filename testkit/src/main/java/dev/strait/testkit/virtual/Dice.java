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

    /** A whole number from low to high, both included and in order. */
    public int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** A whole number from low to high, both included and in order. */
    public long between(long low, long high) {
        return random.nextLong(low, high + 1);
    }

    /** True with this probability, from 0 to 1. */
    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** A number from low, at least 0, to high whose logarithm is even: small ones come as often as large ones. */
    public long skewed(long low, long high) {
        double span = Math.log((double) (high + 1) / Math.max(1, low));
        return Math.clamp((long) (Math.max(1, low) * Math.exp(random.nextDouble() * span)), low, high);
    }

    /** Any number at all. */
    public long any() {
        return random.nextLong();
    }

    /** Any of these, of which there is one at least. */
    public <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
