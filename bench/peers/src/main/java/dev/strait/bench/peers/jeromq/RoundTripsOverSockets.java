package dev.strait.bench.peers.jeromq;

import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.MsgBytes;
import dev.strait.bench.spi.RoundTrips;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQ.Socket;

/** A DEALER asks a ROUTER, which puts the name of the asker before each answer. */
final class RoundTripsOverSockets {
    private RoundTripsOverSockets() {}

    static void answer(Run run, Sockets sockets) {
        Socket socket = sockets.listen(SocketType.ROUTER);
        socket.setRouterMandatory(true); // otherwise it drops what it cannot send
        run.ready(Sockets.address(socket));
        var codec = new MsgBytes();
        while (true) {
            byte[] asker = socket.recv();
            Msg question = codec.decode(socket.recv());
            Run.require(socket.send(asker, ZMQ.SNDMORE), "the asker is there");
            Sockets.send(socket, codec.encode(question));
        }
    }

    static void ask(Run run, Sockets sockets) {
        Socket socket = sockets.connect(SocketType.DEALER, run.address());
        var codec = new MsgBytes();
        RoundTrips trips = run.roundTrips();
        for (long id = 0; ; id++) {
            long start = System.nanoTime();
            Sockets.send(socket, codec.encode(Msg.of(id)));
            trips.add(codec.decode(socket.recv()).id(), System.nanoTime() - start);
        }
    }

    static void askMany(Run run, Sockets sockets) {
        Socket socket = sockets.connect(SocketType.DEALER, run.address());
        var codec = new MsgBytes();
        Meter meter = run.meter();
        long asked = 0;
        while (asked < Scenario.PIPELINE) {
            Sockets.send(socket, codec.encode(Msg.of(asked++)));
        }
        while (true) {
            meter.inOrder(codec.decode(socket.recv()).id());
            Sockets.send(socket, codec.encode(Msg.of(asked++)));
        }
    }
}
