package dev.strait;

import dev.strait.error.ChannelClosed;

/**
 * What a receive that does not wait for ever came back with; made for a {@code switch} over its three cases:
 *
 * {@snippet :
 * switch (words.tryReceive()) {
 *     case Received.Value(var word) -> count(word);
 *     case Received.Empty() -> doSomethingElse();
 *     case Received.Closed(var cause) -> finish(cause);
 * }
 * }
 *
 * @param <T> the type of the values
 */
public sealed interface Received<T> {

    /**
     * A value was received.
     *
     * @param value the value, never {@code null}
     * @param <T> the type of the values
     */
    record Value<T>(T value) implements Received<T> {}

    /**
     * There was no value, or none in time; the channel is open.
     *
     * @param <T> the type of the values
     */
    record Empty<T>() implements Received<T> {}

    /**
     * The channel has ended, and everything that had arrived is taken.
     *
     * @param cause how it ended; {@link dev.strait.error.ChannelDone} is the clean end
     * @param <T> the type of the values
     */
    record Closed<T>(ChannelClosed cause) implements Received<T> {}
}
