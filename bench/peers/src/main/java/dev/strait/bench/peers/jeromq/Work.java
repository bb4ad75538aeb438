package dev.strait.bench.peers.jeromq;

import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.MsgBytes;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import org.zeromq.SocketType;
import org.zeromq.ZMQ.Socket;

/** A PUSH socket gives tasks to the workers in turn, a PULL socket takes the answers of all. */
final class Work {
    private Work() {}

    static void give(Run run, Sockets sockets) {
        Socket tasks = sockets.listen(SocketType.PUSH);
        Socket answers = sockets.listen(SocketType.PULL);
        run.ready(Sockets.address(tasks) + " " + Sockets.address(answers));
        run.fork(Thread.ofPlatform(), () -> takeAnswers(run, answers));
        var codec = new MsgBytes();
        long id = 0;
        while (run.goesOn()) {
            Sockets.send(tasks, codec.encode(Msg.of(id++)));
        }
        run.sent(id);
    }

    private static void takeAnswers(Run run, Socket answers) {
        var codec = new MsgBytes();
        Meter[] meters = new Meter[Scenario.WORKERS];
        for (int worker = 0; worker < meters.length; worker++) {
            meters[worker] = run.meter();
        }
        while (true) {
            Msg answer = codec.decode(answers.recv());
            answer.checkAnswer();
            meters[answer.kind()].increasing(answer.id());
        }
    }

    static void work(Run run, Sockets sockets) {
        String[] addresses = run.address().split(" ", -1);
        for (int worker = 0; worker < Scenario.WORKERS; worker++) {
            int number = worker;
            run.fork(Thread.ofPlatform(), () -> {
                Socket tasks = sockets.connect(SocketType.PULL, addresses[0]);
                Socket answers = sockets.connect(SocketType.PUSH, addresses[1]);
                var codec = new MsgBytes();
                while (true) {
                    Msg task = codec.decode(tasks.recv());
                    Sockets.send(answers, codec.encode(task.answer(number)));
                }
            });
        }
    }
}
