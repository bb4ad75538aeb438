package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.testkit.virtual.Dice;
import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.dispatch.QueueReceiverEnd;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.engine.EngineStatus;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.mux.InStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The channels without a name of a simulation: which there are, in which values their receivers travel, and who takes them out. There are none unless
 * the simulation's options say so.
 */
final class UnnamedChannels {
    /** Their senders and receivers are numbered from here, and those of channels with a name from 0. */
    private static final int FIRST_NUMBER = 1_000;

    private static final int MOST = 64;
    private static final int MOST_VALUES = 60;
    private static final int MOST_CAPACITY = 64;

    private final SimulationOptions options;
    private final Dice dice;
    private final List<Program> programs = new ArrayList<>();
    private final List<UnnamedChannel> channels = new ArrayList<>();
    private final Map<EndRef, UnnamedChannel> bySender = new HashMap<>();
    private final Map<Message, List<UnnamedChannel>> byValue = new HashMap<>();
    /** Of values that were taken, the programs of the receivers in them. */
    private final Map<Taking, List<QueueReceiverProgram>> arrived = new HashMap<>();
    /** The other way round: the value that a program's receiver came in. */
    private final Map<QueueReceiverProgram, Taking> broughtBy = new HashMap<>();

    private int receivers;

    UnnamedChannels(SimulationOptions options) {
        this.options = options;
        this.dice = new Dice(options.seed(), "channels without a name");
    }

    /** All programs that they ever had. */
    List<Program> programs() {
        return programs;
    }

    /** How many receivers programs have taken out of values. */
    long claimed() {
        return receivers;
    }

    boolean isFull() {
        return channels.size() >= MOST;
    }

    /** A program makes one, to send its receiver. */
    UnnamedChannel make(QueueSenderProgram maker) {
        int number = FIRST_NUMBER + channels.size();
        ChannelPlan plan = new ChannelPlan(
                ChannelSpec.anonymous((int) dice.skewed(1, MOST_CAPACITY)), "u" + number, maker.channel.depth() + 1);
        int most = Math.clamp(options.work().maxValues(), 1, MOST_VALUES);
        int values = dice.chance(0.1) ? 0 : (int) dice.skewed(1, most);
        SenderProgram.Ending ending = switch (dice.between(0, 15)) {
            case 0 -> SenderProgram.Ending.ERROR;
            case 1 -> SenderProgram.Ending.WITHOUT_DONE;
            default -> SenderProgram.Ending.DONE;
        };
        QueueSenderProgram.Traits traits = QueueSenderProgram.Traits.draw(dice, options);
        byte[] schema = {(byte) dice.between(1, 3)};
        QueueSenderProgram sender =
                new QueueSenderProgram(maker.world, maker.node, plan, number, values, ending, traits, schema);
        UnnamedChannel channel = new UnnamedChannel(maker, sender);
        channels.add(channel);
        programs.add(sender);
        bySender.put(sender.end(), channel);
        sender.opened();
        return channel;
    }

    /** The receivers of these travel in a value. */
    void enclosed(List<UnnamedChannel> enclosed, Message value) {
        byValue.put(value, List.copyOf(enclosed));
        enclosed.forEach(each -> each.enclosed(value.sequence()));
    }

    /** A program is about to take a value: mostly it claims the receivers in it, and they are those that were sent. */
    void taken(Message value, Taking taking, InStream stream, long number) {
        List<UnnamedChannel> sent = byValue.getOrDefault(value, List.of());
        if (!sent.isEmpty() && dice.chance(0.08)) {
            sent.forEach(each -> each.taken(taking, null));
            return;
        }
        QueueReceiverProgram by = taking.by();
        List<ReceiverEnd> claimed = by.node.engine().claim(stream, number);
        if (claimed.isEmpty() && taking.isLinkLost()) {
            sent.forEach(each -> each.taken(taking, null));
            return;
        }
        Set<UnnamedChannel> found = new HashSet<>();
        List<QueueReceiverProgram> readers = new ArrayList<>();
        for (ReceiverEnd end : claimed) {
            UnnamedChannel channel = of(end);
            require(sent.contains(channel) && found.add(channel), by + " took " + channel + " out of " + value);
            if (!by.world.tampering().readsWhatItTakesOut()) {
                continue;
            }
            QueueReceiverProgram reader = reader(by, channel, end);
            readers.add(reader);
            broughtBy.put(reader, taking);
            channel.taken(taking, reader);
        }
        require(
                found.size() == sent.size(),
                by + " took " + found.size() + " receivers out of " + value + ", in which there are " + sent);
        if (!readers.isEmpty()) {
            arrived.put(taking, readers);
        }
    }

    private UnnamedChannel of(ReceiverEnd end) {
        QueueReceiverEnd.Origin origin = end instanceof QueueReceiverEnd queue ? queue.origin() : null;
        UnnamedChannel channel = origin == null ? null : bySender.get(origin.sender());
        if (channel == null) {
            throw new ContractViolation("receiver end " + end.ref() + " came from " + origin + ", whom nobody knows");
        }
        return channel;
    }

    private QueueReceiverProgram reader(QueueReceiverProgram by, UnnamedChannel channel, ReceiverEnd end) {
        int patience = dice.chance(0.6) ? Integer.MAX_VALUE : dice.between(0, MOST_VALUES / 2);
        long think = dice.skewed(1_000, 2_000_000);
        QueueReceiverProgram reader = new QueueReceiverProgram(
                by.world,
                by.node,
                channel.sender().channel,
                FIRST_NUMBER + receivers++,
                end,
                patience,
                think,
                Handling.draw(dice, options.work(), false));
        programs.add(reader);
        reader.opened();
        return reader;
    }

    // --- what becomes of the value becomes of them ---

    /** A value is about to be given back or rejected, or left: first everything is said that was taken by those in it. */
    void report(Taking taking) {
        for (QueueReceiverProgram each : arrived.getOrDefault(taking, List.of())) {
            each.reportAll();
        }
    }

    /** A value was given back or rejected, or left: the receivers in it are closed. */
    void requireLeft(Taking taking) {
        for (QueueReceiverProgram each : arrived.getOrDefault(taking, List.of())) {
            require(each.receiver().isLeft(), each + " is not closed though the value was given back that it came in");
        }
    }

    /** The engine has closed a receiver: it may only because of the value that it came in. */
    void forsaken(QueueReceiverProgram reader) {
        Taking taking = broughtBy.get(reader);
        if (taking == null) {
            throw new ContractViolation(reader + " was closed by its node, and came in no value");
        }
        require(
                taking.isGivenBack()
                        || taking.outcome() == Taking.Outcome.REJECTED
                        || taking.by().receiver().isLeft(),
                reader + " was closed by its node, and the value was not given back that it came in: " + taking);
    }

    /** What is known of the channel of a program; the program's channel has no name. */
    UnnamedChannel of(Program program) {
        for (UnnamedChannel each : channels) {
            if (each.sender().isOn(program.channel)) {
                return each;
            }
        }
        throw new IllegalStateException(program + " is on " + program.channel);
    }

    /** Whether a sender of this channel who does nothing more has sent receivers of which it is not known who has them. */
    boolean areUnderWayOn(ChannelPlan channel) {
        return channels.stream()
                .anyMatch(each -> each.maker().isOn(channel)
                        && each.maker().stage() == Program.Stage.IDLE
                        && !each.sender().isOver());
    }

    /** All programs have closed their ends: none is left on a node, nor any stream, but on a link to a node that is no more. */
    void requireNothingLeft(List<SimulatedNode> nodes) {
        for (SimulatedNode node : nodes) {
            EngineStatus status = node.engine().status();
            int streams = status.suspended() > 0 ? 0 : status.outgoingStreams() + status.incomingStreams();
            require(
                    status.senders() + status.receivers() + streams == 0,
                    node.name() + " has ends or streams left though every program has closed its own: " + status);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ContractViolation(otherwise);
        }
    }
}
