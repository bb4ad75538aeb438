package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Dice;
import dev.strait.wire.directory.Fingerprint;
import dev.strait.wire.directory.SchemaOf;
import dev.strait.wire.frame.EndRef;
import java.util.List;

/** A simulated program that uses one end: it does a little, thinks, and waits when it has to. */
abstract class Program {
    /** How far a program is. */
    enum Stage {
        /** The open is not answered. */
        OPENING,
        /** It sends or receives. */
        RUNNING,
        /** It keeps its end and does nothing. */
        IDLE,
        /** It has ended its end; something of it is under way. */
        ENDING,
        /** All is over. */
        OVER,
        /** Its node has crashed. */
        CRASHED
    }

    final World world;
    final SimulatedNode node;
    final ChannelPlan channel;
    final Dice dice;
    final String name;
    /** The longest that it thinks between two bouts of work. */
    final long maxThinkNanos;

    private Stage stage = Stage.OPENING;
    private boolean scheduled;
    private long openedAt = Long.MAX_VALUE;
    private long overAt = Long.MAX_VALUE;

    Program(World world, SimulatedNode node, ChannelPlan channel, String name, long maxThinkNanos) {
        this.world = world;
        this.node = node;
        this.channel = channel;
        this.name = name;
        this.dice = new Dice(world.options().seed(), name);
        this.maxThinkNanos = maxThinkNanos;
    }

    abstract EndRef end();

    /** One bout of work. */
    abstract void step();

    final boolean isOn(ChannelPlan plan) {
        return channel.equals(plan);
    }

    final Stage stage() {
        return stage;
    }

    final void stage(Stage next) {
        if (stage != Stage.CRASHED && stage != Stage.OVER) {
            stage = next;
            if (next == Stage.OVER || next == Stage.CRASHED) {
                overAt = world.now();
            }
        }
    }

    /** When the program heard that its end is open; far away if it has not. */
    final long openedAt() {
        return openedAt;
    }

    /** When the end was gone; far away while it is not. */
    final long overAt() {
        return overAt;
    }

    final boolean isOver() {
        return stage == Stage.OVER || stage == Stage.CRASHED;
    }

    final void opened() {
        openedAt = world.now();
        if (stage == Stage.OPENING) {
            stage(Stage.RUNNING);
            world.history().add(name, "open on %s as %s", node.name(), end());
        }
        wake();
    }

    /** The schemas of all programs of a channel fit each other; comparing them takes a moment. */
    final void compare(List<SchemaOf> schemas) {
        List<Fingerprint> fit = schemas.stream().map(SchemaOf::fingerprint).toList();
        world.queue().after(think(), () -> node.input(() -> node.engine().checked(end(), fit, node.now())));
    }

    /** Nothing of the end is under way any more. */
    abstract void drained();

    final void crashed() {
        stage(Stage.CRASHED);
    }

    /** There may be something to do: looks soon. */
    final void wake() {
        if (!scheduled && !isOver()) {
            scheduled = true;
            world.queue()
                    .after(
                            think(),
                            () -> node.input(() -> {
                                scheduled = false;
                                step();
                            }));
        }
    }

    final long think() {
        return dice.skewed(100, maxThinkNanos);
    }

    @Override
    public final String toString() {
        return name;
    }
}
