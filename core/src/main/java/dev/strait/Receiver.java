package dev.strait;

import dev.strait.error.ChannelClosed;
import dev.strait.error.DecodeFailed;
import java.time.Duration;

/**
 * The end of a channel that values are received from. A {@link Channel} is one for this process; {@code node.receiver(name)}
 * gives one whose senders may be in other processes. Code written against this interface works for both.
 *
 * <p>Each value goes to one receiver. All methods may be called from any number of threads, virtual or not; threads that
 * wait are served in the order in which they came. To wait for several channels at once, see {@link Select}.
 *
 * <p><b>The end of a channel</b> comes after everything that had arrived. Loops use {@link #forEach}, which simply ends
 * when the senders are done; the single calls report every end, the clean one too, as a {@link ChannelClosed}.
 *
 * <p><b>Interrupts.</b> A blocking call whose thread is interrupted before or during the call throws
 * {@link InterruptedException}, and then it took no value. If a value was handed to it in the same moment, the call returns
 * that value and leaves the thread's interrupt flag set. The try form does not look at the flag.
 *
 * @param <T> the type of the values
 */
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
     * @param timeout how long to wait; zero or less does not wait
     * @return {@link Received.Value}; {@link Received.Empty} if the time went by; {@link Received.Closed} when the channel has
     *     ended and everything that had arrived is taken
     * @throws DecodeFailed as {@link #receive()}
     * @throws InterruptedException if the thread is interrupted; no value was taken
     */
    Received<T> receive(Duration timeout) throws InterruptedException;

    /**
     * Receives the next value if there is one: in the buffer, or with a sender that waits.
     *
     * @return {@link Received.Value}; {@link Received.Empty} if there is none now; {@link Received.Closed} when the channel
     *     has ended and everything that had arrived is taken
     * @throws DecodeFailed as {@link #receive()}
     */
    Received<T> tryReceive();

    /**
     * Receives values and gives each to {@code body}, in this thread, until the senders are done; then it returns. Any other
     * end of the channel is thrown. What the body throws ends the loop and is thrown here; the channel stays open, and
     * the next value is received by whoever asks next.
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
     * Gives this end back; what it had not taken goes to the channel's other receivers. Calls that wait on it fail with
     * {@link ChannelClosed}. Idempotent. A {@link Channel} is both ends at once, and closes as its sender does: see there.
     */
    @Override
    void close();
}
