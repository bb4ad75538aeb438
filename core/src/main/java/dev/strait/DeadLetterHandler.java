package dev.strait;

/**
 * Is offered the dead letters of senders whose channel declares no channel for them.
 *
 * @param <T> the type of the values
 */
@FunctionalInterface
public interface DeadLetterHandler<T> {
    /**
     * A value is not sent again. Called on a virtual thread, for one value of a sender after the other; the sender waits with new values while
     * more than 1,024 wait for this. What it throws is logged.
     *
     * @param value the value
     * @param letter where it comes from, and why
     */
    void deadLetter(T value, DeadLetter letter);
}
