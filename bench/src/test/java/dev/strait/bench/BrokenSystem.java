package dev.strait.bench;

import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.SystemUnderTest;
import java.util.EnumSet;
import java.util.Set;

/** Moves nothing: claims to, and breaks the promises that the harness checks. */
public final class BrokenSystem implements SystemUnderTest {
    @Override
    public String name() {
        return "broken";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String threads() {
        return "its own";
    }

    @Override
    public Set<Scenario> scenarios() {
        return EnumSet.of(Scenario.ONE_WAY, Scenario.FAN_OUT);
    }

    @Override
    public void first(Run run) {
        Meter meter = run.meter();
        run.ready("nowhere");
        if (run.scenario() == Scenario.ONE_WAY) {
            for (long id : new long[] {0, 1, 2, 4}) {
                meter.inOrder(id);
            }
        }
        long id = 0;
        while (run.goesOn()) {
            meter.increasing(id++);
        }
        run.sent(id - 1);
    }

    @Override
    public void second(Run run) {
        // Everything is claimed by the first.
    }
}
