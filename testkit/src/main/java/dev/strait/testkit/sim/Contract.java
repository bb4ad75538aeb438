package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.wire.dispatch.Answer;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.DeadLetter;
import dev.strait.wire.dispatch.Lane;
import dev.strait.wire.dispatch.SenderCounts;
import dev.strait.wire.engine.EngineEvent;
import dev.strait.wire.engine.EngineStatus;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.OutStream;
import dev.strait.wire.mux.Parcel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Strait promises, checked as it happens: each value taken in order and as it was sent, again only if it came back, and settled once; no
 * clean end while something is missing; no error without a cause; credit and memory within their limits; and counters that add up. See
 * docs/testing.md.
 */
final class Contract {
    private final SimulationOptions options;
    private final List<SenderProgram> senders = new ArrayList<>();
    private final Map<Integer, SenderProgram> byNumber = new HashMap<>();
    private final Map<Integer, SentValues> values = new HashMap<>();
    private final Map<EndRef, ReceiverProgram> receivers = new HashMap<>();
    private final Map<String, Integer> sendersOpened = new HashMap<>();
    private final Generations generations = new Generations(this::expects);
    private final Exchanges exchanges = new Exchanges();
    private final Limits limits;
    private final LinkWatch links;
    private final List<ChannelPlan> channels = new ArrayList<>();
    private boolean closingTime;
    private boolean directoryLost;
    private long sent;
    private long taken;
    private long answers;
    private long deadLetters;

    Contract(SimulationOptions options, Disturbances disturbances) {
        this.options = options;
        this.links = new LinkWatch(options, disturbances);
        this.limits = new Limits(options);
    }

    long sent() {
        return sent;
    }

    long taken() {
        return taken;
    }

    /** Values that were taken again. */
    long redelivered() {
        long again = 0;
        for (SentValues each : values.values()) {
            again += each.takings().all() - each.takings().distinct();
        }
        return again;
    }

    /** Answers that programs gave to what they held, by leaving too. */
    long answers() {
        return answers;
    }

    long deadLetters() {
        return deadLetters;
    }

    /** Values that were dropped on channels that deliver at most once, as their senders count them. */
    long dropped() {
        return values.values().stream()
                .mapToLong(each -> each.settlements().counts().dropped())
                .sum();
    }

    /** What is promised of values of rendezvous channels. */
    Exchanges exchanges() {
        return exchanges;
    }

    /** From now on no thread makes another call. */
    void closingTime() {
        closingTime = true;
    }

    boolean isClosingTime() {
        return closingTime;
    }

    /** What is promised of links. */
    LinkWatch links() {
        return links;
    }

    /** Whether any link or node was lost so far: without that nothing else may be, whatever goes wrong. */
    boolean isHarmed() {
        return links.isHarmed();
    }

    /** A node has crashed. */
    void crashed(SimulatedNode node) {
        links.crashed();
        directoryLost |= node.config().hostsDirectory();
    }

    void plans(ChannelPlan channel) {
        channels.add(channel);
    }

    void opens(SenderProgram sender) {
        senders.add(sender);
        byNumber.put(sender.number(), sender);
        sendersOpened.merge(sender.channel.name(), 1, Integer::sum);
    }

    /** The same sender as one that sends in batches. */
    void opensQueue(QueueSenderProgram sender) {
        values.put(sender.number(), new SentValues(sender));
    }

    void opens(ReceiverProgram receiver) {
        receivers.put(receiver.end(), receiver);
    }

    // --- values ---

    void sealed(SenderProgram sender, Lane lane, int first, int count) {
        sent += count;
        // A receiver that travels is known by another name on the other side.
        boolean open = lane.state() == OutStream.State.OPEN && !sender.channel.isUnnamed();
        ReceiverProgram to = open ? receivers.get(lane.receiver()) : null;
        sender.world
                .history()
                .add(sender.name, "sends %d values from %d to %s", count, first, to == null ? "whoever is there" : to);
        values(sender.number()).sealed(first, count, to);
    }

    /** Checks that a value may be taken, and notes that it was. */
    Taking taken(QueueReceiverProgram receiver, Message message, Parcel from) {
        taken++;
        QueueSenderProgram sender = sender(message);
        require(sender.isOn(receiver.channel), receiver + " took a value of another channel, from " + sender);
        boolean wasLost = from.stream().state() == InStream.State.FINISHED;
        Taking taking = new Taking(
                receiver,
                from.stream(),
                message,
                from.redeliveries(),
                new Bond(links, sender.node, receiver.node, wasLost));
        values(message.sender()).taken(taking);
        generations.heard(receiver, sender);
        return taking;
    }

    /** A value is acknowledged by being taken, now that its receiver's node has heard of it. */
    void acknowledged(Taking taking) {
        values(taking.sender()).takings().answered(taking, Taking.Outcome.ACKNOWLEDGED, true, ++answers, "");
    }

    /** A program has answered a value that it held. */
    void answered(Taking taking, Taking.Outcome how, boolean inTime, String why) {
        values(taking.sender()).takings().answered(taking, how, inTime, ++answers, why);
    }

    /** A sender's program is told what became of values. */
    void answered(QueueSenderProgram sender, Answer answer) {
        SentValues sent = values(sender.number());
        sent.settlements().answered(answer, sent.sealed());
    }

    /** A sender's program hears that everything before a place is answered. */
    void answeredAll(QueueSenderProgram sender, long place) {
        values(sender.number()).settlements().answeredAll(place);
    }

    void deadLettered(QueueSenderProgram sender, DeadLetter letter) {
        deadLetters++;
        values(sender.number()).settlements().deadLettered(letter);
    }

    /** Somebody has a dead letter, and says so. */
    void buried(QueueSenderProgram sender, long place) {
        values(sender.number()).settlements().buried(place);
    }

    void takenInRendezvous(RendezvousReceiverProgram receiver, Message message, SimulatedCall by) {
        sent++;
        taken++;
        SenderProgram sender = byNumber.get(message.sender());
        if (sender == null || !sender.isOn(receiver.channel)) {
            throw new ContractViolation(receiver + " took a value of another channel, from " + sender);
        }
        exchanges.taken(receiver, message, by);
        generations.heard(receiver, sender);
    }

    /** Who has sent a value in a batch. */
    QueueSenderProgram sender(Message message) {
        return values(message.sender()).sender();
    }

    private SentValues values(int sender) {
        SentValues sent = values.get(sender);
        if (sent == null) {
            throw new ContractViolation("a value of sender " + sender + ", whom nobody knows");
        }
        return sent;
    }

    // --- ends ---

    /** A receiver has been told how its channel ended. */
    void ended(ReceiverProgram receiver, Closure closure) {
        if (receiver.channel.isUnnamed()) {
            UnnamedChannel unnamed = receiver.world.unnamed().of(receiver);
            unnamed.ended(receiver, closure, values(unnamed.sender().number()), isHarmed());
            return;
        }
        switch (closure) {
            case Closure.Done _ -> endedCleanly(receiver);
            case Closure.Failed failed -> {
                requireCause(receiver, failed);
                if (!isHarmed()) {
                    requireValuesOfFailed(receiver, failed);
                }
            }
            case Closure.SendersLost lost -> {
                if (!isHarmed()
                        || lost.nodes().isEmpty()
                        || receiver.channel.spec().toleratesLostSenders()) {
                    throw new ContractViolation(receiver + " was told of lost senders: " + lost);
                }
            }
            case Closure.Left _, Closure.ReceiverGone _, Closure.Unreachable _ ->
                throw new ContractViolation(receiver + " ended with " + closure);
        }
    }

    private void endedCleanly(ReceiverProgram receiver) {
        ChannelPlan channel = receiver.channel;
        if (channel.spec().neverCompletes()) {
            throw new ContractViolation(receiver + " ended cleanly on a channel that never completes");
        }
        int opened = sendersOpened.getOrDefault(channel.name(), 0);
        if (opened < channel.neededSenders()) {
            throw new ContractViolation(receiver + " ended cleanly after " + opened + " senders of "
                    + channel.neededSenders() + " expected");
        }
        boolean tolerates = isHarmed() && channel.spec().toleratesLostSenders();
        for (SenderProgram sender : senders) {
            if (!sender.isOn(channel) || tolerates) {
                continue;
            }
            SentValues sent = values.get(sender.number());
            // What a lost directory knew, nobody may have told this receiver.
            boolean known = !directoryLost
                    || sender.stage() != Program.Stage.CRASHED
                    || (sent != null && sent.hasTaken(receiver));
            boolean promised = known && generations.together(receiver, sender) && receiver.openedAt() < sender.overAt();
            // Where a directory or a link to it was lost, a channel may have completed before a sender came back to it,
            // and that was told so.
            boolean late = isHarmed() && !sender.hasEnded() && sender.sender().closure() instanceof Closure.Done;
            if (promised && !late) {
                requireSaidDone(receiver, sender);
                if (sent != null) {
                    requireComplete(receiver, sent);
                }
            }
        }
    }

    private void requireComplete(ReceiverProgram receiver, SentValues sent) {
        QueueSenderProgram sender = sent.sender();
        boolean crashed = sender.stage() == Program.Stage.CRASHED;
        int missing = 0;
        for (int sequence = 0; sequence < sent.sealed(); sequence++) {
            // Who had taken it when its sender was lost, or its link, was told that it is too late to answer.
            boolean there = crashed
                    ? !sent.takings().of(sequence).isEmpty()
                    : sent.settlements().isProcessed(sequence)
                            || sent.takings().of(sequence).stream()
                                    .anyMatch(each -> each.outcome() == Taking.Outcome.REJECTED
                                            || (each.by() == receiver && !each.isGivenBack()));
            missing += there ? 0 : 1;
        }
        SenderCounts counts = sent.settlements().counts();
        long told = counts.dropped() + (isHarmed() && !crashed ? counts.undelivered() + counts.unknown() : 0);
        require(
                missing <= told,
                receiver + " ended cleanly though " + missing + " values of " + sender + " are not processed, and "
                        + told + " known to be lost");
    }

    private void requireSaidDone(ReceiverProgram receiver, SenderProgram sender) {
        // One whose program never heard that it is open may have come behind the outcome, and has sent nothing.
        boolean opened = sender.openedAt() < receiver.world.now();
        boolean crashed = opened && sender.stage() == Program.Stage.CRASHED && !sender.hasEnded();
        boolean open = opened && !isHarmed() && !sender.hasEnded() && sender.stoppedBy() == null;
        if (crashed || (open && sender.sender().closure() == null)) {
            throw new ContractViolation(
                    receiver + " ended cleanly though " + sender + " had not said done; it is " + sender.stage());
        }
    }

    /** Whether a receiver may still be told of this sender: neither knows an outcome of the channel, of an earlier life, that leaves the other out. */
    private boolean expects(EndRef receiver, EndRef sender) {
        ReceiverProgram program = receivers.get(receiver);
        boolean stopped = senders.stream()
                .anyMatch(each -> each.end().equals(sender)
                        && !each.hasEnded()
                        && each.sender().closure() != null);
        return !stopped && (program == null || program.receiver().expects(sender));
    }

    Generations generations() {
        return generations;
    }

    private void requireValuesOfFailed(ReceiverProgram receiver, Closure.Failed failed) {
        List<SentValues> failing = values.values().stream()
                .filter(each ->
                        each.sender().isOn(receiver.channel) && each.sender().hasEnded())
                .filter(each -> each.sender().ending() != SenderProgram.Ending.DONE)
                .toList();
        if (failing.size() == 1 && !failing.getFirst().isThrough(receiver)) {
            throw new ContractViolation(receiver + " was told of " + failed + " ahead of values of "
                    + failing.getFirst().sender());
        }
    }

    /** A sender was told that its channel is over though it had not ended it. */
    void stopped(SenderProgram sender, Closure closure) {
        switch (closure) {
            case Closure.Done _ -> {
                if (!isHarmed() && sender.sender().sentMessages() + exchanges.takenOf(sender) > 0) {
                    throw new ContractViolation(sender + " was answered closed after it had sent");
                }
            }
            case Closure.Failed failed -> requireCause(sender, failed);
            case Closure.ReceiverGone gone -> requireGone(sender, gone);
            case Closure.SendersLost _, Closure.Left _, Closure.Unreachable _ ->
                throw new ContractViolation(sender + " was stopped by " + closure);
        }
    }

    private void requireGone(SenderProgram sender, Closure.ReceiverGone gone) {
        require(sender.channel.isUnnamed(), sender + " is told of " + gone + ", and its channel has a name");
        UnnamedChannel unnamed = sender.world.unnamed().of(sender);
        unnamed.requireGone(gone, values(unnamed.maker().number()).settlements());
    }

    private void requireCause(Program program, Closure.Failed failed) {
        boolean explained = switch (failed.code()) {
            case APPLICATION_ERROR -> hasEnded(program.channel, SenderProgram.Ending.ERROR);
            case CLOSED_WITHOUT_DONE ->
                hasEnded(program.channel, SenderProgram.Ending.WITHOUT_DONE)
                        || hasEnded(program.channel, SenderProgram.Ending.NEVER);
            default -> false;
        };
        if (!explained) {
            throw new ContractViolation(program + " was told of an error that nobody made: " + failed);
        }
    }

    private boolean hasEnded(ChannelPlan channel, SenderProgram.Ending how) {
        return senders.stream().anyMatch(each -> each.isOn(channel) && each.ending() == how && each.hasEnded());
    }

    /** A sender can reach none of its receivers. */
    void unreachable(SenderProgram sender) {
        if (!options.hasFaults()) {
            throw new ContractViolation(sender + " cannot reach its receivers though no connection was lost");
        }
    }

    /** Nothing of a sender is under way any more: its counters must add up. */
    void drained(SenderProgram sender) {
        if (sender instanceof RendezvousSenderProgram rendezvous) {
            exchanges.drained(rendezvous);
        } else {
            SentValues sent = values(sender.number());
            boolean isGone = false;
            if (sender.sender().closure() instanceof Closure.ReceiverGone gone) {
                requireGone(sender, gone);
                isGone = true;
            }
            sent.settlements().finish(sent.sealed(), isHarmed(), isGone || hasFailed(sender.channel));
            SenderCounts counts = sent.settlements().counts();
            require(
                    !sender.channel.isUnnamed()
                            || isGone
                            || sender.ending() != SenderProgram.Ending.DONE
                            || counts.undelivered() + counts.unknown() == 0,
                    sender + " was not told that its receiver is gone: " + counts);
        }
    }

    private boolean hasFailed(ChannelPlan channel) {
        return senders.stream()
                .anyMatch(each -> each.isOn(channel) && each.hasEnded() && each.ending() != SenderProgram.Ending.DONE);
    }

    /** All ends of a simulation fit each other. */
    void refused(Program program, EngineEvent.Refused refused) {
        require(false, program + " was refused: " + refused);
    }

    /** Only a sender drains. */
    void requireSender(Program program) {
        require(program instanceof SenderProgram, program + " is no sender, and drained");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ContractViolation(otherwise);
        }
    }

    // --- nodes ---

    /**
     * A link of a node has changed.
     *
     * @param reading the connection that the node has read from last
     * @param text as the engine says it
     */
    void linkChanged(SimulatedNode node, @Nullable Line reading, long now, String text) {
        String lost = links.changed(node, reading, now, text);
        if (lost != null && node.config().hostsDirectory()) {
            generations.lost(lost);
        }
    }

    /** A warning without an error says what a channel that delivers at most once has dropped: whether it might is judged with what was sent. */
    void warned(SimulatedNode node, EngineEvent.Warning warning) {
        boolean isDefect = switch (warning.code()) {
            case NORMAL -> false;
            case PROTOCOL_VIOLATION, CREDIT_EXCEEDED, MESSAGE_TOO_LARGE, REPLACED, INTERNAL -> true;
            default -> !options.hasFaults();
        };
        if (isDefect) {
            throw new ContractViolation(node.name() + " warns: " + warning.code() + ": " + warning.text());
        }
    }

    /** What holds after every step of a node. */
    void inspect(SimulatedNode node) {
        generations.look(node, channels);
        limits.check(node);
        for (Program each : node.residents().programs()) {
            if (each instanceof QueueSenderProgram sender && !sender.isOver()) {
                SentValues sent = values(sender.number());
                sent.settlements().check(sent.sealed());
            }
        }
    }

    /** What is promised of what links keep. */
    KeptWatch kept() {
        return limits.kept();
    }

    /** The simulation is over: nothing may be left of anything. */
    void finish(List<SimulatedNode> nodes) {
        for (SenderProgram sender : senders) {
            if (sender.stage() != Program.Stage.CRASHED) {
                drained(sender);
            }
        }
        exchanges.finish();
        for (SimulatedNode node : nodes) {
            requireSums(node);
            EngineStatus status = node.engine().status();
            if (status.connections()
                                    + status.links()
                                    + status.outgoingStreams()
                                    + status.incomingStreams()
                                    + status.senders()
                                    + status.receivers()
                            > 0
                    || status.reservedBytes() != 0
                    || status.keptBytes() != 0) {
                throw new ContractViolation(node.name() + " has something left over: " + status);
            }
        }
    }

    /** What a node has counted by channel is what became of what was sent on it. */
    private void requireSums(SimulatedNode node) {
        Map<String, SenderCounts> sums = new HashMap<>();
        for (SenderProgram sender : senders) {
            if (sender.node == node) {
                sums.merge(sender.channel.spec().name(), sender.sender().counts(), SenderCounts::plus);
            }
        }
        Map<String, SenderCounts> counted = node.engine().senderCounts();
        require(sums.equals(counted), node.name() + " has counted " + counted + ", its senders " + sums);
    }

    @Nullable
    ReceiverProgram receiver(EndRef end) {
        return receivers.get(end);
    }

    List<SenderProgram> sendersOf(ChannelPlan channel) {
        return senders.stream().filter(each -> each.isOn(channel)).toList();
    }

    List<ReceiverProgram> receiversOf(ChannelPlan channel) {
        return receivers.values().stream()
                .filter(each -> each.isOn(channel))
                .sorted((a, b) -> Integer.compare(a.number(), b.number()))
                .toList();
    }
}
