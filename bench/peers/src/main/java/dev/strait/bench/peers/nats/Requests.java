package dev.strait.bench.peers.nats;

import dev.strait.bench.peers.Asker;
import dev.strait.bench.peers.Callbacks;
import dev.strait.bench.spi.MsgBytes;
import dev.strait.bench.spi.Run;
import io.nats.client.Connection;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The client's own requests, which get their answers on one dispatcher. */
final class Requests {
    private static final String QUESTIONS = "questions";

    private Requests() {}

    static void answer(Run run) throws Exception {
        String address = Server.start(run);
        Connection connection = Connections.connect(address);
        var codec = new MsgBytes();
        connection
                .createDispatcher(Connections.guarded(
                        run,
                        question -> connection.publish(
                                question.getReplyTo(), codec.encode(codec.decode(question.getData())))))
                .subscribe(QUESTIONS);
        Connections.settle(connection);
        run.ready(address);
    }

    static void ask(Run run) throws Exception {
        Connection connection = Connections.connect(run.address());
        // The very first answer may be there before anybody waits for it, and is then taken by this thread.
        var lock = new ReentrantLock();
        lock.lock();
        try {
            new Asker(run, (question, answered) -> request(run, connection, lock, question, answered)).start();
        } finally {
            lock.unlock();
        }
    }

    private static void request(Run run, Connection connection, Lock lock, byte[] question, Consumer<byte[]> answered) {
        var _ = connection.request(QUESTIONS, question).whenComplete((answer, failure) -> {
            lock.lock();
            try {
                if (failure != null) {
                    Callbacks.fail(run, failure);
                } else {
                    answered.accept(answer.getData());
                }
            } finally {
                lock.unlock();
            }
        });
    }
}
