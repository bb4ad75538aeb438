package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.testkit.virtual.Dice;
import dev.strait.wire.dispatch.QueueSenderEnd;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The channels without a name that one sender's program makes, to send their receivers in its values; some it closes, and does not send them. */
final class Enclosures {
    /** How deep values of channels without a name hold receivers of others. */
    private static final int MOST_DEPTH = 3;

    private final QueueSenderProgram program;
    private final UnnamedChannels all;
    private final Dice dice;
    /** The share of values ahead of which it makes one. */
    private final double share;

    /** Those whose receivers are here. */
    private final Deque<UnnamedChannel> here = new ArrayDeque<>();

    Enclosures(QueueSenderProgram program) {
        this.program = program;
        this.all = program.world.unnamed();
        this.dice = new Dice(program.world.options().seed(), "receivers in values of " + program.name);
        boolean makesSome = program.world.options().endsTravel()
                && program.channel.depth() < MOST_DEPTH
                && dice.chance(program.channel.isUnnamed() ? 0.3 : 0.7);
        this.share = makesSome ? dice.skewed(10, 400) / 1_000.0 : 0;
    }

    /** Ahead of a value: makes a channel now and then. */
    void make() {
        if (share > 0 && !all.isFull() && dice.chance(share)) {
            for (int more = dice.chance(0.8) ? 1 : dice.between(2, 3); more > 0; more--) {
                here.add(all.make(program));
            }
        }
    }

    /** A value is about to be made part of what is sent: it may hold receivers. */
    void enclose(int sequence) {
        if (here.isEmpty() || dice.chance(0.3)) {
            return;
        }
        List<UnnamedChannel> enclosed = new ArrayList<>();
        for (int count = dice.between(1, here.size()); count > 0; count--) {
            UnnamedChannel next = here.remove();
            if (!next.sender().isOver()) { // one that had nothing to send is gone
                enclosed.add(next);
            }
        }
        if (enclosed.isEmpty()) {
            return;
        }
        if (dice.chance(0.05)) {
            enclosed.forEach(this::abandon);
            return;
        }
        List<QueueSenderEnd> ends =
                enclosed.stream().map(each -> each.sender().queue()).toList();
        if (!program.node.engine().enclose(program.sender(), sequence, ends)) {
            throw new ContractViolation(program + " may not send receivers that are here: " + enclosed);
        }
        if (dice.chance(0.05)) {
            program.node.engine().revoke(program.sender(), sequence, program.node.now());
            here.addAll(enclosed);
            return;
        }
        program.world.history().add(program.name, "encloses in %d: %s", sequence, enclosed);
        all.enclosed(enclosed, new Message(program.number(), sequence));
    }

    /** The program sends nothing more. */
    void giveUp() {
        here.forEach(this::abandon);
        here.clear();
    }

    private void abandon(UnnamedChannel channel) {
        program.world.history().add(program.name, "closes the receiver of %s", channel.sender());
        channel.abandon();
        program.node.engine().abandonReceiver(channel.sender().queue(), program.node.now());
    }
}
