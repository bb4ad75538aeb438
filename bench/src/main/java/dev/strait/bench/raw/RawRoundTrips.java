package dev.strait.bench.raw;

import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.RoundTrips;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import java.io.IOException;

/** Round trips on one blocking socket, with nobody to hand over to: the thread that reads is the one that answers or asks again. */
final class RawRoundTrips {
    private RawRoundTrips() {}

    /** Answers all that it has read in one write, before it reads again. */
    static void answer(Run run) throws IOException {
        var socket = RawSockets.accept(run, 1).getFirst();
        var writer = new RawWriter(socket);
        var reader = RawReader.of(socket, writer);
        while (true) {
            writer.add(reader.next());
        }
    }

    static void ask(Run run) throws IOException {
        var socket = RawSockets.connect(run, 1).getFirst();
        var writer = new RawWriter(socket);
        var reader = RawReader.of(socket, writer);
        RoundTrips trips = run.roundTrips();
        for (long id = 0; ; id++) {
            long start = System.nanoTime();
            writer.add(Msg.of(id));
            trips.add(reader.next().id(), System.nanoTime() - start);
        }
    }

    /** Asks again for each answer; those that came together go out together. */
    static void askMany(Run run) throws IOException {
        var socket = RawSockets.connect(run, 1).getFirst();
        var writer = new RawWriter(socket);
        var reader = RawReader.of(socket, writer);
        Meter meter = run.meter();
        long asked = 0;
        while (asked < Scenario.PIPELINE) {
            writer.add(Msg.of(asked++));
        }
        while (true) {
            meter.inOrder(reader.next().id());
            writer.add(Msg.of(asked++));
        }
    }
}
