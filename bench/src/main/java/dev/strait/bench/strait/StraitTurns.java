package dev.strait.bench.strait;

import dev.strait.Node;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.Run;

/** Many channels, each with a thread that sends all it can and a thread that receives it. All begin when all are open. */
final class StraitTurns {
    private StraitTurns() {}

    static void receive(Run run, Node node) throws InterruptedException {
        run.ready(node.address());
        for (Receiver<Msg> end : Crowd.open(run, 0, run.channels(), node::receiver)) {
            Meter meter = run.meter();
            run.fork(Thread.ofVirtual(), () -> {
                while (true) {
                    meter.inOrder(end.receive().id());
                }
            });
        }
    }

    static void send(Run run, Node node) throws InterruptedException {
        for (Sender<Msg> end : Crowd.open(run, 0, run.channels(), name -> Crowd.sender(node, name))) {
            run.fork(Thread.ofVirtual(), () -> {
                for (long id = 0; ; id++) {
                    end.send(Msg.of(id));
                }
            });
        }
    }
}
