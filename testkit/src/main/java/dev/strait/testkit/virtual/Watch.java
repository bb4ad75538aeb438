package dev.strait.testkit.virtual;

/**
 * Who is told of everything that comes between hosts, when it begins: for tests that judge a protocol by what it had to cope with. All methods do nothing
 * unless overridden. Called in the thread that runs the world; whoever is called changes nothing in it.
 */
public interface Watch {
    /**
     * How a connection that breaks ends for one of its sides.
     *
     * @param told whether the side is told
     * @param wasClosed whether the side was through with the connection before
     * @param lastNanos when the last of what still arrives there does, in virtual time, the news included
     */
    record Ending(boolean told, boolean wasClosed, long lastNanos) {}

    /** A connection breaks. */
    default void broken(Connection connection, Ending atDialler, Ending atAcceptor) {}

    /** What goes from one place to another, or from there back, or both, does not arrive until then; nor may dials. */
    default void heldUp(int one, int other, long untilNanos) {}

    /** Dials are refused until then, some or all. */
    default void refusing(long untilNanos) {}

    /** The host in a place stands still until then. */
    default void paused(int place, long untilNanos) {}

    /** Somebody who does not care. */
    static Watch none() {
        return new Watch() {};
    }
}
