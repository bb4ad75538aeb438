package dev.strait.bench.peers.nats;

import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.SystemUnderTest;
import java.util.EnumSet;
import java.util.Set;

/**
 * NATS: core publish and subscribe through a server, which the first process starts, and whose CPU time is counted with it. Nothing holds a
 * publisher back, so one way a window of credits does.
 */
public final class NatsSystem implements SystemUnderTest {
    /** Made by the service loader. */
    public NatsSystem() {}

    @Override
    public String name() {
        return "nats";
    }

    @Override
    public String version() {
        return "2.26.2";
    }

    @Override
    public String threads() {
        return "platform threads, dispatchers";
    }

    @Override
    public Set<Scenario> scenarios() {
        return EnumSet.of(
                Scenario.ONE_WAY,
                Scenario.BYTES_16,
                Scenario.BYTES_128,
                Scenario.BYTES_1K,
                Scenario.BYTES_64K,
                Scenario.BYTES_1M,
                Scenario.PING_PONG,
                Scenario.PIPELINED,
                Scenario.WORK);
    }

    @Override
    public void first(Run run) throws Exception {
        switch (run.scenario()) {
            case PING_PONG, PIPELINED -> Requests.answer(run);
            case WORK -> Work.give(run);
            default -> OneWay.receive(run);
        }
    }

    @Override
    public void second(Run run) throws Exception {
        switch (run.scenario()) {
            case PING_PONG, PIPELINED -> Requests.ask(run);
            case WORK -> Work.work(run);
            default -> OneWay.send(run);
        }
    }
}
