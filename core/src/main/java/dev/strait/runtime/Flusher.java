package dev.strait.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes what lingers on a link on behalf of many programs that wait for it. When one read has woken many of them, on virtual threads, each
 * runs for a few microseconds, says something and waits again; written by each, that is a system call and a wake-up on the other side per
 * program. So the first starts a virtual thread that does it: the scheduler runs it behind those that are runnable by then, and what all
 * have said goes into one write. Nothing waits for long by it: to what lingers the link's writer thread sees in any case.
 *
 * <p>Worth, in the streams scenario: see docs/performance.md, "Opening and ending channels". Safe for use by any thread.
 */
final class Flusher {
    private final Runnable flush;
    private final Executor behindOthers;
    /** Whether a flush is asked for that has not begun. */
    private final AtomicBoolean asked = new AtomicBoolean();

    /**
     * Of one link.
     *
     * @param flush writes what lingers on it; must not block
     * @param behindOthers runs it behind the programs that are runnable by then
     */
    Flusher(Runnable flush, Executor behindOthers) {
        this.flush = flush;
        this.behindOthers = behindOthers;
    }

    /** What lingers is to be written, with what programs that are runnable now have to say. Never blocks. */
    void flushBehindOthers() {
        if (asked.getAndSet(true)) {
            return;
        }
        try {
            behindOthers.execute(this::flush);
        } catch (Throwable noThread) {
            flush(); // no memory for a thread: then by this one
        }
    }

    private void flush() {
        asked.set(false); // first: what is said from now on may miss this write
        flush.run();
    }
}
