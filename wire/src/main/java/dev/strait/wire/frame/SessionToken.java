package dev.strait.wire.frame;

/**
 * The random name of a session, 128 bits, known to its two nodes alone: who asks for a session by its token is one of them.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record SessionToken(long high, long low) {
    /** No session: all bits zero. */
    public static final SessionToken NONE = new SessionToken(0, 0);

    /** Whether it names no session. */
    public boolean isNone() {
        return high == 0 && low == 0;
    }

    /** Tells that it is a secret, not which. */
    @Override
    public String toString() {
        return isNone() ? "none" : "secret";
    }
}
