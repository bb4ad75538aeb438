package dev.strait.wire.directory;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.NameTable;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.ProtocolViolation;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory: who has which ends open on which node, with leases, and when each channel is complete. One machine is the
 * authority of a cluster. Messages of nodes and the end of their sessions go in, with the time now; messages to nodes are pulled
 * with {@link #poll}, to be sent in that order. Same input, same output.
 *
 * <p>An open or an end costs time in proportion to the channel's nodes (to its members for the answer to an open), the loss of a node in
 * proportion to its ends; only the end of the rejoin grace walks all channels, once in a directory's life.
 *
 * <p>States and transitions are in {@code docs/protocol.md}, chapter "Directory". Not thread-safe.
 */
public final class Directory {
    /** Whether completions wait for nodes to rejoin. */
    private sealed interface Rebuild {
        /** No node has spoken of an earlier directory. */
        record NotSeen() implements Rebuild {}

        /** Completions are held. */
        record Holding(long untilNanos) implements Rebuild {}

        /** The grace is over; there is no second one. */
        record Over() implements Rebuild {}
    }

    private final NodeRef self;
    private final DirectoryLimits limits;
    /** By node id: of one id the newest incarnation only. */
    private final Map<String, Lease> leases = new LinkedHashMap<>();

    private final NameTable<Generation> channels =
            new NameTable<>(generation -> generation.spec().name());
    private final ArrayDeque<Outgoing> out = new ArrayDeque<>();
    /** Whose nodes are owed a {@link ToClient.Heard}. */
    private final ArrayDeque<Lease> owing = new ArrayDeque<>();

    /** Channels that wait for senders which a node that came back knew of, and until when. */
    private final Map<Generation, Long> graces = new LinkedHashMap<>();

    private Rebuild rebuild = new Rebuild.NotSeen();
    private long generations;

    /**
     * An empty directory.
     *
     * @param self the node that hosts it
     * @param limits what it admits
     */
    public Directory(NodeRef self, DirectoryLimits limits) {
        this.self = Objects.requireNonNull(self);
        this.limits = Objects.requireNonNull(limits);
    }

    /** The next message to send, or null. That leaves are heard is said last, and so once of all that have come by then. */
    public @Nullable Outgoing poll() {
        Outgoing next = out.poll();
        while (next == null && !owing.isEmpty()) {
            Lease lease = owing.remove();
            lease.owed = false;
            next = lease.live ? new Outgoing(lease.node, new ToClient.Heard(lease.heard)) : null;
        }
        return next;
    }

    private void hear(Lease lease) {
        lease.heard++;
        if (!lease.owed) {
            lease.owed = true;
            owing.add(lease);
        }
    }

    /** When {@link #tick} is wanted next, on the clock of {@code nowNanos}; empty if nothing waits. */
    public OptionalLong deadline() {
        long deadline = rebuild instanceof Rebuild.Holding it ? it.untilNanos() : Long.MAX_VALUE;
        for (long until : graces.values()) {
            deadline = Math.min(deadline, until);
        }
        return deadline == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(deadline);
    }

    /**
     * Takes a message from a node. A message of an incarnation that a newer one has replaced does nothing.
     *
     * @param from the node, as its link says
     * @param nowNanos the time now, on any clock that never goes back, in nanoseconds
     * @throws ProtocolViolation if the node may not say this: it holds no lease, speaks for another node's end, says what only
     *     the directory says, or opens an open end as something else; nothing has changed then
     */
    public void apply(NodeRef from, DirectoryMessage message, long nowNanos) {
        tick(nowNanos);
        switch (message) {
            case ToClient it ->
                throw new ProtocolViolation(
                        "node " + from + " sent " + it.getClass().getSimpleName() + ", which only the directory sends");
            case ToDirectory.Join it -> join(from, it, nowNanos);
            case ToDirectory it -> {
                Lease lease = leases.get(from.id());
                if (lease == null || from.compareIncarnation(lease.node) > 0) {
                    throw new ProtocolViolation("node " + from + " has not joined the directory");
                }
                if (lease.node.equals(from)) {
                    step(lease, it, nowNanos);
                }
            }
        }
    }

    /** The node's session is lost, and with it its lease. Does nothing if it has none. */
    public void lost(NodeRef node) {
        Lease lease = leases.get(node.id());
        if (lease != null && lease.node.equals(node)) {
            end(lease, Departure.LOST);
        }
    }

    /** Lets time pass: ends the rejoin grace, of all channels or of one, when it is due. */
    public void tick(long nowNanos) {
        if (!graces.isEmpty()) {
            endGraces(nowNanos);
        }
        if (rebuild instanceof Rebuild.Holding it && nowNanos - it.untilNanos() >= 0) {
            rebuild = new Rebuild.Over();
            for (Generation each : channels.all()) {
                each.loseAwaited();
                each.completeIfDone();
            }
        }
    }

    private void endGraces(long nowNanos) {
        for (Generation each : List.copyOf(graces.keySet())) {
            Long until = graces.get(each);
            if (until != null && nowNanos >= until) {
                graces.remove(each);
                each.loseAwaited();
                settle(each);
            }
        }
    }

    /** What the directory holds now. */
    public DirectoryStatus status() {
        int ends = leases.values().stream().mapToInt(each -> each.ends.size()).sum();
        return new DirectoryStatus(leases.size(), channels.size(), ends, rebuild instanceof Rebuild.Holding);
    }

    /** The ends of a channel, in the order in which their nodes came; empty if it has none. */
    public List<Member> members(String channel) {
        Generation generation = channels.get(channel);
        return generation == null ? List.of() : generation.members();
    }

    /** Where a channel stands, or null if it has no end. */
    public @Nullable ChannelState state(String channel) {
        Generation generation = channels.get(channel);
        return generation == null ? null : generation.state();
    }

    private void join(NodeRef from, ToDirectory.Join it, long nowNanos) {
        if (!it.node().equals(from)) {
            throw new ProtocolViolation("node " + from + " joins as " + it.node());
        }
        Lease before = leases.get(from.id());
        if (before != null) {
            if (from.compareIncarnation(before.node) < 0) {
                return; // the link layer tells the older incarnation that it is replaced
            }
            end(before, Departure.LOST);
        }
        leases.put(from.id(), new Lease(from, it.addresses()));
        out.add(new Outgoing(from, new ToClient.Joined(self)));
        if (it.rejoining() && !self.equals(it.priorDirectory()) && rebuild instanceof Rebuild.NotSeen) {
            rebuild = new Rebuild.Holding(nowNanos + limits.rejoinGrace().toNanos());
        }
    }

    private void step(Lease lease, ToDirectory message, long nowNanos) {
        switch (message) {
            case ToDirectory.Join _ -> throw new IllegalStateException("a join makes a lease");
            case ToDirectory.OpenEnd it -> open(lease, it, nowNanos);
            case ToDirectory.EndSender it -> {
                if (it.state() instanceof EndState.Open) {
                    throw new ProtocolViolation("sender " + it.end() + " ends as open");
                }
                Generation at = generation(lease, it.end());
                if (at != null) {
                    at.end(it.end(), it.state());
                    settle(at);
                }
            }
            case ToDirectory.CloseEnd it -> {
                Generation at = generation(lease, it.end());
                hear(lease);
                if (at != null) {
                    lease.ends.remove(it.end().number());
                    at.close(it.end());
                    settle(at);
                }
            }
            case ToDirectory.WithdrawEnd it -> {
                Generation at = generation(lease, it.end());
                hear(lease);
                if (at != null) {
                    lease.ends.remove(it.end().number());
                    at.withdraw(it.end());
                    settle(at);
                }
            }
            case ToDirectory.LeaveNode _ -> end(lease, Departure.CLOSED);
        }
    }

    private void open(Lease lease, ToDirectory.OpenEnd it, long nowNanos) {
        Generation has = generation(lease, it.end());
        if (it.role() == Role.RECEIVER && !(it.state() instanceof EndState.Open)) {
            throw new ProtocolViolation("receiver " + it.end() + " opens as " + it.state());
        }
        boolean holding = rebuild instanceof Rebuild.Holding;
        if (has != null) {
            has.openAgain(lease, it);
            if (it.recall() != null) {
                if (holding || graces.containsKey(has)) {
                    has.recall(it.recall());
                }
                has.answer(lease, it.recall());
            }
            settle(has);
            return;
        }
        String name = it.spec().name();
        Generation current = channels.get(name);
        ToClient.Refused refusal = limit(lease, it, current == null);
        if (refusal == null && current != null) {
            refusal = current.refusal(it, limits);
        }
        if (refusal != null) {
            out.add(new Outgoing(lease.node, refusal));
            return;
        }
        Generation generation = current != null ? current : new Generation(it.spec(), ++generations, out);
        // Otherwise the channel has a life of its own already, to which the node's ends are new.
        if (it.recall() != null && (holding || current == null)) {
            generation.recall(it.recall());
            if (!holding && generation.awaitsSenders()) {
                // The channel went on without this node and is over, or all its nodes were taken for lost and come back
                // one by one.
                graces.put(generation, nowNanos + limits.rejoinGrace().toNanos());
            }
        }
        if (current != null && lease.node.equals(self)) {
            generation.share(it.spec()); // of the same name, as every other end's
        }
        channels.put(generation);
        generation.open(lease, it);
        if (it.recall() != null) {
            generation.answer(lease, it.recall());
        }
        settle(generation);
    }

    private ToClient.@Nullable Refused limit(Lease lease, ToDirectory.OpenEnd it, boolean newChannel) {
        String text = null;
        if (lease.ends.size() >= limits.maximumEndsPerNode()) {
            text = "node " + lease.node.id() + " has " + lease.ends.size() + " ends open, the most it may have"
                    + " (maximumEndsPerNode)";
        } else if (newChannel && channels.size() >= limits.maximumChannels()) {
            text = "the directory has " + channels.size() + " channels, the most it may have (maximumChannels)";
        }
        return text == null ? null : new ToClient.Refused(it.request(), RefusalCode.LIMIT, text, List.of());
    }

    /** Where the lease's end is open, or null: it was refused, or is gone. */
    private static @Nullable Generation generation(Lease lease, EndRef end) {
        if (!end.node().equals(lease.node)) {
            throw new ProtocolViolation("node " + lease.node + " speaks for end " + end);
        }
        Generation.End entry = lease.ends.get(end.number());
        return entry == null ? null : entry.generation;
    }

    private void end(Lease lease, Departure how) {
        leases.remove(lease.node.id());
        lease.live = false;
        Set<Generation> left = new LinkedHashSet<>();
        for (Generation.End each : lease.ends.all()) {
            EndRef end = each.end();
            switch (how) {
                case CLOSED -> each.generation.close(end);
                case LOST -> each.generation.lose(end);
                case WITHDRAWN -> each.generation.withdraw(end);
            }
            left.add(each.generation);
        }
        // Only now, so that no outcome names an end that goes with the same lease.
        left.forEach(this::settle);
        lease.ends.clear();
    }

    private void settle(Generation generation) {
        if (generation.isEmpty()) {
            channels.remove(generation.spec().name());
            graces.remove(generation);
            return;
        }
        if (!generation.awaitsSenders()) {
            graces.remove(generation);
        }
        if (!(rebuild instanceof Rebuild.Holding)) {
            generation.completeIfDone();
        }
    }
}
