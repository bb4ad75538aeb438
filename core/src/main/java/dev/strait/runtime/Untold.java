package dev.strait.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the engine has said of a sender and nobody has acted on yet. The engine says last of all that the sender is drained, but several threads act on
 * events side by side, so that one may come to that before another has told what became of the last values: whoever acts last is to let the sender
 * go. Safe for any thread.
 */
final class Untold {
    /** Those that were said and not acted on, and one more until the last was. */
    private final AtomicInteger count = new AtomicInteger(1);

    /** Under the engine's lock: something was said, ahead of the last. */
    void said() {
        count.incrementAndGet();
    }

    /** One of them, or the last, was acted on. @return whether that was all */
    boolean isAllTold() {
        return count.decrementAndGet() == 0;
    }
}
