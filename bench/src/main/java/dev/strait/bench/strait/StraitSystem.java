package dev.strait.bench.strait;

import dev.strait.Node;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.SystemUnderTest;
import java.util.EnumSet;
import java.util.Set;

/** Strait itself. */
public final class StraitSystem implements SystemUnderTest {
    /** Made by the service loader. */
    public StraitSystem() {}

    @Override
    public String name() {
        return "strait";
    }

    @Override
    public String version() {
        return "this tree";
    }

    @Override
    public String threads() {
        return "virtual threads";
    }

    @Override
    public Set<Scenario> scenarios() {
        return EnumSet.of(Scenario.ONE_WAY, Scenario.PING_PONG);
    }

    @Override
    public void first(Run run) {
        run.fork(Thread.ofVirtual(), () -> {
            Node node = Node.listen("localhost:0");
            switch (run.scenario()) {
                case ONE_WAY -> StraitOneWay.receive(run, node);
                case PING_PONG -> StraitRoundTrips.answer(run, node);
                default -> throw new IllegalArgumentException("not in " + run.scenario());
            }
        });
    }

    @Override
    public void second(Run run) {
        run.fork(Thread.ofVirtual(), () -> {
            Node node = Node.join(run.address());
            switch (run.scenario()) {
                case ONE_WAY -> StraitOneWay.send(node);
                case PING_PONG -> StraitRoundTrips.ask(run, node);
                default -> throw new IllegalArgumentException("not in " + run.scenario());
            }
        });
    }
}
