package dev.strait.testkit.sim;

import dev.strait.wire.dispatch.Closure;
import org.jspecify.annotations.Nullable;

/** What one clause of a simulated call came to. */
sealed interface Result {
    /** A receive has taken the value that was sent. */
    record Accepted() implements Result {}

    /** The value that was sent came back: nobody has taken it. */
    record Returned() implements Result {}

    /** The link was lost while the value was out: it was taken, or not. */
    record Unknown() implements Result {}

    /**
     * The value was not sent, and none will be.
     *
     * @param closure null if the sender's own program has ended it
     */
    record Refused(@Nullable Closure closure) implements Result {}

    /** This value was received. */
    record Received(Message message) implements Result {}

    /** Nothing is received any more. */
    record Closed() implements Result {}
}
