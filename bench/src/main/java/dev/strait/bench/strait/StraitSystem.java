package dev.strait.bench.strait;

import dev.strait.Node;
import dev.strait.NodeOptions;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.SystemUnderTest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Strait itself, as it is by default. */
public class StraitSystem implements SystemUnderTest {
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

    /** How its nodes are set up. */
    NodeOptions options() {
        return NodeOptions.defaults();
    }

    @Override
    public Set<Scenario> scenarios() {
        return EnumSet.allOf(Scenario.class);
    }

    @Override
    public List<String> variants(Scenario scenario) {
        return scenario.yardstick().map(all -> List.of(all, "")).orElse(List.of(""));
    }

    @Override
    public void first(Run run) {
        if (run.scenario().sides().size() == 1) {
            StraitLocal.run(run);
        } else {
            run.fork(Thread.ofVirtual(), () -> first(run, Node.listen("localhost:0", options())));
        }
    }

    private static void first(Run run, Node node) throws InterruptedException {
        switch (run.scenario()) {
            case ONE_WAY, ONE_WAY_POST -> StraitOneWay.receive(run, node);
            case ONE_WAY_BATCH -> StraitOneWay.receiveBatches(run, node);
            case ONE_WAY_BODY -> StraitOneWay.workOnEach(run, node);
            case ONE_WAY_DELIVERIES -> StraitOneWay.acknowledgeEach(run, node);
            case BYTES_16, BYTES_128, BYTES_1K, BYTES_64K, BYTES_1M -> StraitOneWay.receiveBytes(run, node);
            case PING_PONG, PIPELINED -> StraitRoundTrips.answer(run, node);
            case STREAMS -> StraitStreams.take(run, node);
            case STREAMS_NAMED -> StraitNamedStreams.take(run, node);
            case WORK -> StraitWork.give(run, node);
            case FAN_IN -> StraitFans.receiveFromAll(run, node);
            case FAN_OUT -> StraitFans.receiveOnEach(run, node);
            case SELECT -> StraitFans.select(run, node);
            case IDLE -> StraitIdle.receivers(run, node);
            case TURNS -> StraitTurns.receive(run, node);
            case UNREAD -> StraitUnread.answer(run, node);
            case BULK_PING -> StraitBulkPing.answer(run, node);
            case LOCAL, LOCAL_RENDEZVOUS, LOCAL_BATCH -> throw oneProcess(run);
        }
    }

    @Override
    public void second(Run run) {
        run.fork(Thread.ofVirtual(), () -> second(run, Node.join(run.address(), options())));
    }

    private static void second(Run run, Node node) throws InterruptedException {
        switch (run.scenario()) {
            case ONE_WAY, ONE_WAY_BODY, ONE_WAY_DELIVERIES -> StraitOneWay.send(node);
            case ONE_WAY_POST -> StraitOneWay.post(node);
            case ONE_WAY_BATCH -> StraitOneWay.sendBatches(node);
            case BYTES_16, BYTES_128, BYTES_1K, BYTES_64K, BYTES_1M -> StraitOneWay.sendBytes(run, node);
            case PING_PONG -> StraitRoundTrips.ask(run, node);
            case PIPELINED -> StraitRoundTrips.askMany(run, node);
            case STREAMS -> StraitStreams.open(node);
            case STREAMS_NAMED -> StraitNamedStreams.open(run, node);
            case WORK -> StraitWork.work(run, node);
            case FAN_IN -> StraitFans.sendFromEach(run, node);
            case FAN_OUT -> StraitFans.sendToAll(run, node);
            case SELECT -> StraitFans.sendIntoEach(run, node);
            case IDLE -> StraitIdle.senders(run, node);
            case TURNS -> StraitTurns.send(run, node);
            case UNREAD -> StraitUnread.ask(run, node);
            case BULK_PING -> StraitBulkPing.ask(run, node);
            case LOCAL, LOCAL_RENDEZVOUS, LOCAL_BATCH -> throw oneProcess(run);
        }
    }

    private static IllegalArgumentException oneProcess(Run run) {
        return new IllegalArgumentException(run.scenario() + " has one process");
    }
}
