package dev.strait.testkit.sim;

import dev.strait.testkit.sim.Program.Stage;
import dev.strait.testkit.virtual.ContractViolation;
import java.util.ArrayList;
import java.util.List;

/** Who must still come to an end, once nothing goes wrong any more, and who may rightly wait for ever. */
final class Verdict {
    private final World world;
    private final Workload workload;

    Verdict(World world, Workload workload) {
        this.world = world;
        this.workload = workload;
    }

    boolean isSomethingToCome() {
        return workload.programs().stream().anyMatch(this::mustGoOn)
                || workload.callers().stream().anyMatch(each -> !each.isOver());
    }

    void requireNothingStuck() {
        List<String> stuck = new ArrayList<>();
        workload.programs().stream()
                .filter(this::mustGoOn)
                .forEach(each -> stuck.add(each.name + " on " + each.node.name() + " is " + each.stage()));
        workload.callers().stream()
                .filter(each -> !each.isOver())
                .forEach(each -> stuck.add(each + " on " + each.node().name() + " is in " + each.call()));
        if (!stuck.isEmpty()) {
            throw new ContractViolation("hangs though nothing goes wrong any more: " + stuck);
        }
    }

    private boolean mustGoOn(Program program) {
        return switch (program.stage()) {
            case OVER, CRASHED, IDLE -> false;
            case OPENING, ENDING -> true;
            case RUNNING -> !(program instanceof ReceiverProgram receiver) || mustEnd(receiver);
        };
    }

    /** Whether the channel must end for this receiver: enough senders were there with it, and all have ended. */
    private boolean mustEnd(ReceiverProgram receiver) {
        ChannelPlan channel = receiver.channel;
        if (channel.isUnnamed()) {
            return true; // its sender ends, or is lost
        }
        int together = 0;
        boolean failed = false;
        for (SenderProgram sender : world.contract().sendersOf(channel)) {
            boolean over = sender.isOver() || sender.stage() == Stage.ENDING;
            if (!over) {
                return false;
            }
            if (world.contract().generations().stillTogether(receiver, sender)) {
                together++;
                failed |= sender.hasEnded()
                        && sender.ending() != SenderProgram.Ending.DONE
                        && sender.stage() != Stage.CRASHED;
            }
        }
        // A failure that came while a receiver was cut off is not known to it when it comes back.
        return (failed && !world.contract().isHarmed())
                || (together >= channel.neededSenders() && !channel.spec().neverCompletes());
    }
}
