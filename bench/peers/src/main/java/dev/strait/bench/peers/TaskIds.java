package dev.strait.bench.peers;

import dev.strait.bench.spi.Run;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The numbers of tasks that several threads give, and how many there were when all of them have stopped. For any number of threads. */
public final class TaskIds {
    private final Run run;
    private final AtomicLong next = new AtomicLong();
    private final AtomicInteger givers;

    /**
     * Makes them.
     *
     * @param run what is told how many tasks there were
     * @param givers how many threads give
     */
    public TaskIds(Run run, int givers) {
        this.run = run;
        this.givers = new AtomicInteger(givers);
    }

    /** Returns the number of the next task. */
    public long next() {
        return next.getAndIncrement();
    }

    /** Says, once for each giver, that it has sent its last task. */
    public void endOne() {
        if (givers.decrementAndGet() == 0) {
            run.sent(next.get());
        }
    }
}
