package dev.strait.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The worker processes of one job. None of them outlives this process: closing the crew ends them, so does the end of this
 * Java process in any way that runs its shutdown hooks, and otherwise they notice by themselves. Thread-safe.
 */
final class Crew implements AutoCloseable {

    /** How long a worker may take to end by itself once there is nothing more to do. */
    private static final Duration END_BY_ITSELF = Duration.ofSeconds(2);

    /** How long a worker may take to end when it is told to by a signal. */
    private static final Duration END_BY_SIGNAL = Duration.ofMillis(500);

    private final List<WorkerProcess> workers = new CopyOnWriteArrayList<>();
    private final Consumer<LostWorker> listener;
    private final Thread onShutdown = new Thread(this::kill, "demo-crew-shutdown");
    private volatile boolean dismissed;

    private Crew(Consumer<LostWorker> listener) {
        this.listener = listener;
    }

    /**
     * Starts the workers.
     *
     * @param names one per worker
     * @param address where they find the node that hands out the work
     * @param accident what is to befall one of them
     * @param listener is told, in any thread, of each worker that ends with an exit code other than 0 before the crew is
     *     dismissed
     */
    static Crew start(List<String> names, String address, Accident accident, Consumer<LostWorker> listener)
            throws IOException {
        Crew crew = new Crew(listener);
        Runtime.getRuntime().addShutdownHook(crew.onShutdown);
        try {
            for (String name : names) {
                Optional<String> line = accident.lineFor(name);
                crew.add(WorkerProcess.start(name, line.orElse(address), names.size(), line.isEmpty()));
            }
            return crew;
        } catch (IOException | RuntimeException e) {
            crew.kill();
            throw e;
        }
    }

    private void add(WorkerProcess worker) {
        workers.add(worker);
        Thread.ofVirtual().name(worker.name() + "-watch").start(() -> watch(worker));
    }

    /** The worker of this name, which was started with the crew. */
    WorkerProcess worker(String name) {
        return workers.stream()
                .filter(worker -> worker.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no worker is called " + name));
    }

    private void watch(WorkerProcess worker) {
        try {
            if (worker.process().waitFor() != 0 && !dismissed) {
                listener.accept(worker.lost());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that
        }
    }

    /** Says that the work is over, so that from here on the end of a worker is no loss. */
    void dismiss() {
        dismissed = true;
    }

    /**
     * Dismisses the crew and waits until all workers have ended: by themselves if they do so within two seconds, else by a
     * signal. An interrupt cuts the waiting short and not the ending.
     */
    @Override
    public void close() {
        dismiss();
        try {
            await(END_BY_ITSELF);
            workers.forEach(worker -> worker.process().destroy());
            await(END_BY_SIGNAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            kill();
            forgetShutdownHook();
        }
    }

    private void await(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        for (WorkerProcess worker : workers) {
            worker.process().waitFor(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    private void kill() {
        dismiss();
        workers.forEach(worker -> worker.process().destroyForcibly());
    }

    private void forgetShutdownHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(onShutdown);
        } catch (IllegalStateException e) {
            // The shutdown has begun, and the hook runs.
        }
    }
}
