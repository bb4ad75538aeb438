package dev.strait.bench.strait;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;

/**
 * A channel with a name for each stream, opened at both ends through the directory, two messages, done. 256 lanes on virtual threads, each with one
 * stream at a time; both sides know the names, and a lane is never more than one stream ahead of the other side, because a value waits for its receiver.
 */
final class StraitNamedStreams {
    private StraitNamedStreams() {}

    static void take(Run run, Node node) {
        run.ready(node.address());
        for (int lane = 0; lane < Scenario.OPEN_STREAMS; lane++) {
            int number = lane;
            run.fork(Thread.ofVirtual(), () -> take(run.meter(), node, number));
        }
    }

    private static void take(Meter meter, Node node, int lane) throws InterruptedException {
        for (long stream = 0; ; stream++) {
            try (var messages = node.receiver(name(lane, stream))) {
                StraitStreams.takeAll(messages);
                meter.count(1);
            }
        }
    }

    static void open(Run run, Node node) {
        startLane(run, node, 0);
    }

    /**
     * Starts a lane if there is one of that number. Each starts two more after its first stream, because 256 opens at once are more than a cold
     * JVM on a busy machine answers within the time that an open waits.
     */
    private static void startLane(Run run, Node node, int lane) {
        if (lane < Scenario.OPEN_STREAMS) {
            run.fork(Thread.ofVirtual(), () -> {
                open(node, lane, 0);
                startLane(run, node, 2 * lane + 1);
                startLane(run, node, 2 * lane + 2);
                for (long stream = 1; ; stream++) {
                    open(node, lane, stream);
                }
            });
        }
    }

    private static void open(Node node, int lane, long stream) throws InterruptedException {
        try (var messages = node.sender(name(lane, stream))) {
            StraitStreams.sendAll(messages, stream);
        }
    }

    private static ChannelName<Msg> name(int lane, long stream) {
        return ChannelName.of("stream-" + lane + "-" + stream, Msg.class);
    }
}
