package dev.strait.wire.mux;

import dev.strait.wire.frame.Mark;
import org.jspecify.annotations.Nullable;

/** What an {@link InStream} has once it is used, in one object: what it has granted, and what few streams need of all else. Not thread-safe. */
final class Inbox extends Grants {
    /** Null until a large message is wanted: few streams have any. */
    @Nullable
    Wish wish;

    /** Null until a message comes in fragments: few streams have any. */
    @Nullable
    Assembly assembly;

    /** Null until a message is taken that is not acknowledged thereby. */
    @Nullable
    Unanswered unanswered;

    /** Null until the sender says something of a message. */
    @Nullable
    Marks marks;

    /** With the initial credit. */
    Inbox(Terms terms) {
        super(terms.window(), terms.budget());
    }

    /** What was said of the message that comes next; null if nothing was. */
    @Nullable
    Mark mark() {
        return marks == null ? null : marks.next();
    }

    /** Whether a message is coming in fragments. */
    boolean isAssembling() {
        return assembly != null && assembly.isUnderWay();
    }

    boolean hasRedelivered(long beyond) {
        return marks != null && marks.hasRedelivered(beyond);
    }
}
