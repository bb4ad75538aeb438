package dev.strait.bench;

import dev.strait.ChannelName;
import dev.strait.Node;

/** One sender, one receiver, default options, one {@code send} and one {@code receive} per message. */
final class StraitOneWay {
    private static final ChannelName<Msg> MESSAGES = ChannelName.of("messages", Msg.class);

    private StraitOneWay() {}

    static void receive(double warmupSeconds, double seconds) throws InterruptedException {
        Node node = Node.listen("localhost:0");
        var messages = node.receiver(MESSAGES);
        Role.ready(node.address());
        Role.require(messages.receive().id() == 0, "order");
        Window window = new Window(warmupSeconds, seconds);
        long expected = 1;
        do {
            Role.require(messages.receive().id() == expected++, "order");
        } while (window.count());
        Role.result(window.rate());
        // The sender is still sending; this process ends without waiting for it.
    }

    static void send(String address) throws InterruptedException {
        Node node = Node.join(address);
        var messages = node.sender(MESSAGES);
        for (long id = 0; ; id++) {
            messages.send(Msg.of(id));
        }
    }
}
