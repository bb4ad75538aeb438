package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Dice;
import java.util.ArrayList;
import java.util.List;

/** The programs of a simulation: which there are, where, from when, and what they do. */
final class Workload {
    private static final long MILLISECOND = 1_000_000;

    private final World world;
    private final Cluster cluster;
    private final Dice dice;
    /** What is drawn of how programs answer. */
    private final Dice answers;

    private final List<ChannelPlan> channels = new ArrayList<>();
    private final RendezvousPlan rendezvous;
    private final List<Program> programs = new ArrayList<>();
    private final List<Caller> callers = new ArrayList<>();
    private int senders;
    private int receivers;
    private long lastOpenAt;

    Workload(World world, Cluster cluster) {
        this.world = world;
        this.cluster = cluster;
        this.dice = new Dice(world.options().seed(), "workload");
        this.answers = new Dice(world.options().seed(), "answers");
        this.rendezvous = new RendezvousPlan(world.options());
    }

    /** Plans the programs. */
    void plan() {
        SimulationOptions options = world.options();
        for (int i = 0; i < options.work().channels(); i++) {
            ChannelPlan channel = ChannelPlan.draw(i, dice, options, rendezvous.next());
            channels.add(channel);
            world.contract().plans(channel);
            if (channel.isRendezvous()) {
                planRendezvous(channel, i);
                continue;
            }
            for (int sender = dice.between(1, options.work().maxSenders()); sender > 0; sender--) {
                later(() -> openSender(channel, somewhere()));
            }
            for (int receiver = dice.between(1, options.work().maxReceivers()); receiver > 0; receiver--) {
                boolean stays = dice.chance(0.7);
                later(() -> openReceiver(channel, somewhere(), stays));
            }
        }
    }

    private void planRendezvous(ChannelPlan channel, int which) {
        for (RendezvousPlan.PlannedEnd end : rendezvous.ends(which)) {
            boolean stays = dice.chance(0.7);
            later(() -> {
                SimulatedNode planned = cluster.node(end.place());
                SimulatedNode node = planned.isUp() ? planned : somewhere();
                if (end.sends()) {
                    openSender(channel, node);
                } else {
                    openReceiver(channel, node, stays);
                }
            });
        }
    }

    private void later(Runnable open) {
        long at = dice.chance(0.8)
                ? dice.between(0, 600 * MILLISECOND)
                : dice.between(600 * MILLISECOND, 4_000 * MILLISECOND);
        lastOpenAt = Math.max(lastOpenAt, at);
        world.queue().at(at, open);
    }

    /** When the last of the planned programs opens. */
    long lastOpenAt() {
        return lastOpenAt;
    }

    List<ChannelPlan> channels() {
        return channels;
    }

    /** All programs there ever were. */
    List<Program> programs() {
        List<Program> all = new ArrayList<>(programs);
        all.addAll(world.unnamed().programs());
        return all;
    }

    /** All threads that there ever were. */
    List<Caller> callers() {
        return List.copyOf(callers);
    }

    /** Those that take from a channel with a buffer now. */
    List<QueueReceiverProgram> takingReceivers() {
        List<QueueReceiverProgram> taking = new ArrayList<>();
        for (Program each : programs()) {
            if (each instanceof QueueReceiverProgram receiver && receiver.stage() == Program.Stage.RUNNING) {
                taking.add(receiver);
            }
        }
        return taking;
    }

    /** New programs on a node that has come back. */
    void restarted(SimulatedNode node) {
        for (int more = dice.between(0, 3); more > 0; more--) {
            ChannelPlan channel = dice.pick(channels);
            if (dice.chance(0.5)) {
                openSender(channel, node);
            } else {
                openReceiver(channel, node, dice.chance(0.7));
            }
        }
    }

    /** Opens a receiver where senders have nobody who would ever take their values. */
    void sweep() {
        for (ChannelPlan channel : channels) {
            if (channel.isRendezvous()) {
                continue; // its senders do not wait for ever: their calls are interrupted
            }
            boolean wanted = world.contract().sendersOf(channel).stream()
                    .anyMatch(each -> !each.isOver() && each.stage() != Program.Stage.IDLE);
            wanted |= world.unnamed().areUnderWayOn(channel);
            boolean listening = world.contract().receiversOf(channel).stream().anyMatch(ReceiverProgram::isListening);
            if (wanted && !listening) {
                openReceiver(channel, somewhere(), true, true);
            }
        }
    }

    private SimulatedNode somewhere() {
        return dice.pick(cluster.up());
    }

    private void openSender(ChannelPlan channel, SimulatedNode node) {
        int number = senders++;
        int values = dice.between(0, world.options().work().maxValues());
        SenderProgram.Ending ending = switch (dice.between(0, 19)) {
            case 0 -> SenderProgram.Ending.ERROR;
            case 1 -> SenderProgram.Ending.WITHOUT_DONE;
            case 2 -> SenderProgram.Ending.NEVER;
            default -> SenderProgram.Ending.DONE;
        };
        byte[] schema = schema(channel);
        if (channel.isRendezvous()) {
            node.input(() -> {
                RendezvousSenderProgram sender =
                        new RendezvousSenderProgram(world, node, channel, number, ending, schema);
                programs.add(sender);
                startCallers(sender, sender::callersOver);
            });
        } else {
            QueueSenderProgram.Traits traits = QueueSenderProgram.Traits.draw(answers, world.options());
            node.input(() ->
                    programs.add(new QueueSenderProgram(world, node, channel, number, values, ending, traits, schema)));
        }
    }

    private void openReceiver(ChannelPlan channel, SimulatedNode node, boolean stays) {
        openReceiver(channel, node, stays, false);
    }

    private void openReceiver(ChannelPlan channel, SimulatedNode node, boolean stays, boolean answersAll) {
        int number = receivers++;
        int patience = stays
                ? Integer.MAX_VALUE
                : dice.between(0, world.options().work().maxValues());
        long think = dice.chance(0.2) ? 30 * MILLISECOND : dice.skewed(1_000, 2 * MILLISECOND);
        byte[] schema = schema(channel);
        if (channel.isRendezvous()) {
            node.input(() -> {
                RendezvousReceiverProgram receiver =
                        new RendezvousReceiverProgram(world, node, channel, number, stays, think, schema);
                programs.add(receiver);
                startCallers(receiver, receiver::leave);
            });
        } else {
            Handling handling = Handling.draw(answers, world.options().work(), answersAll);
            node.input(() -> programs.add(
                    new QueueReceiverProgram(world, node, channel, number, patience, think, handling, schema)));
        }
    }

    private void startCallers(Program end, Runnable giveUp) {
        for (int threads = rendezvous.threads(); threads > 0; threads--) {
            callers.add(new Caller(world, end, "caller" + callers.size(), rendezvous.habit(), rendezvous.calls()));
        }
        long givenUpAfter = rendezvous.givenUpAfter();
        if (givenUpAfter >= 0) {
            world.queue().after(givenUpAfter, () -> end.node.input(giveUp));
        }
    }

    /** Most ends of a channel have the same schema; all schemas of a channel fit each other. */
    private byte[] schema(ChannelPlan channel) {
        return dice.chance(0.85)
                ? new byte[] {(byte) channel.name().charAt(1)}
                : new byte[] {7, (byte) dice.between(0, 2)};
    }
}
