package dev.strait.wire.dispatch;

/**
 * How fast a receiver takes, from its credits: the mean time per message while it had any, the last credit counting a quarter. Where several
 * receivers share a channel, a sender sets aside for one of them at a time what it takes in {@value #SHARE_NANOS} ns: a receiver of long
 * tasks gets one, and nobody is idle while tasks wait for another; of short ones it gets a batch. (With one at a time because the
 * receivers kept up, a sender of small messages reached a tenth of the raw limit, see docs/performance.md, "Who writes, and when".) Not thread-safe.
 */
final class Pace {
    private static final long SHARE_NANOS = 100_000;
    private static final long NEVER = Long.MIN_VALUE;
    private static final double WEIGHT = 0.25;

    private long busySinceNanos = NEVER;
    private double nanosPerMessage = Double.POSITIVE_INFINITY;

    /** Something was given to the receiver. */
    void sent(long nowNanos) {
        if (busySinceNanos == NEVER) {
            busySinceNanos = nowNanos;
        }
    }

    /**
     * A credit has come.
     *
     * @param messages how many the receiver has taken since the last
     * @param isIdle whether it has nothing left to take
     */
    void taken(long messages, boolean isIdle, long nowNanos) {
        if (messages > 0 && busySinceNanos != NEVER) {
            double mean = Math.max(1, nowNanos - busySinceNanos) / (double) messages;
            nanosPerMessage =
                    Double.isInfinite(nanosPerMessage) ? mean : nanosPerMessage + WEIGHT * (mean - nanosPerMessage);
            busySinceNanos = nowNanos;
        }
        if (isIdle) {
            busySinceNanos = NEVER;
        }
    }

    /** How many messages it takes in the time of a share; 0 while nothing is known. */
    long share() {
        return (long) (SHARE_NANOS / nanosPerMessage);
    }
}
