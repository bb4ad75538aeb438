package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.strait.Select;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Timeout;

/**
 * Restates the fans: the six nets of {@code test/ken/chan.go}, which join plain senders, plain receivers and selects, with buffers of
 * several sizes; the one to many of {@code test/ken/chan1.go}; and {@code TestMultiConsumer} of {@code runtime/chan_test.go}, out to many
 * workers and in again. In each, every channel gives everything in order, and all threads come to their end.
 */
@Timeout(60)
class FanTest {

    private static final int WIDTH = 4;
    private static final int COUNT = 76;

    /** A channel over which the numbers from 0 to {@link #COUNT} go, with how far each side is. One thread uses each side. */
    private static final class Line {
        private final Pipe<Integer> channel;
        private int sent;
        private int received;

        Line(Pipe<Integer> channel) {
            this.channel = channel;
        }

        void sendAll() throws InterruptedException {
            while (sent < COUNT) {
                channel.in().send(sent++);
            }
        }

        void receiveAll() throws InterruptedException {
            while (received < COUNT) {
                assertEquals(received++, channel.out().receive());
            }
        }

        void offerTo(Select<Boolean> select) {
            if (sent < COUNT) {
                select.send(channel.in(), sent, () -> ++sent == COUNT);
            }
        }

        void askOf(Select<Boolean> select) {
            if (received < COUNT) {
                select.receive(channel.out(), value -> {
                    assertEquals(received, value);
                    return ++received == COUNT;
                });
            }
        }
    }

    /** Receives from some lines and sends into others, whichever is ready, until all is done. */
    private static void select(List<Line> from, List<Line> to) throws InterruptedException {
        int open = from.size() + to.size();
        while (open > 0) {
            Select<Boolean> select = Select.of();
            from.forEach(line -> line.askOf(select));
            to.forEach(line -> line.offerTo(select));
            if (select.await()) {
                open--;
            }
        }
    }

    private static List<Line> lines(Pipes pipes, int capacity) throws InterruptedException {
        return pipes.ints(WIDTH, capacity).stream().map(Line::new).toList();
    }

    private static void sendPlainly(Pipes pipes, List<Line> lines) {
        lines.forEach(line -> pipes.go(line::sendAll));
    }

    private static void receivePlainly(Pipes pipes, List<Line> lines) {
        lines.forEach(line -> pipes.go(line::receiveAll));
    }

    private static int[] buffers(Pipes pipes) {
        return pipes.areRemote() ? new int[] {1, 10} : new int[] {1, 10, 100};
    }

    @Over({LOCAL, REMOTE})
    void oneToOne(Pipes pipes) throws InterruptedException {
        for (int capacity : buffers(pipes)) {
            oneToOne(pipes, capacity);
        }
    }

    @Over({LOCAL, REMOTE})
    void oneToOneByRendezvous(Pipes pipes) throws InterruptedException {
        oneToOne(pipes, 0);
    }

    private static void oneToOne(Pipes pipes, int capacity) throws InterruptedException {
        List<Line> lines = lines(pipes, capacity);
        sendPlainly(pipes, lines);
        receivePlainly(pipes, lines);
        pipes.awaitAll();
    }

    @Over({LOCAL, REMOTE})
    void inFromManySendersToASelect(Pipes pipes) throws InterruptedException {
        for (int capacity : buffers(pipes)) {
            inToASelect(pipes, capacity);
        }
    }

    @Over({LOCAL, REMOTE})
    void inFromManySendersToASelectByRendezvous(Pipes pipes) throws InterruptedException {
        inToASelect(pipes, 0);
    }

    private static void inToASelect(Pipes pipes, int capacity) throws InterruptedException {
        List<Line> lines = lines(pipes, capacity);
        sendPlainly(pipes, lines);
        pipes.go(() -> select(lines, List.of()));
        pipes.awaitAll();
    }

    @Over({LOCAL, REMOTE})
    void outFromASelectToManyReceivers(Pipes pipes) throws InterruptedException {
        for (int capacity : withRendezvous(pipes)) {
            List<Line> lines = lines(pipes, capacity);
            receivePlainly(pipes, lines);
            pipes.go(() -> select(List.of(), lines));
            pipes.awaitAll();
        }
    }

    @Over({LOCAL, REMOTE})
    void fromASelectToASelect(Pipes pipes) throws InterruptedException {
        for (int capacity : withRendezvous(pipes)) {
            List<Line> lines = lines(pipes, capacity);
            pipes.go(() -> select(List.of(), lines));
            pipes.go(() -> select(lines, List.of()));
            pipes.awaitAll();
        }
    }

    @Over({LOCAL, REMOTE})
    void bothWaysBetweenTwoSelects(Pipes pipes) throws InterruptedException {
        for (int capacity : withRendezvous(pipes)) {
            List<Line> there = lines(pipes, capacity);
            List<Line> back = lines(pipes, capacity);
            pipes.go(() -> select(back, there));
            pipes.go(() -> select(there, back));
            pipes.awaitAll();
        }
    }

    @Over({LOCAL, REMOTE})
    void inAndOutThroughTwoSelects(Pipes pipes) throws InterruptedException {
        for (int capacity : withRendezvous(pipes)) {
            List<Line> in = lines(pipes, capacity);
            List<Line> across = lines(pipes, capacity);
            List<Line> out = lines(pipes, capacity);
            sendPlainly(pipes, in);
            receivePlainly(pipes, out);
            pipes.go(() -> select(in, across));
            pipes.go(() -> select(across, out));
            pipes.awaitAll();
        }
    }

    private static int[] withRendezvous(Pipes pipes) {
        return pipes.areRemote() ? new int[] {0, 1, 10} : new int[] {0, 1, 10, 100};
    }

    @Over({LOCAL, REMOTE})
    void fromOneSenderToManyReceiversEachValueGoesOnce(Pipes pipes) throws InterruptedException {
        int count = 1_000;
        Pipe<Integer> channel = pipes.ints(2);
        Queue<Integer> got = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 10; i++) {
            pipes.go(() -> channel.out().forEach(got::add));
        }
        for (int i = 0; i < count; i++) {
            channel.in().send(i);
        }
        channel.in().done();
        pipes.awaitAll();
        BitSet seen = new BitSet();
        got.forEach(value -> {
            assertFalse(seen.get(value), () -> "twice: " + value);
            seen.set(value);
        });
        assertEquals(count, seen.cardinality());
    }

    @Over({LOCAL, REMOTE})
    void outToManyWorkersAndInAgain(Pipes pipes) throws InterruptedException {
        int workers = 23;
        int count = pipes.areRemote() ? 3_000 : 30_000;
        int[] values = {2, 3, 7, 11, 13, 17, 19, 23, 27, 31};
        Pipe<Integer> work = pipes.ints(workers * 3);
        Pipe<Integer> results = pipes.ints(workers * 3);
        List<Thread> working = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            int slow = values[i % values.length];
            working.add(pipes.go(() -> work.out().forEach(value -> {
                if (value == slow) {
                    Thread.yield(); // so that the workers do not just take turns
                }
                results.in().send(value);
            })));
        }
        pipes.go(() -> {
            for (int i = 0; i < count; i++) {
                work.in().send(values[i % values.length]);
            }
            work.in().done();
            pipes.await(working);
            results.in().done();
        });
        long[] seenAndSum = new long[2];
        results.out().forEach(value -> {
            seenAndSum[0]++;
            seenAndSum[1] += value;
        });
        pipes.awaitAll();
        assertEquals(count, seenAndSum[0]);
        assertEquals(153L * count / values.length, seenAndSum[1]);
    }
}
