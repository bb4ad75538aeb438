package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.Sent;
import dev.strait.Task;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import dev.strait.error.ClosedWithoutDone;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/** Cells of the table "cancel": a scope is an executor in a try block, whose tasks are cancelled one by one or all at once. */
class CancelSemanticsTest extends Cells {

    /** Starts a call in the scope, and waits until it waits. */
    private static <T> Future<T> blockedIn(ExecutorService scope, Callable<T> call) {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Future<T> task = scope.submit(() -> {
            thread.set(Thread.currentThread());
            return call.call();
        });
        Task.until(() -> thread.get() != null && Task.isBlocked(thread.get()));
        return task;
    }

    private static ExecutorService scope() {
        return Executors.newVirtualThreadPerTaskExecutor();
    }

    private static void wasInterrupted(Future<?> task) {
        ExecutionException failure = assertThrows(ExecutionException.class, task::get);
        assertInstanceOf(InterruptedException.class, failure.getCause());
    }

    private static void sendInLoop(Sender<Integer> to, int value) throws InterruptedException {
        while (true) {
            to.send(value);
        }
    }

    @Everywhere
    void open(ChannelUnderTest channel) throws Exception {
        channel.meet();
        CountDownLatch computing = new CountDownLatch(1);
        Future<Void> task;
        try (ExecutorService scope = scope()) {
            task = scope.submit(() -> {
                computing.countDown();
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
                channel.sender().send(-1);
                return null;
            });
            computing.await();
            scope.shutdownNow();
        }
        wasInterrupted(task);
        channel.sender().done();
        assertEquals(List.of(), rest(channel.receiver(), ChannelDone.class));
    }

    @Everywhere
    void full(ChannelUnderTest channel) throws Exception {
        channel.fill();
        try (ExecutorService scope = scope()) {
            CountDownLatch ended = new CountDownLatch(1);
            Future<Sent> first = blockedIn(scope, () -> {
                try {
                    return channel.sender().send(-1, LONG);
                } finally {
                    ended.countDown();
                }
            });
            Future<Sent> second = blockedIn(scope, () -> channel.sender().send(11, LONG));
            first.cancel(true);
            ended.await();
            for (int i = 1; i <= channel.capacity(); i++) {
                assertEquals(i, channel.receiver().receive());
            }
            assertEquals(11, channel.receiver().receive());
            accepted(second.get());
        }
    }

    @Everywhere
    void empty(ChannelUnderTest channel) throws Exception {
        channel.meet();
        List<Future<Integer>> tasks = new ArrayList<>();
        try (ExecutorService scope = scope()) {
            for (int i = 0; i < 3; i++) {
                tasks.add(blockedIn(scope, channel.receiver()::receive));
            }
            scope.shutdownNow();
        }
        for (Future<Integer> task : tasks) {
            wasInterrupted(task);
        }
        Task<Integer> outside = blocked(channel.receiver()::receive);
        channel.sender().send(1);
        assertEquals(1, outside.get());
    }

    @Buffered
    void doneValuesLeft(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.sender().done();
        List<Integer> worked = new ArrayList<>();
        try (ExecutorService scope = scope()) {
            CountDownLatch working = new CountDownLatch(1);
            scope.submit(() -> {
                channel.receiver().forEach(value -> {
                    worked.add(value);
                    working.countDown();
                    while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                });
                return null;
            });
            working.await();
            scope.shutdownNow();
        }
        assertEquals(List.of(1), worked);
        assertEquals(List.of(2), rest(channel.receiver(), ChannelDone.class));
    }

    @Everywhere
    void doneDrained(ChannelUnderTest channel) throws Exception {
        channel.meet();
        Future<Boolean> task;
        try (ExecutorService scope = scope()) {
            task = blockedIn(scope, () -> {
                channel.receiver().forEach(value -> {});
                return Thread.currentThread().isInterrupted();
            });
            channel.sender().done();
        }
        assertFalse(task.get(), "the scope waited for the loop, which ended by itself");
    }

    @Everywhere
    void failed(ChannelUnderTest channel) throws Exception {
        channel.meet();
        Future<Integer> task;
        try (ExecutorService scope = scope()) {
            task = blockedIn(scope, channel.receiver()::receive);
            channel.sender().error(new IllegalStateException("disk full"));
        }
        ExecutionException failure = assertThrows(ExecutionException.class, task::get);
        assertInstanceOf(ChannelFailed.class, failure.getCause());
    }

    @Everywhere
    void closedWithoutDone(ChannelUnderTest channel) throws Exception {
        channel.fill();
        try (ExecutorService scope = scope()) {
            blockedIn(scope, () -> {
                try (Sender<Integer> mine = channel.sender()) {
                    mine.send(-1);
                    mine.done();
                }
                return null;
            });
            scope.shutdownNow();
        }
        List<Integer> held = channel.isRendezvous() ? List.of() : List.of(1, 2);
        assertEquals(held, rest(channel.receiver(), ClosedWithoutDone.class));
    }

    @Everywhere
    void noPeerYet(ChannelUnderTest channel) throws Exception {
        Future<Integer> task;
        try (ExecutorService scope = scope()) {
            task = blockedIn(scope, channel.receiver()::receive);
            scope.shutdownNow();
        }
        wasInterrupted(task);
        Task<Sent> sending = Task.start(() -> channel.sender().send(1, LONG));
        assertEquals(1, channel.receiver().receive());
        accepted(sending.get());
    }

    @Everywhere
    void peerSlow(ChannelUnderTest channel) throws Exception {
        channel.fill();
        Future<Void> task;
        try (ExecutorService scope = scope()) {
            task = blockedIn(scope, () -> {
                sendInLoop(channel.sender(), -1);
                return null;
            });
            scope.shutdownNow();
        }
        wasInterrupted(task);
        channel.sender().done();
        List<Integer> held = channel.isRendezvous() ? List.of() : List.of(1, 2);
        assertEquals(held, rest(channel.receiver(), ChannelDone.class));
    }

    @Remote
    void peerLeft(ChannelUnderTest channel) throws Exception {
        channel.meet();
        channel.receiver().close();
        Task.until(() -> !hasReceiver(channel.sender()));
        Future<Sent> task;
        try (ExecutorService scope = scope()) {
            task = blockedIn(scope, () -> channel.sender().send(-1, LONG));
            scope.shutdownNow();
        }
        wasInterrupted(task);
        Receiver<Integer> next = channel.newReceiver();
        channel.sender().done();
        assertEquals(List.of(), rest(next, ChannelDone.class));
    }

    @ReceiverApart
    void peerLost(ChannelUnderTest channel) throws Exception {
        channel.meet();
        channel.cut();
        Task.until(() -> !hasReceiver(channel.sender()));
        Future<Sent> task;
        try (ExecutorService scope = scope()) {
            task = blockedIn(scope, () -> channel.sender().send(-1, LONG));
            scope.shutdownNow();
        }
        wasInterrupted(task);
        assertTrue(channel.sender().send(-1, SHORT) instanceof Sent.Full);
    }
}
