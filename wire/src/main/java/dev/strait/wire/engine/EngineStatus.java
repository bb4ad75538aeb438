package dev.strait.wire.engine;

import dev.strait.wire.mux.Budget;
import java.util.Collection;

/**
 * What an engine holds at one moment.
 *
 * @param connections connections that are not over, with a session or without
 * @param links links to other nodes, whether they have a connection or not
 * @param suspended links that have none now
 * @param keptBytes what is kept for them: the arrays of messages not written, and of frames not acknowledged, in bytes
 * @param outgoingStreams streams that this node sends on, those to itself included
 * @param incomingStreams streams that this node receives on, those from itself included
 * @param senders sender ends that are open or have something under way
 * @param receivers receiver ends that are open
 * @param reservedBytes bytes granted to incoming streams and not given back
 * @param budgetBytes most bytes granted beyond the initial credit of streams and one large message, and one more for each passed over
 * @param passedOver streams that have not used the credit for a large message while others waited for it
 */
public record EngineStatus(
        int connections,
        int links,
        int suspended,
        long keptBytes,
        int outgoingStreams,
        int incomingStreams,
        int senders,
        int receivers,
        long reservedBytes,
        long budgetBytes,
        int passedOver) {
    static EngineStatus of(
            int connections, Collection<PeerSession> links, long keptBytes, Link loop, Ends ends, Budget budget) {
        int outgoing = loop.lanes.size();
        int incoming = loop.incoming.size() + loop.refused.size();
        int suspended = 0;
        for (PeerSession each : links) {
            Link link = each.link;
            suspended += each.isUp() ? 0 : 1;
            outgoing += link.lanes.size();
            incoming += link.incoming.size() + link.refused.size();
        }
        return new EngineStatus(
                connections,
                links.size(),
                suspended,
                keptBytes,
                outgoing,
                incoming,
                ends.senderCount(),
                ends.receiverCount(),
                budget.reservedBytes(),
                budget.limitBytes(),
                budget.passedOver());
    }
}
