package dev.strait.wire.dispatch;

import dev.strait.wire.frame.NodeRef;

/** What carries a lane to the receiver's node: its link. */
public interface Carrier {
    /** The lane has something to write that nothing is to be gained by keeping back. */
    void ready(Lane lane);

    /** The lane has something to write to which more may be added before long: a batch in the making, or a short one just made. */
    void linger(Lane lane);

    /** The node at the other side. */
    NodeRef peer();

    /** Whether it hands bytes on by reference to a receiver on the same node, so that an array that was sent stays in use there. */
    default boolean isLocal() {
        return false;
    }

    /** Whether it has a connection now; if not, what is sent waits until it has one again, or is lost. */
    default boolean isUp() {
        return true;
    }

    /** Why it was lost, for people; empty while it is not. */
    default String whyLost() {
        return "";
    }

    /** So many bytes of arrays more are kept by messages that wait to be written, or fewer. */
    default void waits(long bytes) {
        // nobody counts them
    }

    /** Whether it takes messages: not while what was not written, or not acknowledged, has reached a bound. */
    default boolean hasRoom() {
        return true;
    }

    /**
     * Opens a lane to a receiver that travels in a message of another lane of this carrier, which is about to be sent there.
     *
     * @param enclosed the sender end whose receiver it is; the lane is added to it
     * @param enclosing the other lane
     * @param number of the message on that lane's stream
     */
    default Lane enclose(QueueSenderEnd enclosed, Lane enclosing, long number) {
        throw new UnsupportedOperationException("no ends travel here");
    }

    /** The largest message that the other side takes, in bytes. */
    long maxMessageBytes();
}
