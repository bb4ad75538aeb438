package dev.strait.cli.demo;

import dev.strait.Receiver;
import dev.strait.Sender;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One count from start to end: reads the input and sends parcels in one thread, merges results in another, and watches
 * for the loss of a worker. It works on the ends of two channels and does not know where the workers are. Runs once.
 */
final class Job {

    /** How long to wait at the start for all workers to be there. */
    static final Duration WORKERS_START = Duration.ofSeconds(30);

    /**
     * After a failure, how long to go on merging what the other workers had already taken. It shortens the list of files
     * in doubt to those that truly are, and is over as soon as the others are done.
     */
    static final Duration LAST_RESULTS = Duration.ofSeconds(2);

    /** When a channel fails, how long to wait for the operating system's word on which process has ended, and how. */
    private static final Duration CAUSE_OF_DEATH = Duration.ofMillis(500);

    private final Input input;
    private final int workers;
    private final Tally tally;
    private final UnreadableListener listener;

    /** What is still running of the two: feeding and merging. */
    private final AtomicInteger running = new AtomicInteger(2);

    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final CompletableFuture<LostWorker> lostWorker = new CompletableFuture<>();

    Job(Input input, int workers, Tally tally, UnreadableListener listener) {
        this.input = input;
        this.workers = workers;
        this.tally = tally;
        this.listener = listener;
    }

    /** Says that a worker has ended before its time, which ends the job. Any thread may call it, at any time. */
    void lose(LostWorker worker) {
        lostWorker.complete(worker);
        end.completeExceptionally(worker);
    }

    /**
     * Runs the job; returns when all results are merged.
     *
     * @param parcels to the workers; it is done, or ended with an error, when this returns or throws
     * @param results from the workers, ends when all of them are done
     * @throws DemoFailed if a worker is lost, a channel fails, or the workers do not start
     */
    void run(Sender<Parcel> parcels, Receiver<Counted> results) throws DemoFailed, InterruptedException {
        // Platform threads: reading and merging keep a core busy and would take it from the virtual threads of the
        // links.
        Thread feeder = Thread.ofPlatform().daemon().name("demo-feeder").start(() -> part(() -> feed(parcels)));
        Thread merger =
                Thread.ofPlatform().daemon().name("demo-merger").start(() -> part(() -> results.forEach(tally::merge)));
        try {
            end.get();
        } catch (ExecutionException e) {
            Throwable cause = causeOf(e);
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

    private void feed(Sender<Parcel> parcels) throws InterruptedException {
        if (!parcels.awaitReceivers(workers, WORKERS_START)) {
            throw new IllegalStateException("Not all of the " + workers + " workers were there within "
                    + WORKERS_START.toSeconds() + " seconds; is the machine very busy?");
        }
        new Feeder(tally, new Cutter(), parcels::send, listener).feed(input);
        parcels.done();
    }

    private interface Part {
        void run() throws InterruptedException;
    }

    private void part(Part part) {
        try {
            part.run();
            if (running.decrementAndGet() == 0) {
                end.complete(null);
            }
        } catch (InterruptedException e) {
            // Told to stop, by run(), which knows why.
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            end.completeExceptionally(e);
        }
    }

    /** A dead worker shows in the channels as well, perhaps before its process is seen to have ended; that says more. */
    private Throwable causeOf(ExecutionException failure) throws InterruptedException {
        try {
            return lostWorker.get(CAUSE_OF_DEATH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return failure.getCause() == null ? failure : failure.getCause();
        }
    }

    private static String describe(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
