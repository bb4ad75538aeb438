package dev.strait.bench.strait;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.RoundTrips;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Many channels with a question now and then on each, of which one at a time is out, and one channel for all answers. The channel of number
 * 0 is one of them if all are read; otherwise nobody receives from it, and its sender sends all that it can.
 */
final class StraitUnread {
    private static final ChannelName<Msg> ANSWERS = ChannelName.of("answers", Msg.class);

    /** Between an answer and the next question on a channel, on average: 1,000 channels ask 10,000 times a second together. */
    private static final int PAUSE_MILLIS = 100;

    private StraitUnread() {}

    static void answer(Run run, Node node) throws InterruptedException {
        run.ready(node.address());
        Receiver<Msg> special = node.receiver(Crowd.name(0));
        List<Receiver<Msg>> ends = Crowd.open(run, 1, run.channels(), node::receiver);
        Sender<Msg> answers = node.sender(ANSWERS);
        if (isAllRead(run)) {
            ends.add(special);
        }
        for (Receiver<Msg> end : ends) {
            run.fork(Thread.ofVirtual(), () -> {
                while (true) {
                    answers.send(end.receive());
                }
            });
        }
    }

    static void ask(Run run, Node node) throws InterruptedException {
        Sender<Msg> special = Crowd.sender(node, Crowd.name(0));
        List<Sender<Msg>> ends = Crowd.open(run, 1, run.channels(), name -> Crowd.sender(node, name));
        Receiver<Msg> answers = node.receiver(ANSWERS);
        if (isAllRead(run)) {
            ends.add(special);
        } else {
            run.fork(Thread.ofVirtual(), () -> {
                for (long id = 0; ; id++) {
                    special.send(Msg.of(id));
                }
            });
        }
        var asked = new AtomicLongArray(ends.size());
        for (int channel = 0; channel < ends.size(); channel++) {
            Sender<Msg> end = ends.get(channel);
            int number = channel;
            run.fork(Thread.ofVirtual(), () -> ask(end, number, asked));
        }
        RoundTrips trips = run.roundTrips();
        while (true) {
            Msg answer = answers.receive();
            long since = asked.getAndSet(answer.kind(), 0);
            Run.require(since == answer.id(), "the answer is to the last question");
            trips.add(System.nanoTime() - since);
        }
    }

    /** The time of a question is its id, and stands for it until it is answered. */
    private static void ask(Sender<Msg> end, int channel, AtomicLongArray asked) throws InterruptedException {
        while (true) {
            TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(2_000 * PAUSE_MILLIS));
            if (asked.get(channel) == 0) {
                long now = System.nanoTime() | 1; // never 0
                asked.set(channel, now);
                end.send(Msg.of(now, channel));
            }
        }
    }

    private static boolean isAllRead(Run run) {
        return run.variant().equals(Scenario.ALL_READ);
    }
}
