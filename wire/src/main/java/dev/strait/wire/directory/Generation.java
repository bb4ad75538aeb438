package dev.strait.wire.directory;

import dev.strait.wire.directory.ChannelState.Departed;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.FewMap;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.RareSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One life of a channel, from its first end until its last end is gone: EMPTY (not yet or no longer in the directory), then
 * LIVE, then COMPLETED or FAILED, which are final. Events go to every node that has an end in it and does not know of it by itself, once
 * per node.
 *
 * <p>What must not be simplified: an end that was closed or lost and is said again is the same sender, so it is counted once; and
 * the senders of an outcome are those that were there at the time, not those that open later ({@link End#late}).
 */
final class Generation {
    /** Senders of an earlier directory that may be awaited; the further ones are not waited for. */
    private static final int MAX_AWAITED = DirectoryBounds.MAX_SENDERS_BYTES / EndRefs.NUMBER_BYTES;

    /** So many members fit one message, however long they are: 8.5 KB with 16 addresses and the text of a failure. */
    private static final int ALWAYS_FIT = DirectoryBounds.MAX_MEMBERS_BYTES / (9 << 10);

    private ChannelSpec spec;
    final long number;
    private final ArrayDeque<Outgoing> out;
    /** In the order in which nodes came; ends in the order in which they opened. */
    private final Map<NodeRef, NodeEnds> members = new FewMap<>();

    private final SchemaSet schemas = new SchemaSet();
    private DepartedSenders departed = DepartedSenders.NONE;
    /** Senders that other nodes knew of with an earlier directory and that have not come back yet. */
    private @Nullable Set<EndRef> awaited;

    /** The lists of senders are empty here: those still there are looked up when they are told. */
    private ChannelState outcome = ChannelState.Live.NEW;

    private boolean recalledComplete;
    private int senders;
    private int openSenders;
    private int sendersBytes = 2;

    /** The ends of one node. */
    private static final class NodeEnds extends FewMap<EndRef, End> {
        final Lease lease;
        int senders;

        NodeEnds(Lease lease) {
            this.lease = lease;
        }

        /** Whether all of them are senders that take part and are done. */
        boolean isDone() {
            for (End each : values()) {
                if (!each.takesPart() || each.isOpen()) {
                    return false;
                }
            }
            return true;
        }
    }

    /** One end. */
    static final class End {
        final Generation generation;
        private Member member;
        /** Whether it opened after the outcome: a sender that takes no part in it. */
        private boolean late;

        End(Generation generation, Member member, boolean late) {
            this.generation = generation;
            this.member = member;
            this.late = late;
        }

        /** Which end it is. */
        EndRef end() {
            return member.end();
        }

        private boolean isSender() {
            return member.role() == Role.SENDER;
        }

        private boolean takesPart() {
            return isSender() && !late;
        }

        private boolean isOpen() {
            return member.state() instanceof EndState.Open;
        }
    }

    Generation(ChannelSpec spec, long number, ArrayDeque<Outgoing> out) {
        this.spec = spec;
        this.number = number;
        this.out = out;
    }

    ChannelSpec spec() {
        return spec;
    }

    /** Keeps this in place of the spec it has, to which it is equal: the process that hosts the directory keeps it anyway. */
    void share(ChannelSpec equal) {
        spec = equal;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** Why this end cannot open now, or null if it can. */
    ToClient.@Nullable Refused refusal(ToDirectory.OpenEnd it, DirectoryLimits limits) {
        if (!spec.equals(it.spec())) {
            return refused(
                    it,
                    RefusalCode.SPEC_DIFFERS,
                    "channel " + spec.name() + " is open with " + spec.settings() + ", and node "
                            + it.end().node().id() + " opens it with "
                            + it.spec().settings());
        }
        List<SchemaOf> unchecked = schemas.unchecked(it.schema(), it.role(), it.checked());
        if (!unchecked.isEmpty()) {
            return new ToClient.Refused(
                    it.request(), RefusalCode.SCHEMAS, "schemas to check on channel " + spec.name(), unchecked);
        }
        if (schemas.isNew(it.schema()) && schemas.size() >= limits.maximumSchemasPerChannel()) {
            return refused(
                    it,
                    RefusalCode.LIMIT,
                    "channel " + spec.name() + " has " + schemas.size()
                            + " different schemas, the most it may have (maximumSchemasPerChannel)");
        }
        if (it.role() == Role.SENDER && sendersBytes + cost(it.end()) > DirectoryBounds.MAX_SENDERS_BYTES) {
            return refused(
                    it,
                    RefusalCode.LIMIT,
                    "channel " + spec.name() + " has " + senders + " senders, the most that fit one message of "
                            + DirectoryBounds.MAX_SENDERS_BYTES + " bytes");
        }
        return null;
    }

    private static ToClient.Refused refused(ToDirectory.OpenEnd it, RefusalCode code, String text) {
        return new ToClient.Refused(it.request(), code, text, List.of());
    }

    /** Learns what a node remembers; the other senders it remembers are given time to come back, until {@link #loseAwaited}. */
    void recall(ToDirectory.Recall it) {
        switch (it.state()) {
            case ChannelState.Live live -> departed = departed.recall(live.departed(), this::has);
            case ChannelState.Completed completed -> {
                departed = departed.recall(new Departed(List.of(), completed.lost(), 0), this::isDone);
                recalledComplete = true;
            }
            case ChannelState.Failed failed -> fail(failed);
        }
        for (EndRef each : it.present()) {
            if (RareSet.size(awaited) < MAX_AWAITED && !has(each) && !departed.contains(each)) {
                awaited = RareSet.with(awaited, each);
            }
        }
        // What one node saw leave, another may have known as present, and waits for.
        for (EndRef each : RareSet.listOf(awaited)) {
            if (departed.contains(each)) {
                awaited = RareSet.without(awaited, each);
                tellAll(new ToClient.Gone(spec.name(), number, each, departed.how(each)));
            }
        }
    }

    /**
     * Answers what a node remembers, once it has an end here: its receivers may wait for the senders that were there, so of each that neither is
     * here nor is awaited it is told now that it is gone. Of the others it hears like every node.
     */
    void answer(Lease lease, ToDirectory.Recall it) {
        // While a node knows no outcome it waits for nobody by name: of whom nothing is known here it is told no worse
        // than that.
        Departure unknown = it.state() instanceof ChannelState.Live ? Departure.WITHDRAWN : Departure.LOST;
        for (EndRef each : it.present()) {
            if (!each.node().equals(lease.node) && !has(each) && !RareSet.has(awaited, each)) {
                Departure how = departed.contains(each) ? departed.how(each) : unknown;
                out.add(new Outgoing(lease.node, new ToClient.Gone(spec.name(), number, each, how)));
            }
        }
    }

    /** Whether senders are given time to come back. */
    boolean awaitsSenders() {
        return awaited != null;
    }

    /** Adds an end that {@link #refusal} has nothing against; tells its node and the others. */
    void open(Lease lease, ToDirectory.OpenEnd it) {
        boolean open = it.state() instanceof EndState.Open;
        boolean done = it.state() instanceof EndState.Done;
        // Of a channel that has completed without it, a sender whose program has not said done takes no part any more:
        // it stays among the lost.
        boolean staysLost = !done && (recalledComplete || outcome instanceof ChannelState.Completed);
        boolean returns = RareSet.has(awaited, it.end())
                || (staysLost ? departed.contains(it.end()) : departed.returned(it.end()));
        awaited = RareSet.without(awaited, it.end());
        boolean late = switch (outcome) {
            case ChannelState.Live _ -> false;
            case ChannelState.Completed _ -> !returns || !done;
            case ChannelState.Failed _ -> !returns;
        };
        End entry = new End(
                this, new Member(it.end(), it.role(), it.state(), it.schema().fingerprint(), lease.addresses), late);
        if (entry.isSender()) {
            sendersBytes += cost(it.end());
        }
        NodeEnds ends = members.computeIfAbsent(lease.node, _ -> new NodeEnds(lease));
        ends.put(it.end(), entry);
        lease.ends.put(it.end().number(), entry);
        schemas.addUse(it.schema(), it.end().node().id(), it.role());
        if (entry.isSender()) {
            ends.senders++;
            senders++;
        }
        if (entry.takesPart() && open) {
            openSenders++;
        }
        tellOpened(lease, it.request(), entry);
        tellOthers(ends, new ToClient.Appeared(spec.name(), number, entry.member));
        if (entry.takesPart() && it.state() instanceof EndState.Failed failed) {
            fail(it.end(), failed);
        }
    }

    /** Answers an open that is said again while the end is open. */
    void openAgain(Lease lease, ToDirectory.OpenEnd it) {
        End entry = entry(it.end());
        if (!spec.equals(it.spec()) || entry.member.role() != it.role()) {
            throw new ProtocolViolation("end " + it.end() + " is open as " + entry.member.role() + " of " + spec
                    + " and was opened as " + it.role() + " of " + it.spec());
        }
        tellOpened(lease, it.request(), entry);
        if (!(it.state() instanceof EndState.Open)) {
            end(it.end(), it.state());
        }
    }

    /** A sender says done or failed; only the first time counts. */
    void end(EndRef end, EndState state) {
        End entry = entry(end);
        if (!entry.isSender()) {
            throw new ProtocolViolation("receiver " + end + " said " + state);
        }
        end(entry, state);
    }

    private void end(End entry, EndState state) {
        if (!entry.isOpen()) {
            return;
        }
        entry.member = entry.member.with(state);
        if (entry.takesPart()) {
            openSenders--;
            if (state instanceof EndState.Failed failed) {
                fail(entry.member.end(), failed);
            }
        }
    }

    /** An end goes in order. */
    void close(EndRef end) {
        End entry = entry(end);
        if (entry.takesPart() && entry.isOpen() && isLive()) {
            end(entry, OwnEnd.closedWithoutDone(end));
        }
        remove(end, entry, Departure.CLOSED);
    }

    /** An open is taken back. */
    void withdraw(EndRef end) {
        if (entry(end).isOpen()) {
            remove(end, entry(end), Departure.WITHDRAWN);
        } else {
            close(end);
        }
    }

    /** The end's node has lost its lease. */
    void lose(EndRef end) {
        remove(end, entry(end), Departure.LOST);
    }

    /** The senders awaited did not come back in time. */
    void loseAwaited() {
        for (EndRef each : RareSet.listOf(awaited)) {
            departed = departed.left(each, Departure.LOST);
            tellAll(new ToClient.Gone(spec.name(), number, each, Departure.LOST));
        }
        awaited = null;
    }

    /** Completes if there is nothing left to wait for. */
    void completeIfDone() {
        boolean enough = senders + departed.count() >= Math.max(1, spec.expectSenders());
        if (isLive()
                && !spec.neverCompletes()
                && awaited == null
                && (recalledComplete || (openSenders == 0 && enough))) {
            // Only after a recall can one be open, or lost: it came to a channel that was complete already.
            members.values()
                    .forEach(node -> node.values()
                            .forEach(each -> each.late |= each.isOpen() || departed.hasLost(each.member.end())));
            List<EndRef> lost = departed.lost();
            outcome = new ChannelState.Completed(List.of(), lost);
            tellCompleted(new ToClient.Completed(spec.name(), number, sendersTakingPart(), lost));
        }
    }

    /** The state as it is told to a node that opens an end now. */
    ChannelState state() {
        return switch (outcome) {
            case ChannelState.Live _ ->
                departed.count() == 0 ? ChannelState.Live.NEW : new ChannelState.Live(departed.toDeparted());
            case ChannelState.Completed _ -> new ChannelState.Completed(sendersTakingPart(), departed.lost());
            case ChannelState.Failed it -> new ChannelState.Failed(it.by(), it.code(), it.text(), sendersTakingPart());
        };
    }

    /** All ends, in the order in which their nodes came. */
    List<Member> members() {
        List<Member> all = new ArrayList<>();
        members.values().forEach(node -> node.values().forEach(each -> all.add(each.member)));
        return all;
    }

    private int ends() {
        int ends = 0;
        for (NodeEnds each : members.values()) {
            ends += each.size();
        }
        return ends;
    }

    private boolean isLive() {
        return outcome instanceof ChannelState.Live;
    }

    private boolean has(EndRef end) {
        NodeEnds ends = members.get(end.node());
        return ends != null && ends.containsKey(end);
    }

    /** Whether it is here, and its program has said done. */
    private boolean isDone(EndRef end) {
        return has(end) && entry(end).member.state() instanceof EndState.Done;
    }

    private End entry(EndRef end) {
        NodeEnds ends = members.get(end.node());
        End entry = ends == null ? null : ends.get(end);
        if (entry == null) {
            throw new IllegalStateException("end " + end + " is not in channel " + spec.name());
        }
        return entry;
    }

    private void fail(EndRef by, EndState.Failed why) {
        fail(new ChannelState.Failed(by, why.code(), why.text(), List.of()));
    }

    private void fail(ChannelState.Failed how) {
        if (isLive()) {
            outcome = new ChannelState.Failed(how.by(), how.code(), how.text(), List.of());
            tellAll(new ToClient.Failed(spec.name(), number, how.by(), how.code(), how.text(), sendersTakingPart()));
        }
    }

    private void remove(EndRef end, End entry, Departure how) {
        NodeEnds ends = members.get(end.node());
        if (ends == null) {
            throw new IllegalStateException("end " + end + " has no node");
        }
        // However it goes, a sender without which the channel has completed is lost.
        Departure told = departed.hasLost(end) ? Departure.LOST : how;
        tellOthers(ends, new ToClient.Gone(spec.name(), number, end, told));
        ends.remove(end);
        schemas.removeUse(entry.member.schema(), entry.member.role());
        if (entry.isSender()) {
            ends.senders--;
            senders--;
            sendersBytes -= cost(end);
        }
        if (entry.takesPart()) {
            openSenders -= entry.isOpen() ? 1 : 0;
            departed = departed.left(end, how);
        }
        if (ends.isEmpty()) {
            members.remove(end.node());
        }
    }

    /** What one more sender adds to the lists of an outcome, in bytes. */
    private int cost(EndRef end) {
        NodeEnds ends = members.get(end.node());
        boolean first = ends == null || ends.senders == 0;
        return EndRefs.NUMBER_BYTES + (first ? EndRefs.runBytes(end.node()) : 0);
    }

    private List<EndRef> sendersTakingPart() {
        List<EndRef> taking = new ArrayList<>();
        for (NodeEnds node : members.values()) {
            for (End each : node.values()) {
                if (each.takesPart()) {
                    taking.add(each.member.end());
                }
            }
        }
        return taking;
    }

    private void tellOpened(Lease lease, long request, End opened) {
        List<Member> first = new ArrayList<>();
        List<Member> rest = new ArrayList<>();
        first.add(opened.member);
        boolean allFit = ends() <= ALWAYS_FIT;
        int bytes = allFit ? 0 : DirectoryCodec.memberBytes(opened.member);
        for (NodeEnds node : members.values()) {
            for (End each : node.values()) {
                if (!each.equals(opened)) {
                    bytes += allFit ? 0 : DirectoryCodec.memberBytes(each.member);
                    (bytes <= DirectoryBounds.MAX_MEMBERS_BYTES ? first : rest).add(each.member);
                }
            }
        }
        out.add(new Outgoing(lease.node, new ToClient.Opened(request, number, state(), first)));
        for (Member each : rest) {
            out.add(new Outgoing(lease.node, new ToClient.Appeared(spec.name(), number, each)));
        }
    }

    @SuppressWarnings("ReferenceEquality") // one and the same, whatever ends it has
    private void tellOthers(NodeEnds but, ToClient message) {
        for (NodeEnds each : members.values()) {
            if (each != but) {
                tell(each, message);
            }
        }
    }

    /** A node that has nothing in it but senders that are done has nothing to wait for, or to refuse. */
    private void tellCompleted(ToClient.Completed message) {
        for (NodeEnds each : members.values()) {
            if (!each.isDone()) {
                tell(each, message);
            }
        }
    }

    private void tellAll(ToClient message) {
        members.values().forEach(each -> tell(each, message));
    }

    private void tell(NodeEnds node, ToClient message) {
        if (node.lease.live) {
            out.add(new Outgoing(node.lease.node, message));
        }
    }
}
