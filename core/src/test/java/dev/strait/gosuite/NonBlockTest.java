package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.strait.Received;
import dev.strait.Receiver;
import dev.strait.Select;
import dev.strait.Sender;
import dev.strait.Sent;
import dev.strait.Task;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;

/**
 * Restates {@code test/chan/nonblock.go}: an operation that does not wait finds nothing in a channel that is empty, and an exchange as
 * soon as another thread takes part or there is room; with values of several types, without a buffer and with one.
 */
@Timeout(60)
class NonBlockTest {

    /** A send and a receive that do not wait. */
    private interface Form {
        <T> boolean send(Sender<T> to, T value) throws InterruptedException;

        <T> @Nullable T receive(Receiver<T> from) throws InterruptedException;
    }

    private static final Form TRY = new Form() {
        @Override
        public <T> boolean send(Sender<T> to, T value) {
            return to.trySend(value) instanceof Sent.Accepted;
        }

        @Override
        public <T> @Nullable T receive(Receiver<T> from) {
            return from.tryReceive() instanceof Received.Value(var value) ? value : null;
        }
    };

    private static final Form SELECT = new Form() {
        @Override
        public <T> boolean send(Sender<T> to, T value) throws InterruptedException {
            return Select.<Boolean>of().send(to, value, () -> true).orElse(() -> false);
        }

        @Override
        public <T> @Nullable T receive(Receiver<T> from) throws InterruptedException {
            return Select.<@Nullable T>of().receive(from, value -> value).orElse(() -> null);
        }
    };

    @Over({LOCAL, REMOTE})
    void theTryFormsFindAPartnerInABufferedChannel(Pipes pipes) throws InterruptedException {
        valuesOfSeveralTypes(pipes, 1, TRY);
    }

    @Over({LOCAL, REMOTE})
    void theTryFormsFindAPartnerInARendezvous(Pipes pipes) throws InterruptedException {
        valuesOfSeveralTypes(pipes, 0, TRY);
    }

    @Over({LOCAL, REMOTE})
    void aSelectWithADefaultFindsAPartnerInABufferedChannel(Pipes pipes) throws InterruptedException {
        valuesOfSeveralTypes(pipes, 1, SELECT);
    }

    @Over({LOCAL, REMOTE})
    void aSelectWithADefaultFindsAPartnerInARendezvous(Pipes pipes) throws InterruptedException {
        valuesOfSeveralTypes(pipes, 0, SELECT);
    }

    private static void valuesOfSeveralTypes(Pipes pipes, int capacity, Form form) throws InterruptedException {
        bothWays(pipes, pipes.ints(capacity), capacity, form, 123, 234);
        bothWays(pipes, pipes.pipe(capacity, Long.class), capacity, form, 123_456L, 234_567_890_123L);
        bothWays(pipes, pipes.pipe(capacity, Boolean.class), capacity, form, true, true);
        bothWays(pipes, pipes.pipe(capacity, String.class), capacity, form, "hello", "hello again");
    }

    private static <T> void bothWays(Pipes pipes, Pipe<T> channel, int capacity, Form form, T there, T back)
            throws InterruptedException {
        assertEquals(null, form.receive(channel.out()), "nobody has sent");
        if (capacity == 0) {
            assertEquals(false, form.send(channel.in(), there), "nobody receives");
        }

        AtomicReference<@Nullable T> got = new AtomicReference<>();
        Thread receiver = pipes.go(() -> got.set(channel.out().receive()));
        untilDone(() -> form.send(channel.in(), there));
        pipes.await(List.of(receiver));
        assertEquals(there, got.get());

        Thread sender = pipes.go(() -> channel.in().send(back));
        if (capacity > 0) {
            pipes.await(List.of(sender)); // it needs nobody
        }
        got.set(null);
        untilDone(() -> {
            got.set(form.receive(channel.out()));
            return got.get() != null;
        });
        assertEquals(back, got.get());
        pipes.await(List.of(sender));
        assertInstanceOf(Received.Empty.class, channel.out().tryReceive());
    }

    private interface Attempt {
        boolean made() throws InterruptedException;
    }

    private static void untilDone(Attempt attempt) {
        Task.until(() -> {
            try {
                return attempt.made();
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted without waiting", e);
            }
        });
    }
}
