package dev.strait.runtime;

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
    private final LinkWriter pen;
    private final AtomicBoolean begun = new AtomicBoolean();

    /** Of this link. */
    Flusher(LinkWriter pen) {
        this.pen = pen;
    }

    /** What lingers is to be written, with what programs that are runnable now have to say. Never blocks. */
    void flushBehindOthers() {
        if (begun.getAndSet(true)) {
            return;
        }
        try {
            Thread.startVirtualThread(this::flush);
        } catch (Throwable noThread) {
            flush(); // no memory for a thread: then by this one
        }
    }

    private void flush() {
        begun.set(false); // first: what is said from now on may miss this write
        pen.flushAll();
    }
}
