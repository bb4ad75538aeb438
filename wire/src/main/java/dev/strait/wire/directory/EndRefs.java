package dev.strait.wire.directory;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.Utf8;
import dev.strait.wire.frame.WireReader;
import dev.strait.wire.frame.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lists of ends on the wire: u16 number of runs, each the node, u16 number of its ends, and their numbers as u64. Ends of one node
 * that stand together share its name, so that a channel with thousands of senders fits one frame.
 */
final class EndRefs {
    /** The shortest run: a node with an id of one byte, its count, one number. */
    private static final int MIN_RUN_BYTES = 2 + 1 + 16 + 2 + 8;

    static final int NUMBER_BYTES = 8;

    private EndRefs() {}

    /** What a run costs beside its numbers. */
    static int runBytes(NodeRef node) {
        return 2 + Utf8.length(node.id()) + 16 + 2;
    }

    /** The first ends of a list that fit so many bytes. */
    static List<EndRef> fitting(Iterable<EndRef> ends, int maxBytes) {
        List<EndRef> fitting = new ArrayList<>();
        NodeRef last = null;
        int bytes = 2;
        for (EndRef end : ends) {
            bytes += NUMBER_BYTES + (end.node().equals(last) ? 0 : runBytes(end.node()));
            if (bytes > maxBytes) {
                break;
            }
            fitting.add(end);
            last = end.node();
        }
        return fitting;
    }

    static void write(WireWriter out, List<EndRef> ends) {
        int runsAt = out.reserve(2);
        int runs = 0;
        for (int from = 0; from < ends.size(); ) {
            NodeRef node = ends.get(from).node();
            int to = from + 1;
            while (to < ends.size() && to - from < 0xffff && ends.get(to).node().equals(node)) {
                to++;
            }
            out.node(node).u16(to - from);
            for (EndRef end : ends.subList(from, to)) {
                out.u64(end.number());
            }
            from = to;
            runs++;
        }
        if (runs > 0xffff) {
            throw new IllegalArgumentException("ends of at most 65,535 nodes fit a list, were " + runs);
        }
        out.array()[runsAt] = (byte) (runs >>> 8);
        out.array()[runsAt + 1] = (byte) runs;
    }

    static List<EndRef> read(WireReader in, String what, Function<String, NodeRef> nodeOf) {
        int runs = in.u16(what);
        if (runs > in.remaining() / MIN_RUN_BYTES) {
            throw in.violation(what + " of " + runs + " nodes cannot fit " + in.remaining() + " bytes");
        }
        if (runs == 0) {
            return List.of();
        }
        List<EndRef> ends = new ArrayList<>(runs);
        @Nullable NodeRef last = null;
        for (int run = 0; run < runs; run++) {
            NodeRef node = nodeOf.apply(what);
            if (node.equals(last)) {
                throw in.violation(what + " has two runs of one node side by side");
            }
            last = node;
            int count = in.u16(what);
            if (count < 1 || count > in.remaining() / NUMBER_BYTES) {
                throw in.violation(what + " of 1 or more ends that fit " + in.remaining() + " bytes, was " + count);
            }
            for (int each = 0; each < count; each++) {
                ends.add(new EndRef(node, in.u63(what)));
            }
        }
        return ends;
    }
}
