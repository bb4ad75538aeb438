package dev.strait.cli.demo;

import dev.strait.Counters;
import dev.strait.Node;
import dev.strait.NodeOptions;
import dev.strait.Receiver;
import dev.strait.Sender;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The coordinating process: listens on loopback, starts the workers, which join it, and runs the job over two channels.
 *
 * @param notes is told in sentences what happens on the way, in any thread
 */
record Demo(Input input, Plan plan, Tally tally, Consumer<String> notes) {

    /** The name of the first node. */
    static final String COORDINATOR = "coordinator";

    /** A worker that is silent for longer is taken for dead: whoever watches a demo does not wait for half a minute. */
    static final Duration SILENT_WORKER = Duration.ofSeconds(10);

    /** A worker whose connections are broken for longer is taken for dead. */
    static final Duration CUT_OFF_WORKER = Duration.ofSeconds(4);

    /** After a failure, what nobody will take any more is not waited for long; without one, there is nothing to wait for. */
    private static final NodeOptions OPTIONS = NodeOptions.defaults()
            .withName(COORDINATOR)
            .withWaits(NodeOptions.Waits.DEFAULT
                    .withClose(Duration.ofSeconds(1))
                    .withResume(CUT_OFF_WORKER, SILENT_WORKER));

    /**
     * Runs the job to its end. No worker process is left behind, however it ends.
     *
     * @throws DemoFailed if no worker is left, a channel fails, or the workers do not start
     * @throws IOException if a worker process cannot be started
     */
    Report run() throws DemoFailed, IOException, InterruptedException {
        long startNanos = System.nanoTime();
        List<String> names = IntStream.rangeClosed(1, plan.workers())
                .mapToObj(i -> "worker-" + i)
                .toList();
        names.forEach(tally::addWorker);
        Job job = new Job(input, plan.workers(), tally, (name, why) -> notes.accept(Unreadable.describe(name, why)));
        try (Accident accident = Accident.prepare(plan.mishap(), names.getFirst(), notes);
                Node node = accident.listen(OPTIONS);
                Sender<Parcel> parcels = node.sender(DemoChannels.PARCELS);
                Receiver<Counted> results = node.receiver(DemoChannels.results(plan.workers()));
                Crew crew = Crew.start(names, node.address(), accident, worker -> lose(worker, job))) {
            CompletableFuture<List<Counters.Link>> links = new CompletableFuture<>();
            job.run(
                    parcels,
                    results,
                    new HalfWay(plan.files(), tally, () -> accident.strike(crew)),
                    () -> links.complete(node.counters().links()));
            Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
            crew.dismiss();
            Counters atEnd = node.counters();
            // The workers have gone home by now, and their links with them.
            Counters counters = new Counters(atEnd.sent(), atEnd.received(), links.join());
            return new Report(
                    tally.totals(), tally.top(Report.TOP), elapsed, lost(job, counters), accident.done(), counters);
        }
    }

    /** The workers whose process has ended, and those that could not be reached any more, whose processes may live. */
    private List<String> lost(Job job, Counters counters) {
        Set<String> names = new TreeSet<>(job.lost());
        Counters.Receiving results =
                counters.received().get(DemoChannels.results(plan.workers()).name());
        if (results != null) {
            names.addAll(results.lostSenders().keySet());
        }
        return List.copyOf(names);
    }

    private void lose(LostWorker worker, Job job) {
        if (job.lose(worker)) {
            notes.accept(worker.getMessage() + " The others do its work.");
        }
    }
}
