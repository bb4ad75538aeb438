package dev.strait;

import dev.strait.error.ChannelClosed;
import org.jspecify.annotations.Nullable;

/**
 * What a select came to, and by which clause; made for a {@code switch} over its three cases:
 *
 * {@snippet :
 * switch (select.choose(Duration.ofSeconds(1))) {
 *     case Selected.CarriedOut(int clause, var result) -> use(result);
 *     case Selected.Closed(int clause, var cause) -> leaveOut(clause, cause);
 *     case Selected.None() -> doSomethingElse();
 * }
 * }
 *
 * <p>Clauses are counted from 0 in the order in which they were added, those on {@link Channel#never()} too.
 *
 * @param <R> the type of the result
 */
public sealed interface Selected<R extends @Nullable Object> {

    /**
     * A clause was carried out: its value was received or sent, and its handler has run.
     *
     * @param clause the number of the clause, from 0
     * @param result what the handler gave
     * @param <R> the type of the result
     */
    record CarriedOut<R extends @Nullable Object>(int clause, R result) implements Selected<R> {}

    /**
     * A clause was chosen whose channel had ended (for a receive: and everything that had arrived is taken). Nothing was received or
     * sent, and no handler has run.
     *
     * @param clause the number of the clause, from 0
     * @param cause how the channel ended; {@link dev.strait.error.ChannelDone} is the clean end
     * @param <R> the type of the result
     */
    record Closed<R extends @Nullable Object>(int clause, ChannelClosed cause) implements Selected<R> {}

    /**
     * No clause was ready, or none in time; nothing has happened.
     *
     * @param <R> the type of the result
     */
    record None<R extends @Nullable Object>() implements Selected<R> {}
}
