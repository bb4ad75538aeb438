package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Received;
import dev.strait.Receiver;
import dev.strait.Select;
import dev.strait.Sender;
import dev.strait.Sent;
import dev.strait.Task;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import dev.strait.error.ClosedWithoutDone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Cells of the table "interrupt". */
class InterruptSemanticsTest extends Cells {
    private static final int ROUNDS = 200;

    private static List<Callable<?>> sends(Sender<Integer> to) {
        return List.of(
                () -> {
                    to.send(-1);
                    return null;
                },
                () -> to.send(-2, LONG),
                () -> {
                    to.sendAll(List.of(-3));
                    return null;
                },
                () -> Select.<Integer>of().send(to, -4, () -> 0).await());
    }

    private static List<Callable<?>> receives(Receiver<Integer> from) {
        return List.of(
                from::receive,
                () -> from.receive(LONG),
                () -> from.receiveAll(new ArrayList<>(), 5),
                () -> {
                    from.forEach(value -> {});
                    return null;
                },
                () -> Select.<Integer>of().receive(from, value -> value).await());
    }

    /** The calls of a thread that was interrupted before: each throws, and clears the flag. */
    private static void refused(List<Callable<?>> calls) {
        for (Callable<?> call : calls) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, call::call);
            assertFalse(Thread.currentThread().isInterrupted(), "the exception stands for the flag");
        }
    }

    /** Calls that wait, and are interrupted in the order in which they came. */
    private static void interrupted(List<Callable<?>> calls) {
        List<Task<?>> tasks = new ArrayList<>();
        for (Callable<?> call : calls) {
            tasks.add(blocked(call));
        }
        for (Task<?> task : tasks) {
            task.interrupt();
            assertInstanceOf(InterruptedException.class, task.failure());
        }
    }

    @Everywhere
    void open(ChannelUnderTest channel) throws Exception {
        if (channel.isRendezvous()) {
            openRendezvous(channel);
        } else {
            openBuffer(channel);
        }
    }

    private static void openRendezvous(ChannelUnderTest channel) throws Exception {
        Task<Integer> receiving = blocked(channel.receiver()::receive);
        refused(sends(channel.sender()));
        if (channel.isRemote()) {
            receiving.interrupt();
            assertInstanceOf(InterruptedException.class, receiving.failure());
            Task<Boolean> out = channel.takenUnheard(1, () -> {
                channel.sender().send(1);
                return Thread.currentThread().isInterrupted();
            });
            out.interrupt();
            out.awaitBlocked();
            channel.nodes().releaseAnswers();
            assertTrue(out.get(), "it was sent, and the flag is left set");
        } else {
            Thread.currentThread().interrupt();
            accepted(channel.sender().trySend(2));
            assertTrue(Thread.interrupted(), "the try forms leave the flag as it is");
            assertEquals(2, receiving.get());
        }
    }

    private static void openBuffer(ChannelUnderTest channel) throws Exception {
        channel.sendOne();
        channel.arrive();
        refused(sends(channel.sender()));
        refused(receives(channel.receiver()));
        refused(List.of(
                () -> channel.sender().send(-5, Duration.ZERO),
                () -> channel.receiver().receive(Duration.ZERO)));
        Thread.currentThread().interrupt();
        accepted(channel.sender().trySend(2));
        value(1, channel.receiver().tryReceive());
        assertTrue(Thread.interrupted(), "the try forms leave the flag as it is");
        assertEquals(2, channel.receiver().receive());
    }

    @Everywhere
    void full(ChannelUnderTest channel) throws Exception {
        channel.fill();
        interrupted(sends(channel.sender()));
        Task<Sent> gone = blocked(() -> channel.sender().send(-3, LONG));
        Task<Sent> next = blocked(() -> channel.sender().send(11, LONG));
        gone.interrupt();
        assertInstanceOf(InterruptedException.class, gone.failure());
        for (int i = 1; i <= channel.capacity(); i++) {
            assertEquals(i, channel.receiver().receive());
        }
        assertEquals(11, channel.receiver().receive());
        accepted(next.get());
    }

    @Everywhere
    void empty(ChannelUnderTest channel) throws Exception {
        channel.meet();
        interrupted(receives(channel.receiver()));
        Task<Received<Integer>> gone = blocked(() -> channel.receiver().receive(LONG));
        Task<Received<Integer>> next = blocked(() -> channel.receiver().receive(LONG));
        gone.interrupt();
        assertInstanceOf(InterruptedException.class, gone.failure());
        channel.sender().send(1);
        value(1, next.get());
    }

    @Buffered
    void doneValuesLeft(ChannelUnderTest channel) throws Exception {
        channel.sendOne();
        channel.sender().done();
        refused(receives(channel.receiver()));
        refused(sends(channel.sender()));
        assertEquals(List.of(1), rest(channel.receiver(), ChannelDone.class));
    }

    @Everywhere
    void doneDrained(ChannelUnderTest channel) throws Exception {
        channel.meet();
        channel.sender().done();
        assertEquals(List.of(), rest(channel.receiver(), ChannelDone.class));
        refused(receives(channel.receiver()));
        refused(sends(channel.sender()));
    }

    @Everywhere
    void failed(ChannelUnderTest channel) throws Exception {
        channel.meet();
        Thread.currentThread().interrupt();
        channel.sender().error(new IllegalStateException("disk full"));
        assertTrue(Thread.interrupted(), "an end does not wait, and leaves the flag as it is");
        assertEquals(List.of(), rest(channel.receiver(), ChannelFailed.class));
        refused(receives(channel.receiver()));
        refused(sends(channel.sender()));
    }

    @Everywhere
    void closedWithoutDone(ChannelUnderTest channel) throws Exception {
        channel.meet();
        Thread.currentThread().interrupt();
        channel.sender().close();
        assertTrue(Thread.interrupted(), "an end does not wait, and leaves the flag as it is");
        assertEquals(List.of(), rest(channel.receiver(), ClosedWithoutDone.class));
        refused(receives(channel.receiver()));
        refused(sends(channel.sender()));
    }

    @Everywhere
    void noPeerYet(ChannelUnderTest channel) throws Exception {
        interrupted(receives(channel.receiver()));
        if (channel.isRendezvous()) {
            interrupted(sends(channel.sender()));
        } else if (channel.isRemote()) {
            channel.receiver().close();
            Task.until(() -> !hasReceiver(channel.sender()));
            interrupted(sends(channel.sender()));
        }
        Receiver<Integer> late = channel.newReceiver();
        Task<Received<Integer>> receiving = blocked(() -> late.receive(LONG));
        channel.sender().send(1);
        value(1, receiving.get());
    }

    @Everywhere
    void peerSlow(ChannelUnderTest channel) throws Exception {
        channel.meet();
        List<Integer> sent = new ArrayList<>();
        Task<List<Integer>> receiving = Task.start(() -> {
            List<Integer> got = new ArrayList<>();
            channel.receiver().forEach(got::add);
            return got;
        });
        for (int value : IntStream.range(0, ROUNDS).toArray()) {
            Task<Sent> sending = Task.start(() -> channel.sender().send(value, LONG));
            sending.interrupt();
            if (sending.outcome() instanceof Sent.Accepted) {
                sent.add(value);
            }
        }
        channel.sender().done();
        assertEquals(sent, receiving.get());
    }

    @Remote
    void peerLeft(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.receiver().close();
        interrupted(sends(channel.sender()));
        channel.sender().done();
        List<Integer> held = channel.isRendezvous() ? List.of() : List.of(1, 2);
        assertEquals(held, rest(channel.newReceiver(), ChannelDone.class));
    }

    @ReceiverApart
    void peerLost(ChannelUnderTest channel) throws Exception {
        channel.meet();
        channel.cut();
        Task.until(() -> !hasReceiver(channel.sender()));
        interrupted(sends(channel.sender()));
        channel.sender().done();
        assertEquals(List.of(), rest(channel.nodes().near().receiver(channel.name()), ChannelDone.class));
    }
}
