package dev.strait.bench.strait;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;

/** One channel of tasks with a receiver for each worker, one channel of answers with a sender for each. */
final class StraitWork {
    private static final ChannelName<Msg> TASKS = ChannelName.of("tasks", Msg.class);
    private static final ChannelName<Msg> ANSWERS = ChannelName.of("answers", Msg.class);

    private StraitWork() {}

    static void give(Run run, Node node) throws InterruptedException {
        var tasks = node.sender(TASKS);
        var answers = node.receiver(ANSWERS);
        run.ready(node.address());
        run.fork(Thread.ofVirtual(), () -> {
            Meter[] meters = new Meter[Scenario.WORKERS];
            for (int worker = 0; worker < meters.length; worker++) {
                meters[worker] = run.meter();
            }
            while (true) {
                Msg answer = answers.receive();
                answer.checkAnswer();
                meters[answer.kind()].increasing(answer.id());
            }
        });
        tasks.awaitReceivers(Scenario.WORKERS);
        long id = 0;
        while (run.goesOn()) {
            tasks.send(Msg.of(id++));
        }
        run.sent(id);
    }

    static void work(Run run, Node node) {
        for (int worker = 0; worker < Scenario.WORKERS; worker++) {
            int number = worker;
            run.fork(Thread.ofVirtual(), () -> {
                var tasks = node.receiver(TASKS);
                var answers = node.sender(ANSWERS);
                while (true) {
                    answers.send(tasks.receive().answer(number));
                }
            });
        }
    }
}
