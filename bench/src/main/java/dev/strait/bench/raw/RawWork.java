package dev.strait.bench.raw;

import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection for each worker, tasks given in turn; each worker answers what it has read before it reads again. This is faster than one
 * connection with a hand-over to the workers, and so the harder limit.
 */
final class RawWork {
    private RawWork() {}

    static void give(Run run) throws IOException {
        List<RawWriter> writers = new ArrayList<>();
        for (Socket socket : RawSockets.accept(run, Scenario.WORKERS)) {
            writers.add(new RawWriter(socket));
            run.fork(Thread.ofPlatform(), () -> takeAnswers(run, socket));
        }
        long id = 0;
        while (run.goesOn()) {
            for (RawWriter writer : writers) {
                writer.add(Msg.of(id++));
            }
        }
        for (RawWriter writer : writers) {
            writer.flush();
        }
        run.sent(id);
    }

    private static void takeAnswers(Run run, Socket socket) throws IOException {
        var reader = RawReader.of(socket);
        Meter meter = run.meter();
        while (true) {
            Msg answer = reader.next();
            answer.checkAnswer();
            meter.increasing(answer.id());
        }
    }

    static void work(Run run) throws IOException {
        List<Socket> sockets = RawSockets.connect(run, Scenario.WORKERS);
        for (int worker = 0; worker < sockets.size(); worker++) {
            int number = worker;
            run.fork(Thread.ofPlatform(), () -> work(sockets.get(number), number));
        }
    }

    private static void work(Socket socket, int worker) throws IOException {
        var writer = new RawWriter(socket);
        var reader = RawReader.of(socket, writer);
        while (true) {
            writer.add(reader.next().answer(worker));
        }
    }
}
