package dev.strait.bench.peers.jeromq;

import dev.strait.bench.peers.Payloads;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Run;
import org.zeromq.SocketType;
import org.zeromq.ZMQ.Socket;

/** PUSH to PULL. A PUSH socket waits when its queue and that of the other side are full. */
final class OneWay {
    private OneWay() {}

    static void receive(Run run, Sockets sockets) {
        Socket socket = sockets.listen(SocketType.PULL);
        run.ready(Sockets.address(socket));
        var payloads = new Payloads(run.scenario());
        Meter meter = run.meter();
        while (true) {
            meter.inOrder(payloads.read(socket.recv()));
        }
    }

    static void send(Run run, Sockets sockets) {
        Socket socket = sockets.connect(SocketType.PUSH, run.address());
        var payloads = new Payloads(run.scenario());
        for (long id = 0; ; id++) {
            Sockets.send(socket, payloads.make(id));
        }
    }
}
