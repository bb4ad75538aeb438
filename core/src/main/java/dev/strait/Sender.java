package dev.strait;

import dev.strait.error.ChannelClosed;
import dev.strait.error.OutcomeUnknown;
import dev.strait.error.PartlySent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The end of a channel that values are sent into. A {@link Channel} is one for this process; {@code node.sender(name)} gives
 * one whose receivers may be in other processes. Code written against this interface works for both.
 *
 * <p>A sender says how it ends: {@link #done()} when it has sent everything, {@link #error(Throwable)} when it cannot go on.
 * {@link #close()} without either is an error for the receivers, so that a sender that an exception threw out of its
 * {@code try} block is never mistaken for one that had finished:
 *
 * {@snippet :
 * try (var words = node.sender(WORDS)) {
 *     words.send("hello");
 *     words.done();
 * }
 * }
 *
 * <p>Values are never {@code null}. All methods may be called from any number of threads, virtual or not. The values that one thread
 * sends through one sender arrive in that order.
 *
 * <p>A value that a remote sender cannot put on its way (its type cannot be encoded, it is too large) is refused by each form of send
 * with {@link dev.strait.error.EncodeFailed} or {@link dev.strait.error.MessageTooLarge}; nothing was sent, and the channel goes on.
 *
 * <p><b>Interrupts.</b> A blocking call whose thread is interrupted before or during the call throws
 * {@link InterruptedException}, and then its value was not sent. If the value was taken in the same moment, the call returns
 * normally and leaves the thread's interrupt flag set. The try form does not look at the flag.
 *
 * <p><b>Capacity 0 between nodes.</b> On a named channel of capacity 0 a send meets a receive, and only the node of that receive can say that
 * it has taken the value. Therefore also the calls that do not wait ask the other node if a receive is known to wait there, which takes up to a
 * round trip: {@link #trySend} asks for at most about a second. A value that is out stays out until its verdict comes, or until the link is lost, which 3 s of silence are, or 5 s
 * in which a peer that is alive does not answer that the value is withdrawn; so a time limit may be exceeded by that, and an interrupt may be
 * answered as much later. If the link is lost first, nobody knows what became of the value: {@link OutcomeUnknown}, for this call only; the
 * channel goes on.
 *
 * @param <T> the type of the values
 */
public interface Sender<T> extends AutoCloseable {

    /**
     * Sends a value, and waits for as long as the channel is full; into a channel without a buffer, until a receiver has
     * taken the value. Senders that wait are served in the order in which they came.
     *
     * @param value what to send, not {@code null}
     * @throws ChannelClosed when the channel has ended, or ends while this call waits; the subclass says how. The value was
     *     not sent
     * @throws OutcomeUnknown on a remote end of capacity 0, if the link was lost while the value was out: it may or may not have been taken
     * @throws InterruptedException if the thread is interrupted; the value was not sent
     */
    void send(T value) throws InterruptedException;

    /**
     * Sends a value as {@link #send(Object)} does, and tells what becomes of it.
     *
     * @param value what to send, not {@code null}
     * @return completes when that is known, on a virtual thread: {@link Outcome.Delivered} when a receiver has acknowledged it,
     *     {@link Outcome.NotDelivered} when nobody will, {@link Outcome.Unknown} when nobody can know. It never fails, and what it says never
     *     changes. It is not known while the value is on its way, or no receiver is there
     * @throws ChannelClosed as {@link #send(Object)}
     * @throws dev.strait.error.NotSupported on a {@link Channel}
     * @throws InterruptedException if the thread is interrupted; the value was not sent
     */
    CompletableFuture<Outcome> post(T value) throws InterruptedException;

    /**
     * As {@link #post(Object)}, and settled by the given time: with {@link Outcome.NotDelivered} if there was no room for the value until then,
     * so that it was not sent, else with {@link Outcome.Unknown}; the value is on its way then, and may yet be delivered.
     *
     * @param value what to send, not {@code null}
     * @param timeout how long to wait, for room and for the answer together; zero or less does not wait
     * @return as {@link #post(Object)}
     * @throws ChannelClosed as {@link #send(Object)}
     * @throws dev.strait.error.NotSupported on a {@link Channel}
     * @throws InterruptedException if the thread is interrupted; the value was not sent
     */
    CompletableFuture<Outcome> post(T value, Duration timeout) throws InterruptedException;

    /**
     * Waits until it is known what became of everything that was sent through this end before the call: acknowledged, or a dead letter, or dropped where
     * the channel delivers at most once.
     *
     * @throws ChannelClosed if the channel has failed: something sent may not have been processed
     * @throws dev.strait.error.NodeClosed if the node was closed before that was known
     * @throws dev.strait.error.NotSupported on a {@link Channel}
     * @throws InterruptedException if the thread is interrupted
     */
    void flush() throws InterruptedException;

    /**
     * As {@link #flush()}, for at most the given time.
     *
     * @param timeout how long to wait; zero or less does not wait
     * @return whether it is known; false if the time went by
     */
    boolean flush(Duration timeout) throws InterruptedException;

    /**
     * Sends a value, and waits at most for the given time.
     *
     * @param value what to send, not {@code null}
     * @param timeout how long to wait; zero or less does not wait
     * @return {@link Sent.Accepted}; {@link Sent.Full} if the time went by and the value was not sent; {@link Sent.Closed} if
     *     the channel has ended, or ended meanwhile, and the value was not sent
     * @throws OutcomeUnknown as {@link #send(Object)}
     * @throws InterruptedException if the thread is interrupted; the value was not sent
     */
    Sent send(T value, Duration timeout) throws InterruptedException;

    /**
     * Sends a value if that needs no waiting: there is room in the buffer, or a receiver is waiting.
     *
     * @param value what to send, not {@code null}
     * @return {@link Sent.Accepted}, or {@link Sent.Full} or {@link Sent.Closed} when the value was not sent
     * @throws OutcomeUnknown as {@link #send(Object)}
     */
    Sent trySend(T value);

    /**
     * Sends values in order, and waits as {@link #send(Object)} does. A local channel takes all that there is room for, or are receivers
     * for, at once, and those after them as there is; into a remote end they are sent one after the other, as by {@code send}. Values of
     * other senders may come in between; senders that stood in line before are not overtaken.
     *
     * <p><b>All, some or none.</b> If this returns, all were sent. If the channel ends, the thread is interrupted, a value is {@code null}
     * or refused, or the iterator throws, then exactly the values before that point were sent (of the one at that point nothing is known if the
     * channel's capacity is 0 and what happened is {@link dev.strait.error.OutcomeUnknown}). If there were any, this throws
     * {@link PartlySent} with their number and what happened as its cause; if there were none, it throws what happened itself, as
     * {@code send} does.
     *
     * <p>The values are drawn from the iterator in the calling thread, without any lock, up to 64 ahead of what was sent. If this
     * throws, up to 64 values that were not sent may have been drawn. No values at all can be sent into any channel, also into one that
     * has ended: then this does nothing but look at the interrupt flag.
     *
     * @param values what to send, none of them {@code null}
     * @throws PartlySent if some of the values were sent, and then something stopped it; after an interrupt the thread's
     *     interrupt flag is set again
     * @throws ChannelClosed if there are values, and the channel has ended or ends before any was sent
     * @throws OutcomeUnknown as {@link #send(Object)}, if it is so of the first; of a later one it is the cause of {@code PartlySent}
     * @throws InterruptedException if the thread is interrupted before any was sent
     */
    void sendAll(Iterable<? extends T> values) throws InterruptedException;

    /**
     * Waits until the channel has at least {@code count} open receivers on other nodes or on this one, for those who want to
     * start with everybody present. Sending does not need it: a value sent before there is a receiver waits for one.
     *
     * <p>For a {@link Channel} this returns at once, whatever the count: every thread that holds it is a receiver. Only
     * {@link Channel#never()} never has one.
     *
     * @param count how many receivers to wait for, zero or more
     * @throws ChannelClosed when the channel ends before there were so many
     * @throws InterruptedException if the thread is interrupted
     */
    void awaitReceivers(int count) throws InterruptedException;

    /**
     * As {@link #awaitReceivers(int)}, and waits at most for the given time.
     *
     * @param count how many receivers to wait for, zero or more
     * @param timeout how long to wait; zero or less only looks
     * @return whether there are so many
     * @throws ChannelClosed when the channel ends before there were so many
     * @throws InterruptedException if the thread is interrupted
     */
    boolean awaitReceivers(int count, Duration timeout) throws InterruptedException;

    /**
     * Says that this sender has sent everything. What has been sent is still received; a channel whose senders are all done
     * then ends cleanly. Does not wait. Does nothing if this sender has already ended, in whatever way.
     */
    void done();

    /**
     * Ends the channel with an error, for all its ends: receivers first get what had arrived, then
     * {@link dev.strait.error.ChannelFailed} with this cause; calls of other senders fail with it at once. Does not wait. Does
     * nothing if this sender has already ended, in whatever way.
     *
     * @param cause why it ends, not {@code null}
     */
    void error(Throwable cause);

    /**
     * Gives this end back. After {@link #done()} or {@link #error(Throwable)} there is nothing left to say, and this does
     * nothing else. Without them it ends the channel with {@link dev.strait.error.ClosedWithoutDone}, which receivers get
     * after what had arrived. Idempotent.
     */
    @Override
    void close();
}
