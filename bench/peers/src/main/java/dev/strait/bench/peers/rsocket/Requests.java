package dev.strait.bench.peers.rsocket;

import dev.strait.bench.peers.Asker;
import dev.strait.bench.peers.Callbacks;
import dev.strait.bench.peers.TaskIds;
import dev.strait.bench.peers.TaskWindow;
import dev.strait.bench.spi.MsgBytes;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Questions on one connection, and tasks on a connection for each worker: both are requests with one response. */
final class Requests {
    private Requests() {}

    private static void request(Run run, RSocket socket, byte[] question, Consumer<byte[]> answered) {
        socket.requestResponse(Connections.payload(question))
                .subscribe(
                        answer -> answered.accept(Connections.bytes(answer)), failure -> Callbacks.fail(run, failure));
    }

    static void answer(Run run) {
        var codec = new MsgBytes();
        Connections.listen(
                run,
                SocketAcceptor.forRequestResponse(question ->
                        Mono.just(Connections.payload(codec.encode(codec.decode(Connections.bytes(question)))))));
    }

    static void ask(Run run) throws Exception {
        RSocket socket = Connections.connect(run);
        new Asker(run, (question, answered) -> request(run, socket, question, answered)).start();
    }

    /** The workers connect, and are asked. */
    static void give(Run run) {
        var ids = new TaskIds(run, Scenario.WORKERS);
        Connections.listen(run, (setup, worker) -> {
            var tasks = new TaskWindow(
                    run,
                    ids,
                    TaskWindow.TASKS / Scenario.WORKERS,
                    (window, task) -> request(run, worker, task, window::answered));
            Callbacks.guard(run, tasks::start);
            return Mono.just(new RSocket() {});
        });
    }

    static void work(Run run) {
        for (int worker = 0; worker < Scenario.WORKERS; worker++) {
            int number = worker;
            var codec = new MsgBytes();
            Connections.connect(
                    run,
                    SocketAcceptor.forRequestResponse(task -> Mono.just(Connections.payload(
                            codec.encode(codec.decode(Connections.bytes(task)).answer(number))))));
        }
    }
}
