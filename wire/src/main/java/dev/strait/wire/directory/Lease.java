package dev.strait.wire.directory;

import dev.strait.wire.frame.LongTable;
import dev.strait.wire.frame.NodeRef;
import java.util.List;

/** A node's registration with the directory, and where its ends are. */
final class Lease {
    final NodeRef node;
    final List<String> addresses;
    /** By end number. */
    final LongTable<Generation.End> ends = new LongTable<>();
    /** Whether the node still hears of events. */
    boolean live = true;

    /** How many leaves of ends the node has said. */
    long heard;
    /** Whether it has not been told so. */
    boolean owed;

    Lease(NodeRef node, List<String> addresses) {
        this.node = node;
        this.addresses = addresses;
    }
}
