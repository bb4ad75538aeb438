package dev.strait.integration.kills;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.NodeOptions;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.error.EndClosed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A process that is killed, or not. It ends with code 0 if it came to its end and all was well for it. A worker ends when its channels do; a sender when
 * a line comes on its standard input and everything is answered; the hub, which says where it listens, says {@code finished} then, and ends with the next line.
 */
public final class KillMain {
    private final String name;
    private final int process;
    private final Diary diary;
    private final long seed;
    private final Scanner input = new Scanner(System.in);

    private KillMain(String name, int process, Diary diary, long seed) {
        this.name = name;
        this.process = process;
        this.diary = diary;
        this.seed = seed;
    }

    /**
     * Runs it.
     *
     * @param arguments what it is: {@code HUB}, {@code SENDER}, {@code LOOP} or {@code DELIVERIES}; the node's name; the number of the process; its diary; a
     *     seed; the hub's address
     */
    public static void main(String[] arguments) {
        try {
            KillMain it = new KillMain(
                    arguments[1],
                    Integer.parseInt(arguments[2]),
                    new Diary(Path.of(arguments[3])),
                    Long.parseLong(arguments[4]));
            Role role = Role.valueOf(arguments[0]);
            if (role == Role.HUB) {
                Leftovers before = Leftovers.before();
                it.run(role, arguments[5]);
                before.check();
            } else {
                it.run(role, arguments[5]);
                Leftovers.requireNoThreads();
            }
        } catch (Throwable failed) {
            fail(failed);
        }
        Runtime.getRuntime().halt(0);
    }

    private static void fail(Throwable failed) {
        failed.printStackTrace();
        Runtime.getRuntime().halt(1);
    }

    /** Runs something in whatever thread this is; its failure ends the process, where a future would keep it to itself. */
    static void orFail(Runnable task) {
        try {
            task.run();
        } catch (Throwable failed) {
            fail(failed);
        }
    }

    private void run(Role role, String address) throws Exception {
        NodeOptions options = NodeOptions.defaults().withName(name);
        try (Node node = role == Role.HUB ? Node.listen(address, options) : Node.join(address, options)) {
            switch (role) {
                case HUB -> hub(node);
                case SENDER -> post(node);
                case LOOP -> work(node, true);
                case DELIVERIES -> work(node, false);
            }
        }
    }

    private void hub(Node node) throws Exception {
        Receiver<Channels.Result> results = node.receiver(Channels.RESULTS);
        try (ExecutorService collecting = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> collector = collecting.submit(() -> collect(results));
            System.out.println(node.address());
            post(node);
            System.out.println("finished");
            input.nextLine();
            results.close();
            collector.get();
        }
    }

    private Void collect(Receiver<Channels.Result> results) throws InterruptedException {
        try {
            results.forEach(it -> diary.note(Entry.Kind.RESULT, it.channel(), it.value(), 0, it.worker()));
        } catch (EndClosed closed) {
            return null;
        }
        throw new AssertionError("the channel of the results has ended");
    }

    private void post(Node node) throws Exception {
        List<Poster> posters = new ArrayList<>();
        for (ChannelName<Long> channel : Channels.JOBS) {
            posters.add(new Poster(node, channel, process, diary, seed + posters.size()));
        }
        runAll(posters, () -> {
            input.nextLine();
            posters.forEach(Poster::stop);
        });
        for (Poster poster : posters) {
            poster.check();
        }
        if (!node.counters().links().stream().allMatch(link -> link.written() == link.acknowledged() + link.kept())) {
            throw new AssertionError(node.counters().links());
        }
    }

    private void work(Node node, boolean inLoop) throws Exception {
        try (Sender<Channels.Result> results = node.sender(Channels.RESULTS)) {
            List<Worker> workers = new ArrayList<>();
            for (ChannelName<Long> channel : Channels.JOBS) {
                workers.add(new Worker(node, channel, results, inLoop, diary, seed + workers.size()));
            }
            runAll(workers, () -> {});
            results.done();
        }
    }

    /** Runs them beside this one; the first that fails ends the process. */
    private static void runAll(List<? extends Runnable> tasks, Runnable beside)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (Runnable task : tasks) {
                running.add(threads.submit(() -> orFail(task)));
            }
            beside.run();
            for (Future<?> task : running) {
                task.get();
            }
        }
    }
}
