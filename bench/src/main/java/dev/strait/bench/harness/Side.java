package dev.strait.bench.harness;

/**
 * What one process used in a window.
 *
 * @param cpuSecondsPerMillion CPU time per million messages
 * @param allocatedBytesPerMessage allocated on its heap per message
 * @param pauses of its collector
 */
public record Side(double cpuSecondsPerMillion, double allocatedBytesPerMessage, Pauses pauses) {
    /** Sums up a process that may not be the one that counted; its own clock gives the length of its window. */
    static Side of(Sample before, Sample after, double messagesPerSecond, Pauses pauses) {
        double seconds = (after.nanos() - before.nanos()) / 1e9;
        double messages = messagesPerSecond * seconds;
        return new Side(
                (after.cpuNanos() - before.cpuNanos()) / 1e9 / messages * 1e6,
                (after.allocatedBytes() - before.allocatedBytes()) / messages,
                pauses);
    }
}
