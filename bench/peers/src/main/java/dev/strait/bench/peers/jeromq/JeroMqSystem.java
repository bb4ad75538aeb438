package dev.strait.bench.peers.jeromq;

import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.SystemUnderTest;
import java.util.EnumSet;
import java.util.Set;

/**
 * JeroMQ: PUSH and PULL one way, DEALER and ROUTER for questions. Queues of 1000 messages as by default, one I/O thread, a platform thread
 * for each socket, since a socket belongs to one thread.
 */
public final class JeroMqSystem implements SystemUnderTest {
    /** Made by the service loader. */
    public JeroMqSystem() {}

    @Override
    public String name() {
        return "jeromq";
    }

    @Override
    public String version() {
        return "0.6.0";
    }

    @Override
    public String threads() {
        return "platform threads";
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
                Scenario.WORK,
                Scenario.FAN_IN,
                Scenario.FAN_OUT,
                Scenario.SELECT);
    }

    @Override
    public void first(Run run) {
        var sockets = new Sockets(run.scenario());
        switch (run.scenario()) {
            case PING_PONG, PIPELINED -> RoundTripsOverSockets.answer(run, sockets);
            case WORK -> Work.give(run, sockets);
            case FAN_IN -> Fans.receiveFromAll(run, sockets);
            case FAN_OUT -> Fans.receiveOnEach(run, sockets);
            case SELECT -> Fans.select(run, sockets);
            default -> OneWay.receive(run, sockets);
        }
    }

    @Override
    public void second(Run run) {
        var sockets = new Sockets(run.scenario());
        switch (run.scenario()) {
            case PING_PONG -> RoundTripsOverSockets.ask(run, sockets);
            case PIPELINED -> RoundTripsOverSockets.askMany(run, sockets);
            case WORK -> Work.work(run, sockets);
            case FAN_IN, SELECT -> Fans.sendFromEach(run, sockets);
            case FAN_OUT -> Fans.sendToAll(run, sockets);
            default -> OneWay.send(run, sockets);
        }
    }
}
