package dev.strait.bench.strait;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.Run;

/** One sender, one receiver. */
final class StraitOneWay {
    private static final ChannelName<Msg> MESSAGES = ChannelName.of("messages", Msg.class);

    private StraitOneWay() {}

    static void receive(Run run, Node node) throws InterruptedException {
        Meter meter = run.meter();
        var messages = node.receiver(MESSAGES);
        run.ready(node.address());
        while (true) {
            meter.inOrder(messages.receive().id());
        }
    }

    static void send(Node node) throws InterruptedException {
        var messages = node.sender(MESSAGES);
        for (long id = 0; ; id++) {
            messages.send(Msg.of(id));
        }
    }
}
