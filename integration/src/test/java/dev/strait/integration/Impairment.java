package dev.strait.integration;

/**
 * What a line does to packets, in both directions, as {@code tc netem} understands it.
 *
 * @param delayMillis how long each is under way
 * @param lossPercent how many are lost
 * @param duplicatePercent how many come twice
 * @param reorderPercent how many overtake: they are not delayed
 */
record Impairment(int delayMillis, int lossPercent, int duplicatePercent, int reorderPercent) {
    /** As arguments. */
    String toNetem() {
        return "delay " + delayMillis + "ms loss " + lossPercent + "% duplicate " + duplicatePercent + "% reorder "
                + reorderPercent + "%";
    }
}
