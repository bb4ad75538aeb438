package dev.strait.bench.raw;

import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.Run;
import java.io.IOException;

/** Records one way: encoded into the batch, decoded out of what was read. Batches are all there is, so the row of batches is the same. */
final class RawOneWay {
    private RawOneWay() {}

    static void receive(Run run) throws IOException {
        var reader = RawReader.of(RawSockets.accept(run, 1).getFirst());
        Meter meter = run.meter();
        while (true) {
            meter.inOrder(reader.next().id());
        }
    }

    static void send(Run run) throws IOException {
        var writer = new RawWriter(RawSockets.connect(run, 1).getFirst());
        for (long id = 0; ; id++) {
            writer.add(Msg.of(id));
        }
    }
}
