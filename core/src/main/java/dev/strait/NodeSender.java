package dev.strait;

import dev.strait.channel.Clause;
import dev.strait.channel.Signal;
import dev.strait.error.ChannelClosed;
import dev.strait.runtime.Post;
import dev.strait.runtime.RemoteSender;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

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
    public CompletableFuture<Outcome> post(T value) throws InterruptedException {
        return post(value, RemoteSender.FOREVER);
    }

    @Override
    public CompletableFuture<Outcome> post(T value, Duration timeout) throws InterruptedException {
        return post(value, Math.max(0, Results.nanos(timeout)));
    }

    private CompletableFuture<Outcome> post(T value, long timeoutNanos) throws InterruptedException {
        Objects.requireNonNull(value, "value");
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Post post = (what, node, why) -> outcome.complete(
                switch (what) {
                    case DELIVERED -> new Outcome.Delivered(node);
                    case NOT_DELIVERED -> new Outcome.NotDelivered(why);
                    case UNKNOWN -> new Outcome.Unknown(node.isEmpty() ? why : "node " + node + ": " + why);
                });
        long until = System.nanoTime() + timeoutNanos;
        if (sender.post(value, post, timeoutNanos) != Signal.ACCEPTED) {
            outcome.complete(new Outcome.NotDelivered("there was no room for it within the time limit"));
        }
        return timeoutNanos == RemoteSender.FOREVER
                ? outcome
                : outcome.completeOnTimeout(
                        new Outcome.Unknown("no answer within the time limit; it may yet be delivered"),
                        Math.max(0, until - System.nanoTime()),
                        TimeUnit.NANOSECONDS);
    }

    @Override
    public void flush() throws InterruptedException {
        sender.flush(RemoteSender.FOREVER);
    }

    @Override
    public boolean flush(Duration timeout) throws InterruptedException {
        return sender.flush(Results.nanos(timeout));
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
