package dev.strait;

/**
 * What {@link Receiver#forEach} does with each value. Unlike {@link java.util.function.Consumer} it may throw a checked
 * exception, and it may use blocking calls such as {@link Sender#send} as they are.
 *
 * @param <T> the type of the values
 * @param <X> the checked exception that it may throw beside {@code InterruptedException}
 */
@FunctionalInterface
public interface ThrowingConsumer<T, X extends Exception> {

    /**
     * Handles one value.
     *
     * @param value the value
     * @throws X if it could not
     * @throws InterruptedException if the thread was interrupted in a blocking call
     */
    void accept(T value) throws X, InterruptedException;
}
