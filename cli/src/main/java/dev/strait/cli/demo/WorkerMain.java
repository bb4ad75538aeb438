package dev.strait.cli.demo;

import dev.strait.Node;
import dev.strait.NodeOptions;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.error.ChannelClosed;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A worker process: joins the node that hands out the work, counts the parcels that it is given, sends the results back,
 * and ends when there are no more. Exit codes: 0 when its work was done, 1 when it failed.
 */
public final class WorkerMain {

    // A field, because a logger that nobody holds may be collected, and its level with it.
    private static final Logger LIBRARY = Logger.getLogger("dev.strait");

    private WorkerMain() {}

    /**
     * Runs the worker.
     *
     * @param arguments its name, the address of the node to join, how many workers there are in all, and whether it can be dialled
     */
    public static void main(String... arguments) throws InterruptedException {
        LIBRARY.setLevel(Level.WARNING); // what is printed here is shown when the worker fails
        Thread.ofPlatform().daemon().name("demo-parent-watch").start(WorkerMain::endWithParent);
        NodeOptions options = NodeOptions.defaults().withName(arguments[0]);
        boolean isClean = work(
                new Worker(arguments[0]),
                arguments[1],
                Integer.parseInt(arguments[2]),
                Boolean.parseBoolean(arguments[3]) ? options : options.withoutListening());
        System.exit(isClean ? 0 : 1);
    }

    /** Joins, counts until there is nothing more to count, and answers whether the work came to a clean end. */
    private static boolean work(Worker worker, String address, int workers, NodeOptions options)
            throws InterruptedException {
        try (Node node = Node.join(address, options);
                Sender<Counted> results = node.sender(DemoChannels.results(workers));
                Receiver<Parcel> parcels = node.receiver(DemoChannels.PARCELS)) {
            boolean clean = true;
            try {
                worker.work(parcels, results);
            } catch (ChannelClosed e) {
                // The job has failed elsewhere, or goes on without this worker. What was counted until now is sent and
                // right, so this end is a clean one.
                System.err.println(e.getMessage());
                clean = false;
            } catch (RuntimeException | Error e) {
                // As if it were killed: its ends are lost and not closed, and the others do its work.
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
            }
            results.done();
            return clean;
        }
    }

    /** The parent holds the other end of standard input open for as long as it lives, whatever way it ends. */
    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // The parent writes nothing; only the end is of interest.
            }
        } catch (IOException e) {
            // As good as the end.
        }
        Runtime.getRuntime().halt(1);
    }
}
