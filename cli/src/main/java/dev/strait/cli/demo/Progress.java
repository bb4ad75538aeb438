package dev.strait.cli.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Shows the state of a job on standard error while it runs: on a terminal one line, redrawn ten times a second; elsewhere,
 * a line every five seconds, or nothing. Notes go through here as well, so that they do not end up inside the line.
 * Thread-safe.
 */
final class Progress implements AutoCloseable {

    /** How progress is shown. */
    enum Style {
        /** One line that is redrawn in place. */
        REDRAWN(Duration.ofMillis(100)),
        /** A new line now and then. */
        SPARSE(Duration.ofSeconds(5)),
        /** Notes only. */
        NONE(Duration.ofDays(1));

        private final Duration interval;

        Style(Duration interval) {
            this.interval = interval;
        }
    }

    /** Carriage return, and the control sequence that erases to the end of the line (ECMA-48, EL). */
    private static final String START_OVER = "\r\u001b[K";

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private final PrintWriter out;
    private final Style style;
    private final int columns;
    private final Tally tally;
    private final LongSupplier known;
    private final long startNanos = System.nanoTime();
    private boolean closed;
    private boolean lineShown;

    /**
     * Starts to show.
     *
     * @param columns the width of a line
     * @param known tells how many files there are, as far as known
     */
    Progress(PrintWriter out, Style style, int columns, Tally tally, LongSupplier known) {
        this.out = out;
        this.style = style;
        this.columns = columns;
        this.tally = tally;
        this.known = known;
        if (style != Style.NONE) {
            Thread.ofPlatform().daemon().name("demo-progress").start(this::run);
        }
    }

    /** Prints a line of its own. */
    void note(String line) {
        lock.lock();
        try {
            erase();
            out.println(line);
            out.flush();
        } finally {
            lock.unlock();
        }
    }

    /** Stops, and erases a line that is being redrawn. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            erase();
            out.flush();
            closing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        lock.lock();
        try {
            while (!closed) {
                // An early or a late return of the wait only moves one drawing.
                boolean signalled = closing.await(style.interval.toMillis(), TimeUnit.MILLISECONDS);
                if (!closed && !signalled) {
                    draw();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void draw() {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
        // The last column stays free: some terminals wrap when it is written.
        String line = ProgressLine.draw(tally.totals(), known.getAsLong(), elapsed, columns - 1);
        if (style == Style.REDRAWN) {
            out.print(START_OVER + line);
            lineShown = true;
        } else {
            out.println(line.stripLeading());
        }
        out.flush();
    }

    private void erase() {
        if (lineShown) {
            out.print(START_OVER);
            lineShown = false;
        }
    }
}
