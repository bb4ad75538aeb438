package dev.strait.wire.session;

/**
 * How much of what was written and not acknowledged a node keeps, in all its sessions together. Messages that are kept are those that credit
 * was granted for, so what bounds them first is the receivers' budget; this bounds a peer that takes and does not acknowledge.
 * Not thread-safe.
 */
public final class Retention {
    /**
     * The bounds.
     *
     * @param sessionBytes bytes of one session above which no messages are written; default 64 MiB
     * @param sessionFrames frames of one session above which no messages are written; default 65,536
     * @param nodeBytes bytes of all sessions above which none that keeps any writes messages; default 256 MiB
     * @param mostFrames frames of one session that no peer leaves unacknowledged; default 1,048,576
     */
    public record Limits(long sessionBytes, int sessionFrames, long nodeBytes, int mostFrames) {
        /** The defaults. */
        public static final Limits DEFAULT = new Limits(64L << 20, 1 << 16, 256L << 20, 1 << 20);

        /** Checks that each is positive and that the reserve for frames that are no messages is there. */
        public Limits {
            if (sessionBytes < 1 || sessionFrames < 1 || nodeBytes < 1 || mostFrames <= sessionFrames) {
                throw new IllegalArgumentException("limits of what is kept must be positive, and leave a reserve: "
                        + sessionBytes + " and " + nodeBytes + " bytes, " + sessionFrames + " and " + mostFrames
                        + " frames");
            }
        }
    }

    private final Limits limits;
    private long bytes;

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
}
