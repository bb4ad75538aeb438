package dev.strait.bench.strait;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * What open channels keep that carry nothing: the heap of both processes after full collections, with all channels and with only a
 * hundredth of them, by which all is loaded that is needed once. The directory is in the first process.
 */
final class StraitIdle {
    private static final ChannelName<Msg> FORTH = ChannelName.of("steps-forth", Msg.class);
    private static final ChannelName<Msg> BACK = ChannelName.of("steps-back", Msg.class);

    /** In so many steps all are opened; what the first one opens is there in either measurement. */
    private static final int STEPS = 100;

    /** Longer than anything lingers, and than idle ends keep arrays. */
    private static final long SETTLE_SECONDS = 4;

    private StraitIdle() {}

    static void receivers(Run run, Node node) throws InterruptedException {
        run.ready(node.address());
        var other = new Other(node.sender(BACK), node.receiver(FORTH));
        measure(run, other, node::receiver, opened -> {});
    }

    static void senders(Run run, Node node) throws InterruptedException {
        var other = new Other(node.sender(FORTH), node.receiver(BACK));
        measure(run, other, name -> Crowd.sender(node, name), run.meter()::count);
    }

    private static <E> void measure(Run run, Other other, Crowd.Opening<E> opening, IntConsumer count)
            throws InterruptedException {
        int step = Math.max(1, run.channels() / STEPS);
        List<E> ends = new ArrayList<>(Crowd.open(run, 0, step, opening));
        long without = settled(run, other);
        for (int from = step; from < step + run.channels(); from += step) {
            ends.addAll(Crowd.open(run, from, from + step, opening));
            count.accept(step);
        }
        long with = settled(run, other);
        run.figure((double) (with - without) / (ends.size() - step));
        while (!ends.isEmpty()) { // keeps them until the process is ended
            TimeUnit.DAYS.sleep(1);
        }
    }

    private static long settled(Run run, Other other) throws InterruptedException {
        other.meet();
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        long live = run.liveBytes();
        other.meet();
        return live;
    }

    private record Other(Sender<Msg> to, Receiver<Msg> from) {
        /** Waits for the other process to be as far. */
        void meet() throws InterruptedException {
            to.send(Msg.of(0));
            from.receive();
        }
    }
}
