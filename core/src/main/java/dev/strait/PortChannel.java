package dev.strait;

import dev.strait.channel.LocalChannel;
import dev.strait.channel.Signal;
import java.time.Duration;
import java.util.Objects;

/** A channel that carries values. */
final class PortChannel<T> extends Channel<T> implements PortReceiver<T> {

    final LocalChannel<T> local;

    PortChannel(LocalChannel<T> local) {
        this.local = local;
    }

    @Override
    public void send(T value) throws InterruptedException {
        if (local.put(Objects.requireNonNull(value, NULL_VALUE)) == Signal.CLOSED) {
            throw local.cause();
        }
    }

    @Override
    public Sent send(T value, Duration timeout) throws InterruptedException {
        return Results.sent(local, local.put(Objects.requireNonNull(value, NULL_VALUE), Results.nanos(timeout)));
    }

    @Override
    public Sent trySend(T value) {
        return Results.sent(local, local.tryPut(Objects.requireNonNull(value, NULL_VALUE)));
    }

    @Override
    public void sendAll(Iterable<? extends T> values) throws InterruptedException {
        Batches.sendAll(values, chunk -> {
            if (local.putAll(chunk) == Signal.CLOSED) {
                throw local.cause();
            }
        });
    }

    @Override
    public void awaitReceivers(int count) {
        checkCount(count);
    }

    @Override
    public boolean awaitReceivers(int count, Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        checkCount(count);
        return true;
    }

    @Override
    public LocalChannel<T> port() {
        return local;
    }

    @Override
    public void done() {
        local.done();
    }

    @Override
    public void error(Throwable cause) {
        local.error(Objects.requireNonNull(cause, NULL_CAUSE));
    }

    @Override
    public void close() {
        local.close();
    }

    @Override
    public String toString() {
        return "Channel " + local;
    }
}
