package dev.strait.bench.peers.rsocket;

import dev.strait.bench.peers.NettyFlags;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.SystemUnderTest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * RSocket over TCP, on Netty and Reactor: a channel one way and for streams, request and response for questions and tasks. Zero-copy
 * decoding of payloads; the receiver requests 1024 messages at a time. The users' code is called back on the event loops.
 */
public final class RSocketSystem implements SystemUnderTest {
    /** Made by the service loader. */
    public RSocketSystem() {}

    @Override
    public String name() {
        return "rsocket";
    }

    @Override
    public String version() {
        return "1.1.5";
    }

    @Override
    public String threads() {
        return "event loops, users' code in callbacks";
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
                Scenario.STREAMS,
                Scenario.WORK);
    }

    @Override
    public List<String> jvmFlags() {
        return NettyFlags.ALL;
    }

    @Override
    public void first(Run run) throws Exception {
        switch (run.scenario()) {
            case PING_PONG, PIPELINED -> Requests.answer(run);
            case STREAMS -> Streams.take(run);
            case WORK -> Requests.give(run);
            default -> OneWay.receive(run);
        }
    }

    @Override
    public void second(Run run) throws Exception {
        switch (run.scenario()) {
            case PING_PONG, PIPELINED -> Requests.ask(run);
            case STREAMS -> Streams.open(run);
            case WORK -> Requests.work(run);
            default -> OneWay.send(run);
        }
    }
}
