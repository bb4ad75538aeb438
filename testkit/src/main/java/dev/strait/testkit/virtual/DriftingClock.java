package dev.strait.testkit.virtual;

/** The clock of one host, which started when it liked and goes a little too fast or too slow; it never goes back. Immutable. */
public final class DriftingClock {
    private static final long MILLION = 1_000_000;
    /** Further ahead than any simulation goes. */
    private static final long FAR_NANOS = 1_000_000_000_000_000L;

    private final long startNanos;
    private final long origin;
    private final long driftPpm;

    /**
     * A clock.
     *
     * @param startNanos when it was set, in virtual time
     * @param origin what it showed then, in nanoseconds, at least 0
     * @param driftPpm how much too fast it goes, in millionths; negative if too slow, and above -1,000,000
     */
    public DriftingClock(long startNanos, long origin, int driftPpm) {
        if (origin < 0 || driftPpm <= -MILLION) {
            throw new IllegalArgumentException(
                    "a clock shows 0 or more and goes on, but this one shows " + origin + " and drifts by " + driftPpm);
        }
        this.startNanos = startNanos;
        this.origin = origin;
        this.driftPpm = driftPpm;
    }

    /** What it shows at a virtual time, in nanoseconds. */
    public long at(long virtualNanos) {
        long passed = virtualNanos - startNanos;
        // In two parts, as the product of all of it would overflow after some days.
        return origin + passed + passed / MILLION * driftPpm + passed % MILLION * driftPpm / MILLION;
    }

    /** The first virtual time, since it was set, at which it shows so much or more; {@link Long#MAX_VALUE} if that is beyond all simulations. */
    public long whenItShows(long local) {
        if (local <= origin) {
            return startNanos;
        }
        if (local - origin > FAR_NANOS) {
            return Long.MAX_VALUE;
        }
        long virtual = startNanos + (long) ((double) (local - origin) * MILLION / (MILLION + driftPpm));
        while (at(virtual) < local) {
            virtual++;
        }
        while (at(virtual - 1) >= local) {
            virtual--;
        }
        return virtual;
    }
}
