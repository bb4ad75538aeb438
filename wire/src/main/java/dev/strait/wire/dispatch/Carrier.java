package dev.strait.wire.dispatch;

import dev.strait.wire.frame.NodeRef;

/** What carries a lane to the receiver's node: its link. */
public interface Carrier {
    /** The lane has something to write, in this turn or soon. */
    void ready(Lane lane);

    /** The node at the other side. */
    NodeRef peer();

    /** The largest message that the other side takes, in bytes. */
    long maxMessageBytes();
}
