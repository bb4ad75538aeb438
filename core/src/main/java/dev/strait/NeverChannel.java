package dev.strait;

import dev.strait.channel.Selection;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;

/**
 * The channel on which nothing ever happens. It has no port: a call that waits on it waits as a select without clauses does, in no queue
 * and behind no lock, so that any number of threads may share the one instance.
 */
final class NeverChannel<T> extends Channel<T> {

    static final NeverChannel<?> INSTANCE = new NeverChannel<>();

    private NeverChannel() {}

    /** Returns when the time has gone by. */
    private static void pass(long timeoutNanos) throws InterruptedException {
        var choice = Selection.select(timeoutNanos);
        if (choice != null) {
            throw new IllegalStateException("a select chose one of no clauses");
        }
    }

    private static IllegalStateException forever() throws InterruptedException {
        while (true) {
            pass(Results.FOREVER);
        }
    }

    @Override
    public void send(T value) throws InterruptedException {
        Objects.requireNonNull(value, NULL_VALUE);
        throw forever();
    }

    @Override
    public Sent send(T value, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(value, NULL_VALUE);
        pass(Results.nanos(timeout));
        return Results.FULL;
    }

    @Override
    public Sent trySend(T value) {
        Objects.requireNonNull(value, NULL_VALUE);
        return Results.FULL;
    }

    @Override
    public void sendAll(Iterable<? extends T> values) throws InterruptedException {
        Batches.sendAll(values, chunk -> {
            throw forever();
        });
    }

    @Override
    public void awaitReceivers(int count) throws InterruptedException {
        checkCount(count);
        if (count > 0) {
            throw forever();
        }
    }

    @Override
    public boolean awaitReceivers(int count, Duration timeout) throws InterruptedException {
        long timeoutNanos = Results.nanos(timeout);
        checkCount(count);
        if (count > 0) {
            pass(timeoutNanos);
        }
        return count == 0;
    }

    @Override
    public T receive() throws InterruptedException {
        throw forever();
    }

    @Override
    public Received<T> receive(Duration timeout) throws InterruptedException {
        pass(Results.nanos(timeout));
        return Results.empty();
    }

    @Override
    public Received<T> tryReceive() {
        return Results.empty();
    }

    @Override
    public int receiveAll(Collection<? super T> into, int max) throws InterruptedException {
        Batches.check(into, max);
        throw forever();
    }

    @Override
    public int receiveAll(Collection<? super T> into, int max, Duration timeout) throws InterruptedException {
        Batches.check(into, max);
        pass(Results.nanos(timeout));
        return 0;
    }

    @Override
    public <X extends Exception> void forEach(ThrowingConsumer<? super T, X> body) throws InterruptedException {
        Objects.requireNonNull(body, "body");
        throw forever();
    }

    @Override
    public void done() {}

    @Override
    public void error(Throwable cause) {
        Objects.requireNonNull(cause, NULL_CAUSE);
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "Channel never";
    }
}
