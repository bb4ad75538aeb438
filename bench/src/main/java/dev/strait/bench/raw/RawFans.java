package dev.strait.bench.raw;

import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Eight connections, with a thread at each end of each where the scenario has a thread there. */
final class RawFans {
    private RawFans() {}

    /** The receiver of fan-in: a thread for each connection, because a blocking socket needs one. */
    static void receiveFromAll(Run run) throws IOException {
        for (Socket socket : RawSockets.accept(run, Scenario.FAN)) {
            Meter meter = run.meter();
            run.fork(Thread.ofPlatform(), () -> {
                var reader = RawReader.of(socket);
                while (true) {
                    meter.inOrder(reader.next().id());
                }
            });
        }
    }

    /** The senders of fan-in and select. */
    static void sendFromEach(Run run) throws IOException {
        for (Socket socket : RawSockets.connect(run, Scenario.FAN)) {
            run.fork(Thread.ofPlatform(), () -> {
                var writer = new RawWriter(socket);
                for (long id = 0; ; id++) {
                    writer.add(Msg.of(id));
                }
            });
        }
    }

    /** The receivers of fan-out. */
    static void receiveOnEach(Run run) throws IOException {
        for (Socket socket : RawSockets.accept(run, Scenario.FAN)) {
            run.fork(Thread.ofPlatform(), () -> {
                var reader = RawReader.of(socket);
                Meter meter = run.meter();
                while (true) {
                    meter.increasing(reader.next().id());
                }
            });
        }
    }

    /** The sender of fan-out: to all in turn, a batch for each. */
    static void sendToAll(Run run) throws IOException {
        List<RawWriter> writers = new ArrayList<>();
        for (Socket socket : RawSockets.connect(run, Scenario.FAN)) {
            writers.add(new RawWriter(socket));
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

    /** One of those that a selector watches. */
    private record Selected(RawReader reader, Meter meter) {}

    /** The receiver of select: one thread, with the system's own means. */
    static void select(Run run) throws IOException {
        try (var server = ServerSocketChannel.open();
                var selector = Selector.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            run.ready(String.valueOf(((InetSocketAddress) server.getLocalAddress()).getPort()));
            for (int sender = 0; sender < Scenario.FAN; sender++) {
                SocketChannel channel = server.accept();
                channel.configureBlocking(false);
                var reader = new RawReader((into, at, length) -> channel.read(ByteBuffer.wrap(into, at, length)));
                channel.register(selector, SelectionKey.OP_READ, new Selected(reader, run.meter()));
            }
            while (true) {
                selector.select(RawFans::takeWhatIsThere);
            }
        }
    }

    private static void takeWhatIsThere(SelectionKey key) {
        var selected = (Selected) key.attachment();
        try {
            selected.reader().fill();
            while (selected.reader().hasNext()) {
                selected.meter().inOrder(selected.reader().next().id());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
