package dev.strait.bench.strait;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.Sender;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.RoundTrips;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Large messages one behind the other, and beside them a ping each millisecond, whether the one before has been answered or not. */
final class StraitBulkPing {
    private static final ChannelName<byte[]> BULK = ChannelName.of("bulk", byte[].class);
    private static final ChannelName<Msg> PINGS = ChannelName.of("pings", Msg.class);
    private static final ChannelName<Msg> PONGS = ChannelName.of("pongs", Msg.class);

    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private StraitBulkPing() {}

    static void answer(Run run, Node node) throws InterruptedException {
        var pings = node.receiver(PINGS);
        var pongs = node.sender(PONGS);
        var bulk = node.receiver(BULK);
        Meter meter = run.beside();
        run.ready(node.address());
        run.fork(Thread.ofVirtual(), () -> {
            while (true) {
                byte[] message = bulk.receive();
                Run.require(message.length == Scenario.BULK_BYTES, "the length");
                meter.inOrder((message[0] & 0xFF) | (meter.total() & ~0xFFL));
            }
        });
        while (true) {
            pongs.send(pings.receive());
        }
    }

    static void ask(Run run, Node node) throws InterruptedException {
        var bulk = node.sender(BULK);
        var pings = node.sender(PINGS);
        var pongs = node.receiver(PONGS);
        RoundTrips trips = run.roundTrips();
        run.fork(Thread.ofVirtual(), () -> {
            byte[] message = new byte[Scenario.BULK_BYTES];
            while (true) {
                bulk.send(message); // has encoded it when it returns
                message[0]++;
            }
        });
        pings.awaitReceivers(1);
        long start = System.nanoTime();
        run.fork(Thread.ofVirtual(), () -> ping(pings, start));
        while (true) {
            long answered = pongs.receive().id();
            trips.add(answered, System.nanoTime() - start - answered * EVERY_NANOS);
        }
    }

    /** The time of a ping is when it was due, so that one that goes out late is late. */
    private static void ping(Sender<Msg> pings, long start) throws InterruptedException {
        for (long id = 0; ; id++) {
            long due = start + id * EVERY_NANOS;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            pings.send(Msg.of(id));
        }
    }
}
