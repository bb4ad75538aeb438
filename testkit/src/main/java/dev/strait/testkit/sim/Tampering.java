package dev.strait.testkit.sim;

import dev.strait.wire.frame.Frame;
import java.util.List;

/**
 * A defect planted between the network and an engine, to prove that the simulation finds defects: it sees every frame that a node is
 * about to take in and says what the node gets instead.
 */
interface Tampering {
    /** The frames to take in instead; the frame itself, none, or others. */
    List<Frame> pass(long connection, Frame frame);

    /** No defect. */
    static Tampering none() {
        return (_, frame) -> List.of(frame);
    }
}
