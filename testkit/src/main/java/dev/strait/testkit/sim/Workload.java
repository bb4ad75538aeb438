package dev.strait.testkit.sim;

import java.util.ArrayList;
import java.util.List;

/** The programs of a simulation: which there are, where, from when, and what they do. */
final class Workload {
    private static final long MILLISECOND = 1_000_000;

    private final World world;
    private final Cluster cluster;
    private final Dice dice;
    private final List<ChannelPlan> channels = new ArrayList<>();
    private final List<Program> programs = new ArrayList<>();
    private int senders;
    private int receivers;
    private long lastOpenAt;

    Workload(World world, Cluster cluster) {
        this.world = world;
        this.cluster = cluster;
        this.dice = new Dice(world.options().seed(), "workload");
    }

    /** Plans the programs. */
    void plan() {
        SimulationOptions options = world.options();
        for (int i = 0; i < options.channels(); i++) {
            ChannelPlan channel = ChannelPlan.draw(i, dice, options);
            channels.add(channel);
            world.contract().plans(channel);
            for (int sender = dice.between(1, options.maxSenders()); sender > 0; sender--) {
                later(() -> openSender(channel, somewhere()));
            }
            for (int receiver = dice.between(1, options.maxReceivers()); receiver > 0; receiver--) {
                boolean stays = dice.chance(0.7);
                later(() -> openReceiver(channel, somewhere(), stays));
            }
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
        return List.copyOf(programs);
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
            boolean wanted = world.contract().sendersOf(channel).stream()
                    .anyMatch(each -> !each.isOver() && each.stage() != Program.Stage.IDLE);
            boolean listening = world.contract().receiversOf(channel).stream().anyMatch(ReceiverProgram::isListening);
            if (wanted && !listening) {
                openReceiver(channel, somewhere(), true);
            }
        }
    }

    private SimulatedNode somewhere() {
        return dice.pick(cluster.up());
    }

    private void openSender(ChannelPlan channel, SimulatedNode node) {
        int number = senders++;
        int values = dice.between(0, world.options().maxValues());
        SenderProgram.Ending ending = switch (dice.between(0, 19)) {
            case 0 -> SenderProgram.Ending.ERROR;
            case 1 -> SenderProgram.Ending.WITHOUT_DONE;
            case 2 -> SenderProgram.Ending.NEVER;
            default -> SenderProgram.Ending.DONE;
        };
        byte[] schema = schema(channel);
        node.input(() -> programs.add(new SenderProgram(world, node, channel, number, values, ending, schema)));
    }

    private void openReceiver(ChannelPlan channel, SimulatedNode node, boolean stays) {
        int number = receivers++;
        int patience =
                stays ? Integer.MAX_VALUE : dice.between(0, world.options().maxValues());
        long think = dice.chance(0.2) ? 30 * MILLISECOND : dice.skewed(1_000, 2 * MILLISECOND);
        byte[] schema = schema(channel);
        node.input(() -> programs.add(new ReceiverProgram(world, node, channel, number, patience, think, schema)));
    }

    /** Most ends of a channel have the same schema; all schemas of a channel fit each other. */
    private byte[] schema(ChannelPlan channel) {
        return dice.chance(0.85)
                ? new byte[] {(byte) channel.name().charAt(1)}
                : new byte[] {7, (byte) dice.between(0, 2)};
    }
}
