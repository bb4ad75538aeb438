package dev.strait.cli.demo;

import dev.strait.Node;
import dev.strait.NodeOptions;
import dev.strait.Receiver;
import dev.strait.Sender;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The coordinating process: listens on loopback, starts the workers, which join it, and runs the job over two channels.
 *
 * @param workers how many worker processes, at least 1
 */
record Demo(Input input, int workers, Tally tally, UnreadableListener listener) {

    /** A worker that is silent for longer is taken for dead: whoever watches a demo does not wait for half a minute. */
    private static final Duration SILENT_WORKER = Duration.ofSeconds(10);

    /** After a failure, what nobody will take any more is not waited for long; without one, there is nothing to wait for. */
    private static final NodeOptions OPTIONS = NodeOptions.defaults()
            .withName("coordinator")
            .withWaits(NodeOptions.Waits.DEFAULT
                    .withClose(Duration.ofSeconds(1))
                    .withResume(Duration.ofSeconds(4), SILENT_WORKER));

    /**
     * Runs the job to its end. No worker process is left behind, however it ends.
     *
     * @throws DemoFailed if a worker is lost, a channel fails, or the workers do not start
     * @throws IOException if a worker process cannot be started
     */
    Report run() throws DemoFailed, IOException, InterruptedException {
        long startNanos = System.nanoTime();
        List<String> names =
                IntStream.rangeClosed(1, workers).mapToObj(i -> "worker-" + i).toList();
        names.forEach(tally::addWorker);
        Job job = new Job(input, workers, tally, listener);
        try (Node node = Node.listen("localhost:0", OPTIONS);
                Sender<Parcel> parcels = node.sender(DemoChannels.PARCELS);
                Receiver<Counted> results = node.receiver(DemoChannels.results(workers));
                Crew crew = Crew.start(names, node.address(), job::lose)) {
            job.run(parcels, results);
            Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
            crew.dismiss();
            return new Report(tally.totals(), tally.top(Report.TOP), elapsed);
        }
    }
}
