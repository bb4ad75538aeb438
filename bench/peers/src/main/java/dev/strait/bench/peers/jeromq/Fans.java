package dev.strait.bench.peers.jeromq;

import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.MsgBytes;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQ.Socket;

/** Eight sockets on one side. Fan-in has one PULL socket for all, fan-out one PUSH socket that takes turns. */
final class Fans {
    private Fans() {}

    static void receiveFromAll(Run run, Sockets sockets) {
        Socket socket = sockets.listen(SocketType.PULL);
        run.ready(Sockets.address(socket));
        var codec = new MsgBytes();
        Meter[] meters = new Meter[Scenario.FAN];
        for (int sender = 0; sender < meters.length; sender++) {
            meters[sender] = run.meter();
        }
        while (true) {
            Msg message = codec.decode(socket.recv());
            meters[message.kind()].inOrder(message.id());
        }
    }

    /** The senders of fan-in, which are given one address, and of select, which are given one for each. */
    static void sendFromEach(Run run, Sockets sockets) {
        String[] addresses = run.address().split(" ", -1);
        for (int sender = 0; sender < Scenario.FAN; sender++) {
            int number = sender;
            run.fork(Thread.ofPlatform(), () -> {
                Socket socket = sockets.connect(SocketType.PUSH, addresses[number % addresses.length]);
                var codec = new MsgBytes();
                for (long id = 0; ; id++) {
                    Sockets.send(socket, codec.encode(Msg.of(id, number)));
                }
            });
        }
    }

    private static List<Socket> listenOnEach(Run run, Sockets sockets) {
        List<Socket> listening = new ArrayList<>();
        while (listening.size() < Scenario.FAN) {
            listening.add(sockets.listen(SocketType.PULL));
        }
        run.ready(listening.stream().map(Sockets::address).collect(Collectors.joining(" ")));
        return listening;
    }

    static void receiveOnEach(Run run, Sockets sockets) {
        for (Socket socket : listenOnEach(run, sockets)) {
            run.fork(Thread.ofPlatform(), () -> {
                var codec = new MsgBytes();
                Meter meter = run.meter();
                while (true) {
                    meter.increasing(codec.decode(socket.recv()).id());
                }
            });
        }
    }

    static void sendToAll(Run run, Sockets sockets) {
        Socket socket = sockets.connect(SocketType.PUSH, run.address().split(" ", -1));
        var codec = new MsgBytes();
        long id = 0;
        while (run.goesOn()) {
            Sockets.send(socket, codec.encode(Msg.of(id++)));
        }
        run.sent(id);
    }

    /** Polls, and takes one message from each socket that has some. */
    static void select(Run run, Sockets sockets) {
        List<Socket> listening = listenOnEach(run, sockets);
        try (var context = new ZContext();
                ZMQ.Poller poller = context.createPoller(Scenario.FAN)) {
            Meter[] meters = new Meter[Scenario.FAN];
            for (int sender = 0; sender < meters.length; sender++) {
                poller.register(listening.get(sender), ZMQ.Poller.POLLIN);
                meters[sender] = run.meter();
            }
            var codec = new MsgBytes();
            while (true) {
                poller.poll();
                for (int sender = 0; sender < meters.length; sender++) {
                    if (poller.pollin(sender)) {
                        meters[sender].inOrder(
                                codec.decode(listening.get(sender).recv()).id());
                    }
                }
            }
        }
    }
}
