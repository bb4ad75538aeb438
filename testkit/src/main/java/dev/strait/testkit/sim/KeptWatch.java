package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.wire.dispatch.Lane;
import dev.strait.wire.engine.EngineStatus;
import dev.strait.wire.engine.LinkCounts;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.session.Retention;
import java.util.HashMap;
import java.util.Map;

/**
 * What is promised of the memory that links keep, for messages that wait to be written and frames that are not acknowledged: nothing is begun for a
 * link that has no room, what is kept for a suspended one stays within its bound, and what the engine counts is what is there.
 *
 * <p>The bound of a suspended link is exact: nothing is begun while it has no room, and what was begun while it had is one batch of each end that
 * sends there. On top of that may come one batch that crossed the bound; and what was kept when it was suspended may be more, because credit had let
 * that in. And on a link that has a connection everything is acknowledged before long, be it ever so little.
 */
final class KeptWatch {
    private record Key(SimulatedNode at, String peer) {}

    /** How much was written on a link, and how often it had gone on. */
    private record Said(long frames, long resumes) {}

    private final Retention.Limits limits;
    /** The largest array that one batch keeps. */
    private final long batchBytes;
    /** What was kept for links when they were suspended, of those that are. */
    private final Map<Key, Long> whenSuspended = new HashMap<>();

    private final Map<Key, Said> noted = new HashMap<>();

    KeptWatch(SimulationOptions options) {
        this.limits = options.nodes().retention();
        this.batchBytes =
                Math.max(Batch.HEADROOM + Batch.MAX_FRAMED_BYTES, options.work().maxMessageBytes());
    }

    /** A node's program may begin a message for a lane now: its link has room. */
    void begins(SimulatedNode node, Lane lane) {
        String peer = lane.carrier().peer().id();
        LinkCounts link = node.engine().linkCounts(peer);
        if (lane.carrier().isLocal() || link == null) {
            return;
        }
        // What waits on a link that is up does not wait for long, and is bounded by credit.
        long own = link.isUp()
                ? link.keptBytes() - link.waitingBytes()
                : node.engine().recountKept(peer);
        long all = node.engine().keptBytes();
        boolean hasRoom = own < limits.sessionBytes()
                && link.kept() < limits.sessionFrames()
                && (own <= limits.reservedBytes() || all < limits.nodeBytes());
        if (!hasRoom) {
            throw new ContractViolation(node.name() + " takes messages for its link to " + peer + ", which keeps " + own
                    + " bytes in " + link.kept() + " frames already, all links " + all + ", of " + limits);
        }
    }

    /** What holds after every step of a node. */
    void check(SimulatedNode node, EngineStatus status) {
        if (status.keptBytes() == 0 && status.suspended() == 0) {
            return;
        }
        long counted = 0;
        long suspended = 0;
        long most = limits.nodeBytes();
        for (LinkCounts link : node.engine().linkCounts()) {
            counted += link.keptBytes();
            Key key = new Key(node, link.node());
            if (link.isUp()) {
                whenSuspended.remove(key);
                continue;
            }
            requireCounted(node, link);
            long before = whenSuspended.computeIfAbsent(key, _ -> link.keptBytes());
            long added = (senders(node, link.node()) + 1) * batchBytes;
            if (link.keptBytes() > Math.max(before, limits.sessionBytes()) + added) {
                throw new ContractViolation(node.name() + " keeps " + link.keptBytes()
                        + " bytes for its suspended link to " + link.node() + ", after " + before
                        + " when it was suspended, of " + limits.sessionBytes());
            }
            suspended += link.keptBytes();
            most += Math.max(before, limits.reservedBytes()) + added;
        }
        if (counted != status.keptBytes()) {
            throw new ContractViolation(node.name() + " counts " + status.keptBytes()
                    + " bytes as kept for all of its links, and for each " + counted + " in all");
        }
        if (suspended > most) {
            throw new ContractViolation(
                    node.name() + " keeps " + suspended + " bytes for its suspended links, of at most " + most);
        }
    }

    private static void requireCounted(SimulatedNode node, LinkCounts link) {
        long there = node.engine().recountKept(link.node());
        if (there != link.keptBytes()) {
            throw new ContractViolation(node.name() + " counts " + link.keptBytes()
                    + " bytes as kept for its suspended link to " + link.node() + ", and there are " + there);
        }
    }

    /** Ends of a node that have a lane to another. */
    private static long senders(SimulatedNode node, String peer) {
        return node.residents().programs().stream()
                .filter(each -> each instanceof SenderProgram sender
                        && sender.sender().lanes().stream()
                                .anyMatch(lane -> lane.carrier().peer().id().equals(peer)))
                .count();
    }

    /** Nothing goes wrong any more: notes what has been written on each link. */
    void note(SimulatedNode node) {
        for (LinkCounts link : node.engine().linkCounts()) {
            noted.put(new Key(node, link.node()), new Said(link.written(), link.resumes()));
        }
    }

    /** Three seconds later: where nothing was written since, all that was is acknowledged. */
    void requireAcknowledged(SimulatedNode node) {
        for (LinkCounts link : node.engine().linkCounts()) {
            Said said = new Said(link.written(), link.resumes());
            boolean rests = link.isUp() && said.equals(noted.get(new Key(node, link.node())));
            if (rests && link.keptBytes() > 0) {
                throw new ContractViolation(node.name() + " still keeps " + link.keptBytes() + " bytes in "
                        + link.kept() + " frames for its link to " + link.node() + ", which is at rest");
            }
        }
    }
}
