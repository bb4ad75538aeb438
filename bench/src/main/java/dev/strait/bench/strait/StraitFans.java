package dev.strait.bench.strait;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.Select;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;

/** Eight ends on threads of one process, of one channel or, to select over, of eight. */
final class StraitFans {
    private static final ChannelName<Msg> MESSAGES = ChannelName.of("messages", Msg.class);

    private StraitFans() {}

    /** The receiver of fan-in; the kind of a message is the number of its sender. */
    static void receiveFromAll(Run run, Node node) throws InterruptedException {
        Meter[] meters = meters(run);
        var messages = node.receiver(MESSAGES);
        run.ready(node.address());
        while (true) {
            Msg message = messages.receive();
            meters[message.kind()].inOrder(message.id());
        }
    }

    /** The senders of fan-in. */
    static void sendFromEach(Run run, Node node) {
        for (int sender = 0; sender < Scenario.FAN; sender++) {
            int number = sender;
            run.fork(Thread.ofVirtual(), () -> send(node, MESSAGES, number));
        }
    }

    /** The receivers of fan-out. */
    static void receiveOnEach(Run run, Node node) {
        run.ready(node.address());
        for (int receiver = 0; receiver < Scenario.FAN; receiver++) {
            run.fork(Thread.ofVirtual(), () -> {
                Meter meter = run.meter();
                var messages = node.receiver(MESSAGES);
                while (true) {
                    meter.increasing(messages.receive().id());
                }
            });
        }
    }

    /** The sender of fan-out. */
    static void sendToAll(Run run, Node node) throws InterruptedException {
        var messages = node.sender(MESSAGES);
        messages.awaitReceivers(Scenario.FAN);
        long id = 0;
        while (run.goesOn()) {
            messages.send(Msg.of(id++));
        }
        run.sent(id);
    }

    /** The receiver of select: the same select, run again and again. */
    static void select(Run run, Node node) throws InterruptedException {
        Select<Boolean> select = Select.of();
        Meter[] meters = meters(run);
        for (int channel = 0; channel < meters.length; channel++) {
            Meter meter = meters[channel];
            select.receive(node.receiver(channel(channel)), message -> {
                meter.inOrder(message.id());
                return true;
            });
        }
        run.ready(node.address());
        while (select.await()) {
            // The handler has counted.
        }
    }

    /** The senders of select. */
    static void sendIntoEach(Run run, Node node) {
        for (int channel = 0; channel < Scenario.FAN; channel++) {
            int number = channel;
            run.fork(Thread.ofVirtual(), () -> send(node, channel(number), number));
        }
    }

    private static void send(Node node, ChannelName<Msg> name, int number) throws InterruptedException {
        var messages = node.sender(name);
        for (long id = 0; ; id++) {
            messages.send(Msg.of(id, number));
        }
    }

    private static ChannelName<Msg> channel(int number) {
        return ChannelName.of("messages-" + number, Msg.class);
    }

    private static Meter[] meters(Run run) {
        Meter[] meters = new Meter[Scenario.FAN];
        for (int each = 0; each < meters.length; each++) {
            meters[each] = run.meter();
        }
        return meters;
    }
}
