package dev.strait.bench.raw;

import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.SystemUnderTest;
import java.util.EnumSet;
import java.util.Set;

/** The limit of the machine as a plain Java program reaches it. */
public final class RawSystem implements SystemUnderTest {
    /** Made by the service loader. */
    public RawSystem() {}

    @Override
    public String name() {
        return "raw";
    }

    @Override
    public String version() {
        return "JDK " + Runtime.version().feature();
    }

    @Override
    public String threads() {
        return "platform threads";
    }

    @Override
    public Set<Scenario> scenarios() {
        return EnumSet.of(Scenario.ONE_WAY, Scenario.PING_PONG);
    }

    @Override
    public void first(Run run) throws Exception {
        switch (run.scenario()) {
            case ONE_WAY -> RawOneWay.receive(run);
            case PING_PONG -> RawRoundTrips.answer(run);
            default -> throw new IllegalArgumentException("not in " + run.scenario());
        }
    }

    @Override
    public void second(Run run) throws Exception {
        switch (run.scenario()) {
            case ONE_WAY -> RawOneWay.send(run);
            case PING_PONG -> RawRoundTrips.ask(run);
            default -> throw new IllegalArgumentException("not in " + run.scenario());
        }
    }
}
