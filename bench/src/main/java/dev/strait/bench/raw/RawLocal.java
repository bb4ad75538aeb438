package dev.strait.bench.raw;

import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import dev.strait.bench.spi.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;

/**
 * Within one process there is no limit that a socket would set; the yardstick is what the JDK itself has for two virtual threads: an
 * {@link ArrayBlockingQueue}, or a {@link SynchronousQueue} where there is no buffer. A channel may well be faster.
 */
final class RawLocal {
    private RawLocal() {}

    static void run(Run run) {
        boolean rendezvous = run.scenario() == Scenario.LOCAL_RENDEZVOUS;
        BlockingQueue<Msg> queue =
                rendezvous ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(Scenario.LOCAL_CAPACITY);
        boolean batches = run.scenario() == Scenario.LOCAL_BATCH;
        run.fork(Thread.ofVirtual(), () -> take(run, queue, batches));
        run.fork(Thread.ofVirtual(), () -> {
            var values = new Values();
            while (true) {
                queue.put(values.next());
            }
        });
    }

    private static void take(Run run, BlockingQueue<Msg> queue, boolean batches) throws InterruptedException {
        var values = new Values();
        Meter meter = run.meter();
        List<Msg> taken = new ArrayList<>();
        while (true) {
            values.arrived(queue.take(), meter);
            if (batches) {
                queue.drainTo(taken);
                for (Msg each : taken) {
                    values.arrived(each, meter);
                }
                taken.clear();
            }
        }
    }
}
