package dev.strait.bench.strait;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;

/**
 * A channel without a name for each stream: its receiver is sent to the other process, then two messages and done, by one thread, which is never more than
 * 256 streams ahead, the capacity of the channel that the receivers go over. The other process takes one receiver after the other, and what comes from it until its end.
 */
final class StraitStreams {
    private record Stream(long number, Receiver<Msg> messages) {}

    private static final ChannelName<Stream> STREAMS =
            ChannelName.of("streams", Stream.class).capacity(Scenario.OPEN_STREAMS);

    private StraitStreams() {}

    static void take(Run run, Node node) throws InterruptedException {
        try (var streams = node.receiver(STREAMS)) {
            run.ready(node.address());
            Meter meter = run.meter();
            for (long number = 0; ; number++) {
                Stream stream = streams.receive();
                Run.require(stream.number() == number, "streams are in order");
                try (var messages = stream.messages()) {
                    takeAll(messages);
                }
                meter.count(1);
            }
        }
    }

    /** Takes the messages of a stream to its end. */
    static void takeAll(Receiver<Msg> messages) throws InterruptedException {
        var taken = new Taken();
        messages.forEach(taken::add);
        Run.require(taken.count == Scenario.STREAM_MESSAGES, "a stream has all its messages");
    }

    private static final class Taken {
        private int count;

        void add(Msg message) {
            Run.require(message.kind() == count++, "the messages of a stream are in order");
        }
    }

    static void open(Node node) throws InterruptedException {
        try (var streams = node.sender(STREAMS)) {
            for (long number = 0; ; number++) {
                var ends = node.channel(Msg.class);
                streams.send(new Stream(number, ends.receiver()));
                try (var messages = ends.sender()) {
                    sendAll(messages, number);
                }
            }
        }
    }

    /** Sends the messages of a stream, and its end. */
    static void sendAll(Sender<Msg> messages, long stream) throws InterruptedException {
        for (int message = 0; message < Scenario.STREAM_MESSAGES; message++) {
            messages.send(Msg.of(stream, message));
        }
        messages.done();
    }
}
