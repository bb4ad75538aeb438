package dev.strait.bench.strait;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.Sender;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens ends of many named channels, some dozens at a time, as many programs at once would. */
final class Crowd {
    /** Few enough that a cold JVM on a busy machine answers each within the time that an open waits. */
    private static final int AT_A_TIME = 64;

    private Crowd() {}

    /** Opens an end. */
    @FunctionalInterface
    interface Opening<E> {
        /** Opens the end of the channel of this name. */
        E open(ChannelName<Msg> name) throws InterruptedException;
    }

    static ChannelName<Msg> name(int number) {
        return ChannelName.of("crowd-" + number, Msg.class);
    }

    /** Opens the ends of the channels {@code from} to {@code to - 1}, and returns them, in any order, when all are open. */
    static <E> List<E> open(Run run, int from, int to, Opening<E> opening) throws InterruptedException {
        var next = new AtomicInteger(from);
        int threads = Math.min(AT_A_TIME, to - from);
        var left = new CountDownLatch(threads);
        Queue<E> ends = new ConcurrentLinkedQueue<>();
        for (int thread = 0; thread < threads; thread++) {
            run.fork(Thread.ofVirtual(), () -> {
                for (int number = next.getAndIncrement(); number < to; number = next.getAndIncrement()) {
                    ends.add(opening.open(name(number)));
                }
                left.countDown();
            });
        }
        left.await();
        return new ArrayList<>(ends);
    }

    /** Opens a sender, and waits until its receiver is there and the way to it. */
    static Sender<Msg> sender(Node node, ChannelName<Msg> name) throws InterruptedException {
        Sender<Msg> end = node.sender(name);
        end.awaitReceivers(1);
        return end;
    }
}
