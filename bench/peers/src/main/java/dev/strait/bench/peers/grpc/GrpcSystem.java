package dev.strait.bench.peers.grpc;

import dev.strait.bench.peers.NettyFlags;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.SystemUnderTest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * gRPC, in plain text on the Netty that it brings: client streaming one way and for streams, unary calls for questions, a call with streams
 * both ways for each worker. Direct executors and default windows; methods described by hand, with bytes for messages.
 */
public final class GrpcSystem implements SystemUnderTest {
    /** Made by the service loader. */
    public GrpcSystem() {}

    @Override
    public String name() {
        return "grpc";
    }

    @Override
    public String version() {
        return "1.85.1";
    }

    @Override
    public String threads() {
        return "platform threads, callbacks on event loops";
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
            case PING_PONG, PIPELINED -> Unary.answer(run);
            case STREAMS -> Streams.take(run);
            case WORK -> Work.give(run);
            default -> OneWay.receive(run);
        }
    }

    @Override
    public void second(Run run) throws Exception {
        switch (run.scenario()) {
            case PING_PONG, PIPELINED -> Unary.ask(run);
            case STREAMS -> Streams.open(run);
            case WORK -> Work.work(run);
            default -> OneWay.send(run);
        }
    }
}
