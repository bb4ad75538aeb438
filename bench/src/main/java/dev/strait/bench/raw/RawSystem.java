package dev.strait.bench.raw;

import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.SystemUnderTest;
import java.util.EnumSet;
import java.util.List;
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
        return "platform threads (local: virtual)";
    }

    @Override
    public Set<Scenario> scenarios() {
        // Nothing but memory, or fairness among streams, or what streams do to each other: a line without streams has
        // no limit to show.
        return EnumSet.complementOf(EnumSet.of(Scenario.IDLE, Scenario.TURNS, Scenario.UNREAD, Scenario.BULK_PING));
    }

    @Override
    public List<String> variants(Scenario scenario) {
        return scenario.payloadBytes() > 0 ? List.of(RawBytes.HEAP, RawBytes.DIRECT) : List.of("");
    }

    @Override
    public void first(Run run) throws Exception {
        switch (run.scenario()) {
            case ONE_WAY, ONE_WAY_BATCH, ONE_WAY_BODY, ONE_WAY_DELIVERIES, ONE_WAY_POST -> RawOneWay.receive(run);
            case BYTES_16, BYTES_128, BYTES_1K, BYTES_64K, BYTES_1M -> RawBytes.receive(run);
            case PING_PONG, PIPELINED -> RawRoundTrips.answer(run);
            case STREAMS, STREAMS_NAMED -> RawStreams.take(run);
            case WORK -> RawWork.give(run);
            case FAN_IN -> RawFans.receiveFromAll(run);
            case FAN_OUT -> RawFans.receiveOnEach(run);
            case SELECT -> RawFans.select(run);
            case LOCAL, LOCAL_RENDEZVOUS, LOCAL_BATCH -> RawLocal.run(run);
            case IDLE, TURNS, UNREAD, BULK_PING -> throw notMeasured(run);
        }
    }

    @Override
    public void second(Run run) throws Exception {
        switch (run.scenario()) {
            case ONE_WAY, ONE_WAY_BATCH, ONE_WAY_BODY, ONE_WAY_DELIVERIES, ONE_WAY_POST -> RawOneWay.send(run);
            case BYTES_16, BYTES_128, BYTES_1K, BYTES_64K, BYTES_1M -> RawBytes.send(run);
            case PING_PONG -> RawRoundTrips.ask(run);
            case PIPELINED -> RawRoundTrips.askMany(run);
            case STREAMS, STREAMS_NAMED -> RawStreams.open(run);
            case WORK -> RawWork.work(run);
            case FAN_IN, SELECT -> RawFans.sendFromEach(run);
            case FAN_OUT -> RawFans.sendToAll(run);
            case LOCAL, LOCAL_RENDEZVOUS, LOCAL_BATCH ->
                throw new IllegalArgumentException(run.scenario() + " has one process");
            case IDLE, TURNS, UNREAD, BULK_PING -> throw notMeasured(run);
        }
    }

    private static IllegalArgumentException notMeasured(Run run) {
        return new IllegalArgumentException(run.scenario() + " has no limit to show");
    }
}
