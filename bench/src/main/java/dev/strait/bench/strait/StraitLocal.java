package dev.strait.bench.strait;

import dev.strait.Channel;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.Values;
import java.util.ArrayList;
import java.util.List;

/** A local channel between two virtual threads. */
final class StraitLocal {
    private StraitLocal() {}

    static void run(Run run) {
        Channel<Msg> channel = run.scenario() == Scenario.LOCAL_RENDEZVOUS
                ? Channel.rendezvous()
                : Channel.buffered(Scenario.LOCAL_CAPACITY);
        if (run.scenario() == Scenario.LOCAL_BATCH) {
            run.fork(Thread.ofVirtual(), () -> receiveBatches(run, channel));
            run.fork(Thread.ofVirtual(), () -> sendBatches(channel));
        } else {
            run.fork(Thread.ofVirtual(), () -> receive(run, channel));
            run.fork(Thread.ofVirtual(), () -> send(channel));
        }
    }

    private static void receive(Run run, Channel<Msg> channel) throws InterruptedException {
        var values = new Values();
        Meter meter = run.meter();
        while (true) {
            values.arrived(channel.receive(), meter);
        }
    }

    private static void send(Channel<Msg> channel) throws InterruptedException {
        var values = new Values();
        while (true) {
            channel.send(values.next());
        }
    }

    private static void receiveBatches(Run run, Channel<Msg> channel) throws InterruptedException {
        var values = new Values();
        Meter meter = run.meter();
        List<Msg> batch = new ArrayList<>();
        while (true) {
            channel.receiveAll(batch, Scenario.LOCAL_CAPACITY);
            for (Msg message : batch) {
                values.arrived(message, meter);
            }
            batch.clear();
        }
    }

    private static void sendBatches(Channel<Msg> channel) throws InterruptedException {
        var values = new Values();
        while (true) {
            channel.sendAll(values.nextBatch());
        }
    }
}
