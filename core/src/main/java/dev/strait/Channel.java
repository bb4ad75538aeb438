package dev.strait;

import dev.strait.channel.LocalChannel;
import dev.strait.channel.Signal;
import dev.strait.error.ChannelClosed;
import java.time.Duration;
import java.util.Objects;

/**
 * A channel inside this process: both ends in one object, shared by any number of sending and receiving threads, virtual
 * or not.
 *
 * {@snippet :
 * Channel<String> words = Channel.buffered(16);
 * Thread.startVirtualThread(() -> {
 *     try (words) {
 *         words.send("hello");
 *         words.done();
 *     } catch (InterruptedException e) {
 *         Thread.currentThread().interrupt();
 *     }
 * });
 * words.forEach(System.out::println);
 * }
 *
 * <p>It works as a channel of Go does. Into a rendezvous channel, {@link #send} returns when a receiver has taken the
 * value; into a buffered one, when the value is in the buffer or with a receiver. Values come out in the order in which they
 * went in; threads that wait, on either side, are served in the order in which they came.
 *
 * <p><b>The end.</b> The channel ends once, for all who hold it: by {@link #done()}, {@link #error(Throwable)} or
 * {@link #close()}, whichever is first; the later ones do nothing. What is in the buffer is still received, and then every receiver gets
 * the end. A send that waits at that moment, and every later one, fails with the same {@link ChannelClosed} and did not happen.
 * Where several threads send, the one that knows that all have finished says {@code done}.
 *
 * @param <T> the type of the values
 */
public final class Channel<T> implements Sender<T>, Receiver<T> {

    static final String NULL_VALUE =
            "a channel carries no null; send an Optional, or a record of a sealed interface that stands for \"nothing\"";

    final LocalChannel<T> local;

    private Channel(int capacity) {
        this.local = new LocalChannel<>(capacity);
    }

    /**
     * Makes a channel without a buffer: a send and a receive wait for each other.
     *
     * @param <T> the type of the values
     * @return a new, open channel
     */
    public static <T> Channel<T> rendezvous() {
        return new Channel<>(0);
    }

    /**
     * Makes a channel with a buffer, whose room for all values is allocated at once.
     *
     * @param capacity how many values the buffer holds, at least 1
     * @param <T> the type of the values
     * @return a new, open channel
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public static <T> Channel<T> buffered(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("the capacity of a buffered channel is at least 1, not " + capacity
                    + "; a channel without a buffer is Channel.rendezvous()");
        }
        return new Channel<>(capacity);
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

    /** Returns at once: whoever holds this channel can receive from it. */
    @Override
    public void awaitReceivers(int count) {
        checkCount(count);
    }

    /** Returns true at once: whoever holds this channel can receive from it. */
    @Override
    public boolean awaitReceivers(int count, Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        checkCount(count);
        return true;
    }

    private static void checkCount(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("the number of receivers is zero or more, not " + count);
        }
    }

    @Override
    public T receive() throws InterruptedException {
        return local.receive();
    }

    @Override
    public Received<T> receive(Duration timeout) throws InterruptedException {
        return Results.received(local, local.take(Results.nanos(timeout)));
    }

    @Override
    public Received<T> tryReceive() {
        return Results.received(local, local.tryTake());
    }

    @Override
    public <X extends Exception> void forEach(ThrowingConsumer<? super T, X> body) throws X, InterruptedException {
        Results.forEach(local, body);
    }

    @Override
    public void done() {
        local.done();
    }

    @Override
    public void error(Throwable cause) {
        local.error(Objects.requireNonNull(cause, "an error needs a cause; a clean end is done()"));
    }

    /**
     * Ends the channel, if it has not ended, with {@link dev.strait.error.ClosedWithoutDone}, which receivers get after what had
     * arrived. After {@link #done()} or {@link #error(Throwable)} it does nothing; what is in the buffer can still be received.
     */
    @Override
    public void close() {
        local.close();
    }

    /** Says the kind, the number and the state of this channel, for logs and debuggers. */
    @Override
    public String toString() {
        return "Channel " + local;
    }
}
