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

    /** The largest message that the other side takes, in bytes. */
    long maxMessageBytes();
}
