package dev.strait.bench.peers.nats;

import dev.strait.bench.peers.Callbacks;
import dev.strait.bench.peers.TaskIds;
import dev.strait.bench.peers.TaskWindow;
import dev.strait.bench.spi.MsgBytes;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import io.nats.client.Connection;
import java.util.concurrent.atomic.AtomicInteger;

/** A connection for each worker, all in one queue group, and one inbox for the answers; the giver keeps a window. */
final class Work {
    private static final String TASKS = "tasks";
    private static final String WORKERS = "workers";
    private static final String HERE = "here";

    private Work() {}

    static void give(Run run) throws Exception {
        String address = Server.start(run);
        Connection connection = Connections.connect(address);
        String inbox = connection.createInbox();
        var tasks = new TaskWindow(
                run, new TaskIds(run, 1), TaskWindow.TASKS, (window, task) -> connection.publish(TASKS, inbox, task));
        var here = new AtomicInteger();
        // One dispatcher, hence one thread, for both subjects.
        var dispatcher = connection.createDispatcher(Connections.guarded(run, message -> {
            if (message.getSubject().equals(inbox)) {
                tasks.answered(message.getData());
            } else if (here.incrementAndGet() == Scenario.WORKERS) {
                Callbacks.guard(run, tasks::start);
            }
        }));
        dispatcher.subscribe(inbox);
        dispatcher.subscribe(HERE);
        Connections.settle(connection);
        run.ready(address);
    }

    static void work(Run run) throws Exception {
        for (int worker = 0; worker < Scenario.WORKERS; worker++) {
            int number = worker;
            Connection connection = Connections.connect(run.address());
            var codec = new MsgBytes();
            connection
                    .createDispatcher(Connections.guarded(
                            run,
                            task -> connection.publish(
                                    task.getReplyTo(),
                                    codec.encode(codec.decode(task.getData()).answer(number)))))
                    .subscribe(TASKS, WORKERS);
            Connections.settle(connection);
            connection.publish(HERE, new byte[0]);
        }
    }
}
