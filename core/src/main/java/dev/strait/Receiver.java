package dev.strait;

import dev.strait.codec.TravelsAsReference;
import dev.strait.error.ChannelClosed;
import dev.strait.error.DecodeFailed;
import dev.strait.error.NotAdded;
import java.time.Duration;
import java.util.Collection;

/**
 * The end of a channel that values are received from. A {@link Channel} is one for this process; {@code node.receiver(name)}
 * gives one whose senders may be in other processes. Code written against this interface works for both.
 *
 * <p>Each value goes to one receiver. All methods may be called from any number of threads, virtual or not; threads that
 * wait are served in the order in which they came. To wait for several channels at once, see {@link Select}.
 *
 * <p><b>Acknowledgement.</b> {@code receive}, {@code receiveAll} and selects acknowledge a value by taking it: what a process has taken dies with
 * it. {@link #forEach} acknowledges it after its body, and {@link #deliveries()} leaves it to the program. What was not acknowledged when its
 * receiver is lost goes to another receiver of the channel.
 *
 * <p><b>The end of a channel</b> comes after everything that had arrived. Loops use {@link #forEach}, which simply ends
 * when the senders are done; the single calls report every end, the clean one too, as a {@link ChannelClosed}.
 *
 * <p><b>Interrupts.</b> A blocking call whose thread is interrupted before or during the call throws
 * {@link InterruptedException}, and then it took no value. If a value was handed to it in the same moment, the call returns
 * that value and leaves the thread's interrupt flag set. The try form does not look at the flag.
 *
 * <p><b>Capacity 0 between nodes.</b> On a named channel of capacity 0 a value stays with its sender until a receive meets it. Therefore also the
 * calls that do not wait ask the other node if a send is known to wait there, which takes up to a round trip, and at most about a second. A receive that ends without
 * a value gives back one that was on its way to it, and its sender sends that to another.
 *
 * @param <T> the type of the values
 */
@TravelsAsReference
public interface Receiver<T> extends AutoCloseable {

    /**
     * Receives the next value, and waits until there is one.
     *
     * @return the value, never {@code null}
     * @throws ChannelClosed when the channel has ended and everything that had arrived is taken; the subclass says how it
     *     ended, {@link dev.strait.error.ChannelDone} being the clean end
     * @throws DecodeFailed if what a remote sender sent is not a value of the declared type; the next call goes on with the
     *     next value
     * @throws InterruptedException if the thread is interrupted; no value was taken
     */
    T receive() throws InterruptedException;

    /**
     * Receives the next value, and waits for it at most for the given time.
     *
     * @param timeout how long to wait; zero or less does not wait, except that it asks as {@link #tryReceive()} does
     * @return {@link Received.Value}; {@link Received.Empty} if the time went by; {@link Received.Closed} when the channel has
     *     ended and everything that had arrived is taken
     * @throws DecodeFailed as {@link #receive()}
     * @throws InterruptedException if the thread is interrupted; no value was taken
     */
    Received<T> receive(Duration timeout) throws InterruptedException;

    /**
     * Receives the next value if there is one: in the buffer, or with a sender that waits. Does not wait, except that at capacity 0 between
     * nodes it asks for the value of one that is known to wait: up to a round trip, at most about a second.
     *
     * @return {@link Received.Value}; {@link Received.Empty} if there is none now; {@link Received.Closed} when the channel
     *     has ended and everything that had arrived is taken
     * @throws DecodeFailed as {@link #receive()}
     */
    Received<T> tryReceive();

    /**
     * Receives what is there, and waits until there is at least one value. Values in the buffer and those of senders that wait
     * are taken in one step, in order, up to {@code max}; no other receiver takes one from among them. A call that had to wait takes
     * the value that ended its wait, and may leave those that came right after it to the next call. At capacity 0 between nodes nothing is
     * there before it is asked for: a call takes what was handed to it, which is mostly one value.
     *
     * <p>The values are then added to the collection in the calling thread, without any lock. None that was taken is lost:
     *
     * <ul>
     *   <li>If some do not decode, all others are added, and then the first {@link DecodeFailed} is thrown, with the further ones
     *       suppressed in it. (Whatever else a codec throws is treated alike.)
     *   <li>If the collection throws, this throws {@link NotAdded}, which has the values from that one on. What a collection does with a value
     *       without throwing is its own affair; a set may drop it.
     * </ul>
     *
     * @param into where the values are added, in the order received; what it held before stays
     * @param max how many at most, at least 1
     * @return how many were received, from 1 to {@code max}
     * @throws IllegalArgumentException if {@code max} is less than 1
     * @throws ChannelClosed when the channel has ended and everything that had arrived is taken; the subclass says how it ended
     * @throws DecodeFailed if some of what was taken are not values of the declared type; the others are in the collection
     * @throws NotAdded if the collection threw; it has what the collection does not
     * @throws InterruptedException if the thread is interrupted; no value was taken
     */
    int receiveAll(Collection<? super T> into, int max) throws InterruptedException;

    /**
     * As {@link #receiveAll(Collection, int)}, and waits for the first value at most for the given time.
     *
     * @param into where the values are added, in the order received; what it held before stays
     * @param max how many at most, at least 1
     * @param timeout how long to wait; zero or less does not wait, except that it asks as {@link #tryReceive()} does
     * @return how many were received, up to {@code max}; 0 if the time went by
     * @throws IllegalArgumentException as {@link #receiveAll(Collection, int)}
     * @throws ChannelClosed as {@link #receiveAll(Collection, int)}
     * @throws DecodeFailed as {@link #receiveAll(Collection, int)}
     * @throws NotAdded as {@link #receiveAll(Collection, int)}
     * @throws InterruptedException as {@link #receiveAll(Collection, int)}
     */
    int receiveAll(Collection<? super T> into, int max, Duration timeout) throws InterruptedException;

    /**
     * Receives values and gives each to {@code body}, in this thread, until the senders are done; then it returns. Any other
     * end of the channel is thrown. What the body throws ends the loop and is thrown here; the channel stays open, and
     * the next value is received by whoever asks next.
     *
     * <p><b>On a named channel with a buffer a value is acknowledged when its body returns.</b> Until then it belongs to its sender: when the process
     * dies, it goes to another receiver, and a body that throws gives it back at once (a value that does not decode is rejected). While
     * another loop over this receiver has a body at work, this one waits, though the senders are done: that value may come back. On a {@link
     * Channel}, and at capacity 0, a value is acknowledged when it is taken.
     *
     * @param body what to do with each value
     * @param <X> the checked exception that the body throws; inferred, {@code RuntimeException} if it throws none
     * @throws X what the body threw
     * @throws ChannelClosed when the channel ended in another way than by {@code done}
     * @throws DecodeFailed as {@link #receive()}
     * @throws InterruptedException if the thread is interrupted while it waits, or the body threw it
     */
    <X extends Exception> void forEach(ThrowingConsumer<? super T, X> body) throws X, InterruptedException;

    /**
     * The values of this receiver, each to be answered by the program: acknowledged, given back, or rejected.
     *
     * @return always the same
     * @throws dev.strait.error.NotSupported on a {@link Channel}, and on a named channel of capacity 0: there to take a value is to acknowledge it
     */
    Deliveries<T> deliveries();

    /**
     * Gives this end back; what it had not taken goes to the channel's other receivers. Calls that wait on it fail with
     * {@link ChannelClosed}. Idempotent. A {@link Channel} is both ends at once, and closes as its sender does: see there.
     */
    @Override
    void close();
}
