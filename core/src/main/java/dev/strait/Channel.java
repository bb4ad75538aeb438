package dev.strait;

import dev.strait.channel.LocalChannel;
import dev.strait.error.ChannelClosed;
import dev.strait.error.NotSupported;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

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
 * went in; threads that wait, on either side, are served in the order in which they came. Beyond Go there is
 * {@link #unbounded()}, and Go's nil channel is {@link #never()}.
 *
 * <p><b>The end.</b> The channel ends once, for all who hold it: by {@link #done()}, {@link #error(Throwable)} or
 * {@link #close()}, whichever is first; the later ones do nothing. What is in the buffer is still received, and then every receiver gets
 * the end. A send that waits at that moment, and every later one, fails with the same {@link ChannelClosed} and did not happen.
 * Where several threads send, the one that knows that all have finished says {@code done}.
 *
 * <p><b>Batches.</b> {@link #receiveAll(Collection, int) receiveAll} takes what is in the buffer and what the senders in line offer in one
 * step. {@link #sendAll} sends in one step as many as there is room or are receivers for, and then stands in line with the
 * next value as {@code send} does.
 *
 * @param <T> the type of the values
 */
public abstract sealed class Channel<T> implements Sender<T>, Receiver<T> permits PortChannel, NeverChannel {

    static final String NULL_VALUE =
            "a channel carries no null; send an Optional, or a record of a sealed interface that stands for \"nothing\"";

    static final String NULL_CAUSE = "an error needs a cause; a clean end is done()";

    Channel() {}

    /**
     * Makes a channel without a buffer: a send and a receive wait for each other.
     *
     * @param <T> the type of the values
     * @return a new, open channel
     */
    public static <T> Channel<T> rendezvous() {
        return new PortChannel<>(new LocalChannel<>(0));
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
        return new PortChannel<>(new LocalChannel<>(capacity));
    }

    /**
     * Makes a channel whose sends never wait for room, and whose try form never says {@link Sent.Full}: it holds whatever is sent,
     * until it is received.
     *
     * <p><b>The danger.</b> Nothing holds the senders back. If they are faster than the receivers for long enough, the values fill the
     * heap, and the {@link OutOfMemoryError} comes in whichever thread allocates next. Choose it only where something else bounds
     * the values under way, such as a fixed number of requests each with one answer; otherwise {@link #buffered(int)}.
     *
     * <p>The memory grows and shrinks with the values it holds: a burst is given back as it is received, but for some 4 KiB.
     *
     * @param <T> the type of the values
     * @return a new, open channel
     */
    public static <T> Channel<T> unbounded() {
        return new PortChannel<>(LocalChannel.unbounded());
    }

    /**
     * The channel on which nothing ever happens; Go's nil channel. Sends and receives wait for ever, which means until their time
     * limit or an interrupt; the try forms say {@link Sent.Full} and {@link Received.Empty}. {@code done}, {@code error} and
     * {@code close} do nothing: it never ends. It never has a receiver to {@link #awaitReceivers(int) await}. In a {@link Select} its clauses
     * are never chosen and cost nothing, which makes it the way to switch a clause off:
     *
     * {@snippet :
     * Receiver<String> in = paused ? Channel.never() : words;
     * }
     *
     * @param <T> the type of the values that it does not carry
     * @return the channel; it may be the same each time, and holds nothing
     */
    @SuppressWarnings("unchecked") // carries no value, so it is one of every type
    public static <T> Channel<T> never() {
        return (Channel<T>) NeverChannel.INSTANCE;
    }

    /**
     * Returns at once: whoever holds this channel can receive from it. On {@link #never()}, where nobody ever receives, it waits for ever
     * unless the count is zero.
     */
    @Override
    public abstract void awaitReceivers(int count) throws InterruptedException;

    /**
     * Returns true at once: whoever holds this channel can receive from it. On {@link #never()}, where nobody ever receives, it
     * waits and returns false unless the count is zero.
     */
    @Override
    public abstract boolean awaitReceivers(int count, Duration timeout) throws InterruptedException;

    /**
     * Ends the channel, if it has not ended, with {@link dev.strait.error.ClosedWithoutDone}, which receivers get after what had
     * arrived. After {@link #done()} or {@link #error(Throwable)} it does nothing; what is in the buffer can still be received.
     */
    @Override
    public abstract void close();

    /** Is not supported: in one process a value is its receiver's when it is taken. */
    @Override
    public final CompletableFuture<Outcome> post(T value) {
        throw notAnswered("post(value)");
    }

    /** Is not supported: in one process a value is its receiver's when it is taken. */
    @Override
    public final CompletableFuture<Outcome> post(T value, Duration timeout) {
        throw notAnswered("post(value, timeout)");
    }

    /** Is not supported: in one process a value is its receiver's when it is taken. */
    @Override
    public final void flush() {
        throw notAnswered("flush()");
    }

    /** Is not supported: in one process a value is its receiver's when it is taken. */
    @Override
    public final boolean flush(Duration timeout) {
        throw notAnswered("flush(timeout)");
    }

    /** Is not supported: in one process a value is its receiver's when it is taken. */
    @Override
    public final Deliveries<T> deliveries() {
        throw notAnswered("deliveries()");
    }

    private static NotSupported notAnswered(String call) {
        return new NotSupported(
                call + " on a channel inside one process, where to take a value is to acknowledge it,",
                "open a named channel on a node, or use a channel of capacity 0, whose send returns when the value is taken");
    }

    /** Says the kind, the number and the state of this channel, for logs and debuggers. */
    @Override
    public abstract String toString();

    static void checkCount(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("the number of receivers is zero or more, not " + count);
        }
    }
}
