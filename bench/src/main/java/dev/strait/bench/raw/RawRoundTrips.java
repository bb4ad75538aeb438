package dev.strait.bench.raw;

import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.RoundTrips;
import dev.strait.bench.spi.Run;
import java.io.IOException;

/** Round trips on one blocking socket, with nobody to hand over to: the thread that reads is the one that answers or asks again. */
final class RawRoundTrips {
    private RawRoundTrips() {}

    /** Answers what it has read before it reads again, all in one write. */
    static void answer(Run run) throws IOException {
        var socket = RawSockets.accept(run, 1).getFirst();
        var reader = new RawReader(socket);
        var writer = new RawWriter(socket);
        while (true) {
            do {
                writer.add(reader.next());
            } while (reader.hasNext());
            writer.flush();
        }
    }

    static void ask(Run run) throws IOException {
        var socket = RawSockets.connect(run, 1).getFirst();
        var reader = new RawReader(socket);
        var writer = new RawWriter(socket);
        RoundTrips trips = run.roundTrips();
        for (long id = 0; ; id++) {
            long start = System.nanoTime();
            writer.add(Msg.of(id));
            writer.flush();
            trips.add(reader.next().id(), System.nanoTime() - start);
        }
    }
}
