package dev.strait.wire.engine;

import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.LostSession;
import dev.strait.wire.frame.NodeRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why the last session with each node was lost, for a node that still has it: it is told when a connection is made on which it turns out that this one has not.
 * Not thread-safe.
 */
final class LostSessions {
    /** Those lost first are forgotten: what is known of them is for people, and strangers may leave any number behind. */
    private static final int MOST = 1_024;

    private record Lost(LostSession session, boolean hostedDirectory) {}

    private final Map<NodeRef, Lost> lost = new LinkedHashMap<>();

    /** A session is lost, for this reason. */
    void add(PeerSession session, String reason) {
        lost.remove(session.node());
        lost.put(session.node(), new Lost(LostSession.of(session.token(), reason), session.peer.hostsDirectory()));
        if (lost.size() > MOST) {
            lost.remove(lost.keySet().iterator().next());
        }
    }

    /** What is to be said to a node in HELLO. */
    List<Hello.Extension> saidTo(NodeRef node) {
        Lost last = lost.get(node);
        return last == null ? List.of() : List.of(last.session().extension());
    }

    /** As {@link #saidTo}, to whoever was dialled: who is dialled for hosting the directory is not known by name, but by who did so last. */
    List<Hello.Extension> saidTo(Peers.@Nullable Target target) {
        return switch (target) {
            case null -> List.of();
            case Peers.Target.Node it -> saidTo(it.node());
            case Peers.Target.Directory _ -> {
                List<Hello.Extension> last = List.of();
                for (Lost each : lost.values()) {
                    last = each.hostedDirectory() ? List.of(each.session().extension()) : last;
                }
                yield last;
            }
        };
    }
}
