package dev.strait.wire.mux;

import dev.strait.wire.frame.Mark;
import org.jspecify.annotations.Nullable;

/** What a sender has said of the messages of a stream: made for one only when it says something. Not thread-safe. */
final class Marks {
    /** Of the batch or message that comes next; null if nothing was said. */
    private @Nullable Mark next;
    /** The number of the last message that has come again. */
    private long lastRedelivered;

    /** What was said of the batch or message that comes next; null if nothing was. */
    @Nullable
    Mark next() {
        return next;
    }

    /** Takes in MARK. */
    void say(Mark mark) {
        next = mark;
    }

    /** The batch or message has come, whose last message has this number: nothing is said of the next. */
    void come(long lastNumber) {
        if (next != null && next.redeliveries() > 0) {
            lastRedelivered = lastNumber;
        }
        next = null;
    }

    /** Whether a message beyond these has come again: the sender is to know at once that it is taken. */
    boolean hasRedelivered(long beyond) {
        return beyond < lastRedelivered;
    }
}
