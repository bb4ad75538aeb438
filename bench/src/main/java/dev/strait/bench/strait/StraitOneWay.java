package dev.strait.bench.strait;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Values;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** One sender, one receiver: records, records with the calls for batches, bytes. */
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
