package dev.strait;

import java.time.Duration;
import java.util.Optional;

/**
 * A value in this program's hands, until the program answers it: {@link #ack()}, {@link #nack()} or {@link #reject(String)}. Given by {@link
 * Receiver#deliveries()}.
 *
 * <p>It is kept for this program while its process lives and can be reached, and for no longer than the channel's {@link
 * ChannelName#processingLimit(Duration) processing limit}, if it has one. When this end closes, the process dies, or its link is lost, the
 * value goes to another receiver. Each answer says whether it came in time; only the first counts. Safe for use by any thread.
 *
 * @param <T> the type of the value
 */
public interface Delivery<T> {
    /** The value, never {@code null}. */
    T value();

    /**
     * How often the value was sent before to a receiver that may have taken it; 0 for most. At 65,535 the count stops.
     *
     * @return 0 or more; more than 0 means that it may have been processed, in whole or in part
     */
    int redeliveries();

    /** Where the value comes from, if it is a dead letter of another channel. */
    Optional<DeadLetter> deadLetter();

    /**
     * Acknowledges the value: it is processed, and goes to nobody again.
     *
     * @return false if that is too late: it was answered, its limit was over, or its sender has it back or is lost
     */
    boolean ack();

    /**
     * Gives the value back: it goes to another receiver at once if one has room, else to any that has. A value that has reached a program as often
     * as its sender's {@link ChannelName#maxAttempts(int)} says becomes a dead letter instead.
     *
     * @return false if that is too late, as for {@link #ack()}
     */
    default boolean nack() {
        return nack(Duration.ZERO);
    }

    /**
     * As {@link #nack()}, but it goes out again only after some time.
     *
     * @param delay how long at least; zero or less for at once, at most 24 days
     */
    boolean nack(Duration delay);

    /**
     * Rejects the value: nobody can ever process it. It becomes a dead letter.
     *
     * @param reason why, for people; of more than 1,024 bytes of UTF-8 the end is cut off
     * @return false if that is too late, as for {@link #ack()}
     */
    boolean reject(String reason);

    /**
     * Sets how long the value may stay in this program's hands, from now on, whatever it was before.
     *
     * @param limit more than zero
     * @return false if that is too late, as for {@link #ack()}
     */
    boolean limit(Duration limit);
}
