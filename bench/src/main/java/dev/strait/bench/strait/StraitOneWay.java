package dev.strait.bench.strait;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.Outcome;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Values;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One sender, one receiver: records, acknowledged in each of the ways there are, records with the calls for batches, bytes. */
final class StraitOneWay {
    private static final ChannelName<Msg> MESSAGES = ChannelName.of("messages", Msg.class);
    private static final ChannelName<byte[]> BYTES = ChannelName.of("bytes", byte[].class);

    private static final VarHandle ID = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

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

    static void workOnEach(Run run, Node node) throws InterruptedException {
        Meter meter = run.meter();
        var messages = node.receiver(MESSAGES);
        run.ready(node.address());
        messages.forEach(message -> meter.inOrder(message.id()));
    }

    static void acknowledgeEach(Run run, Node node) throws InterruptedException {
        Meter meter = run.meter();
        var deliveries = node.receiver(MESSAGES).deliveries();
        run.ready(node.address());
        while (true) {
            var delivery = deliveries.receive();
            meter.inOrder(delivery.value().id());
            Run.require(delivery.ack(), "an acknowledgement that is in time");
        }
    }

    /** Posts one behind the other, and looks at each answer when it comes. */
    static void post(Node node) throws InterruptedException {
        var messages = node.sender(MESSAGES);
        var answers = new Answers();
        for (long id = 0; answers.areDelivered; id++) {
            var _ = messages.post(Msg.of(id)).thenAccept(answers);
        }
        throw new IllegalStateException("broken: each message is delivered");
    }

    /** Told of each answer in the thread that brings it, where a failure would go unnoticed. */
    private static final class Answers implements Consumer<Outcome> {
        private volatile boolean areDelivered = true;

        @Override
        public void accept(Outcome outcome) {
            if (!(outcome instanceof Outcome.Delivered)) {
                areDelivered = false;
            }
        }
    }

    static void receiveBatches(Run run, Node node) throws InterruptedException {
        Meter meter = run.meter();
        var messages = node.receiver(MESSAGES);
        run.ready(node.address());
        List<Msg> batch = new ArrayList<>();
        while (true) {
            messages.receiveAll(batch, ChannelName.DEFAULT_CAPACITY);
            for (Msg message : batch) {
                meter.inOrder(message.id());
            }
            batch.clear();
        }
    }

    static void sendBatches(Node node) throws InterruptedException {
        var messages = node.sender(MESSAGES);
        List<Msg> batch = new ArrayList<>();
        long id = 0;
        while (true) {
            while (batch.size() < Values.BATCH) {
                batch.add(Msg.of(id++));
            }
            messages.sendAll(batch);
            batch.clear();
        }
    }

    static void receiveBytes(Run run, Node node) throws InterruptedException {
        Meter meter = run.meter();
        var messages = node.receiver(BYTES);
        int length = run.scenario().payloadBytes();
        run.ready(node.address());
        while (true) {
            byte[] message = messages.receive();
            Run.require(message.length == length, "the length");
            meter.inOrder((long) ID.get(message, 0));
        }
    }

    /** Sends one array again and again: a send has encoded it when it returns. */
    static void sendBytes(Run run, Node node) throws InterruptedException {
        var messages = node.sender(BYTES);
        byte[] message = new byte[run.scenario().payloadBytes()];
        for (long id = 0; ; id++) {
            ID.set(message, 0, id);
            messages.send(message);
        }
    }
}
