package dev.strait.cli.demo;

import dev.strait.Receiver;
import dev.strait.Sender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One count from start to end: reads the input and sends parcels in one thread, merges results in another. It works on the ends of two
 * channels and does not know where the workers are. Runs once.
 *
 * <p>A worker acknowledges a parcel when its result is merged, so a worker that is lost costs nothing but time: what it had not
 * acknowledged goes to the others. The job fails when none is left, or one is missing from the start. The parcels are done when all of them
 * are acknowledged, and not when they are sent: a worker that hears of the end goes home, and nobody should who may still be needed.
 */
final class Job {

    /** How long to wait at the start for all workers to be there. */
    static final Duration WORKERS_START = Duration.ofSeconds(30);

    /**
     * After a failure, how long to go on merging what is on its way. It shortens the list of files in doubt to those that truly are, and is
     * over as soon as the workers are done.
     */
    static final Duration LAST_RESULTS = Duration.ofSeconds(2);

    /** When a channel ends, how long to wait for the operating system's word on which process has ended, and how. */
    private static final Duration CAUSE_OF_DEATH = Duration.ofMillis(500);

    private final Input input;
    private final int workers;
    private final Tally tally;
    private final UnreadableListener listener;

    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private final ReentrantLock lock = new ReentrantLock();
    /** What follows is guarded by the lock. */
    private final List<LostWorker> lost = new ArrayList<>();

    private boolean started;
    private boolean fed;
    private boolean merged;

    Job(Input input, int workers, Tally tally, UnreadableListener listener) {
        this.input = input;
        this.workers = workers;
        this.tally = tally;
        this.listener = listener;
    }

    /**
     * Says that the process of a worker has ended before its time. Any thread may call it, at any time.
     *
     * @return whether the job goes on
     */
    boolean lose(LostWorker worker) {
        lock.lock();
        try {
            lost.add(worker);
            if (started && lost.size() < workers) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        end.completeExceptionally(worker);
        return false;
    }

    /** The workers whose processes have ended before their time. */
    List<String> lost() {
        lock.lock();
        try {
            return lost.stream().map(LostWorker::worker).toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs the job; returns when all results are merged.
     *
     * @param parcels to the workers; it is done, or ended with an error, when this returns or throws
     * @param results from the workers, ends when all of them are done or lost
     * @param halfWay is told of the progress in sending
     * @param settled called when all parcels are acknowledged, and the workers are still there
     * @throws DemoFailed if no worker is left, a channel fails, or the workers do not start
     */
    void run(Sender<Parcel> parcels, Receiver<Counted> results, HalfWay halfWay, Runnable settled)
            throws DemoFailed, InterruptedException {
        // Platform threads: reading and merging keep a core busy and would take it from the virtual threads of the
        // links.
        Thread feeder = Thread.ofPlatform()
                .daemon()
                .name("demo-feeder")
                .start(() -> part(() -> feed(parcels, halfWay, settled)));
        Thread merger = Thread.ofPlatform().daemon().name("demo-merger").start(() -> part(() -> merge(results)));
        try {
            end.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            feeder.interrupt();
            parcels.error(cause);
            if (!tally.inDoubt().isEmpty()) {
                merger.join(LAST_RESULTS);
            }
            throw new DemoFailed(describe(cause), tally.totals().sent(), tally.inDoubt(), cause);
        } finally {
            feeder.interrupt();
            merger.interrupt();
        }
    }

    private void feed(Sender<Parcel> parcels, HalfWay halfWay, Runnable settled) throws InterruptedException {
        if (!parcels.awaitReceivers(workers, WORKERS_START)) {
            throw new IllegalStateException("Not all of the " + workers + " workers were there within "
                    + WORKERS_START.toSeconds() + " seconds; is the machine very busy?");
        }
        note(() -> started = true);
        ParcelSink sink = parcel -> {
            parcels.send(parcel);
            halfWay.look();
        };
        new Feeder(tally, new Cutter(), sink, listener).feed(input);
        halfWay.pass();
        parcels.flush();
        settled.run();
        note(() -> fed = true);
        parcels.done();
    }

    private void merge(Receiver<Counted> results) throws InterruptedException {
        results.forEach(tally::merge);
        note(() -> merged = true);
        if (!isFed()) {
            // All senders of results are gone, and parcels are left. The operating system may not have said so yet.
            TimeUnit.NANOSECONDS.sleep(CAUSE_OF_DEATH.toNanos());
            throw new IllegalStateException("All workers are lost.");
        }
    }

    private void note(Runnable change) {
        lock.lock();
        try {
            change.run();
            if (fed && merged) {
                end.complete(null);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isFed() {
        lock.lock();
        try {
            return fed;
        } finally {
            lock.unlock();
        }
    }

    private interface Part {
        void run() throws InterruptedException;
    }

    private void part(Part part) {
        try {
            part.run();
        } catch (InterruptedException e) {
            // Told to stop, by run(), which knows why.
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            end.completeExceptionally(e);
        }
    }

    /** What happened, with the ends of all processes, which say more than the ends of channels that come of them. */
    private String describe(Throwable cause) {
        List<String> lines = new ArrayList<>();
        if (!(cause instanceof LostWorker)) {
            lines.add(cause.getMessage() == null ? cause.toString() : cause.getMessage());
        }
        lock.lock();
        try {
            lost.forEach(worker -> lines.add(worker.getMessage()));
            if (cause instanceof LostWorker && workers > 1 && lost.size() == workers) {
                lines.add("No worker is left.");
            }
        } finally {
            lock.unlock();
        }
        return String.join("\n", lines);
    }
}
