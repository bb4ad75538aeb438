package dev.strait.bench.harness;

/**
 * The collector's pauses in a window.
 *
 * @param count how many
 * @param totalMillis how long together
 * @param longestMillis the longest
 */
public record Pauses(int count, double totalMillis, double longestMillis) {
    /** None at all. */
    public static final Pauses NONE = new Pauses(0, 0, 0);

    /** Both together. */
    public Pauses plus(Pauses other) {
        return new Pauses(
                count + other.count, totalMillis + other.totalMillis, Math.max(longestMillis, other.longestMillis));
    }
}
