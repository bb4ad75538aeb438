package dev.strait.bench.strait;

import dev.strait.NodeOptions;
import dev.strait.bench.spi.Scenario;
import java.util.EnumSet;
import java.util.Set;

/** Strait with TCP between the two processes, as it is between machines, and not through shared memory. */
public final class StraitOverTcp extends StraitSystem {
    /** Made by the service loader. */
    public StraitOverTcp() {}

    @Override
    public String name() {
        return "strait-tcp";
    }

    @Override
    public Set<Scenario> scenarios() {
        Set<Scenario> all = EnumSet.allOf(Scenario.class);
        all.removeIf(scenario -> scenario.sides().size() == 1);
        return all;
    }

    @Override
    NodeOptions options() {
        return super.options().withoutUnixSockets();
    }
}
