package dev.strait;

import dev.strait.channel.Clause;
import dev.strait.error.ChannelClosed;
import dev.strait.runtime.RemoteSender;
import java.time.Duration;
import java.util.Objects;

/** A sender end of a named channel. */
final class NodeSender<T> implements Sender<T> {

    private final RemoteSender<T> sender;

    NodeSender(RemoteSender<T> sender) {
        this.sender = sender;
    }

    @Override
    public void send(T value) throws InterruptedException {
        sender.send(Objects.requireNonNull(value, "value"), RemoteSender.FOREVER);
    }

    @Override
    public Sent send(T value, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(value, "value");
        try {
            return Results.sent(sender.send(value, Results.nanos(timeout)));
        } catch (ChannelClosed closed) {
            return new Sent.Closed(closed);
        }
    }

    @Override
    public Sent trySend(T value) {
        Objects.requireNonNull(value, "value");
        try {
            return Results.sent(sender.trySend(value));
        } catch (ChannelClosed closed) {
            return new Sent.Closed(closed);
        }
    }

    @Override
    public void sendAll(Iterable<? extends T> values) throws InterruptedException {
        Batches.sendAll(values, chunk -> {
            sender.sendSome(chunk);
            for (T value = chunk.peek(); value != null; value = chunk.peek()) {
                sender.send(value, RemoteSender.FOREVER); // waits for room
                chunk.remove();
                sender.sendSome(chunk);
            }
        });
    }

    /** A clause of a select that sends a value, encoded now. */
    Clause clause(T value) {
        return sender.clause(value);
    }

    @Override
    public void awaitReceivers(int count) throws InterruptedException {
        sender.awaitReceivers(count, RemoteSender.FOREVER);
    }

    @Override
    public boolean awaitReceivers(int count, Duration timeout) throws InterruptedException {
        return sender.awaitReceivers(count, Results.nanos(timeout));
    }

    @Override
    public void done() {
        sender.done();
    }

    @Override
    public void error(Throwable cause) {
        sender.error(Objects.requireNonNull(cause, "cause"));
    }

    @Override
    public void close() {
        sender.close();
    }

    @Override
    public String toString() {
        return "sender of channel '" + sender.channel() + "'";
    }
}
