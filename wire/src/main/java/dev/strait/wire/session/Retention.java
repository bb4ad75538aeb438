package dev.strait.wire.session;

/**
 * How much a node keeps for its sessions together: messages that were not written, as when a link is suspended, and frames that were written and
 * not acknowledged. Each counts for the whole array that it keeps alive. Where a bound is reached, sends wait. Not thread-safe.
 */
public final class Retention {
    /**
     * The bounds.
     *
     * @param sessionBytes bytes of one session from which on it takes no messages; default 128 MiB, for two of the largest messages
     * @param sessionFrames frames of one session from which on it takes no messages; default 65,536
     * @param nodeBytes bytes of all sessions from which on only those take messages that keep little; default 256 MiB
     * @param reservedBytes so much every session may keep, whatever the others do; default 1 MiB
     * @param mostFrames frames of one session that no peer leaves unacknowledged; default 1,048,576
     */
    public record Limits(long sessionBytes, int sessionFrames, long nodeBytes, long reservedBytes, int mostFrames) {
        /** The defaults. */
        public static final Limits DEFAULT = new Limits(128L << 20, 1 << 16, 256L << 20, 1 << 20, 1 << 20);

        /** Checks that each is positive and that the reserve for frames that are no messages is there. */
        public Limits {
            if (sessionBytes < 1
                    || sessionFrames < 1
                    || nodeBytes < 1
                    || reservedBytes < 0
                    || mostFrames <= sessionFrames) {
                throw new IllegalArgumentException("limits of what is kept must be positive, and leave a reserve: "
                        + sessionBytes + " and " + nodeBytes + " bytes, " + sessionFrames + " and " + mostFrames
                        + " frames");
            }
        }
    }

    private final Limits limits;
    private long bytes;
    private int fullSessions;

    /** With nothing kept. */
    public Retention(Limits limits) {
        this.limits = limits;
    }

    Limits limits() {
        return limits;
    }

    /** Bytes kept in all sessions. */
    public long bytes() {
        return bytes;
    }

    void keep(long more) {
        bytes += more;
    }

    void release(long less) {
        bytes -= less;
    }

    void full(int more) {
        fullSessions += more;
    }

    /** Whether there are sessions that have said that they take no messages. */
    public boolean hasFull() {
        return fullSessions > 0;
    }
}
