package dev.strait;

import dev.strait.error.ChannelClosed;
import dev.strait.error.DecodeFailed;
import java.time.Duration;

/**
 * The values of a receiver, each to be answered by the program: {@link Receiver#deliveries()}.
 *
 * <p>At most as many as the channel's capacity are unanswered at a time, on one receiver: a further call then waits until one is
 * answered. The calls of the receiver itself take from the same values, and may be mixed with these. Safe for use by any number of
 * threads.
 *
 * @param <T> the type of the values
 */
public interface Deliveries<T> {
    /**
     * Receives the next value, and waits until there is one.
     *
     * @return the delivery, to be answered
     * @throws ChannelClosed when the channel has ended and everything that had arrived is taken. A value that is given back after that comes
     *     again, to a receiver of the channel that is still open: so also to this one, if it asks
     * @throws DecodeFailed if what a remote sender sent is not a value of the declared type; it was rejected, and the next call goes on
     * @throws InterruptedException if the thread is interrupted; no value was taken
     */
    Delivery<T> receive() throws InterruptedException;

    /**
     * Receives the next value, and waits for it at most for the given time.
     *
     * @param timeout how long to wait; zero or less does not wait
     * @return {@link Received.Value}; {@link Received.Empty} if the time went by; {@link Received.Closed} when the channel has ended
     * @throws DecodeFailed as {@link #receive()}
     * @throws InterruptedException if the thread is interrupted; no value was taken
     */
    Received<Delivery<T>> receive(Duration timeout) throws InterruptedException;

    /**
     * Receives values and gives each to {@code body}, in this thread, until the senders are done; then it returns. The body sees to it that each is
     * answered, by itself or by another thread. What it throws ends the loop and is thrown here; a delivery that it has not answered by then
     * is given back.
     *
     * @param body what to do with each delivery
     * @param <X> the checked exception that the body throws; inferred, {@code RuntimeException} if it throws none
     * @throws X what the body threw
     * @throws ChannelClosed when the channel ended in another way than by {@code done}
     * @throws DecodeFailed as {@link #receive()}
     * @throws InterruptedException if the thread is interrupted while it waits, or the body threw it
     */
    <X extends Exception> void forEach(ThrowingConsumer<? super Delivery<T>, X> body) throws X, InterruptedException;
}
