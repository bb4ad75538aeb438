package dev.strait.testkit.sim;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What happens to a node on which a value is taken that kills whoever takes it. Nothing, unless nodes crash in the simulation. */
final class Hazards {
    private @Nullable Consumer<SimulatedNode> kill;

    /** From now on this happens. */
    void arm(Consumer<SimulatedNode> how) {
        kill = how;
    }

    /** A value was taken there that kills. */
    void strike(SimulatedNode node) {
        if (kill != null) {
            kill.accept(node);
        }
    }
}
