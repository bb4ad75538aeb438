package dev.strait.bench.strait;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.RoundTrips;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;

/** Round trips over two channels, one for each way. */
final class StraitRoundTrips {
    private static final ChannelName<Msg> PINGS = ChannelName.of("pings", Msg.class);
    private static final ChannelName<Msg> PONGS = ChannelName.of("pongs", Msg.class);

    private StraitRoundTrips() {}

    static void answer(Run run, Node node) throws InterruptedException {
        var pings = node.receiver(PINGS);
        var pongs = node.sender(PONGS);
        run.ready(node.address());
        while (true) {
            pongs.send(pings.receive());
        }
    }

    static void ask(Run run, Node node) throws InterruptedException {
        var pings = node.sender(PINGS);
        var pongs = node.receiver(PONGS);
        RoundTrips trips = run.roundTrips();
        for (long id = 0; ; id++) {
            long start = System.nanoTime();
            pings.send(Msg.of(id));
            trips.add(pongs.receive().id(), System.nanoTime() - start);
        }
    }

    /** Asks again for each answer, in one thread. */
    static void askMany(Run run, Node node) throws InterruptedException {
        var pings = node.sender(PINGS);
        var pongs = node.receiver(PONGS);
        Meter meter = run.meter();
        long asked = 0;
        while (asked < Scenario.PIPELINE) {
            pings.send(Msg.of(asked++));
        }
        while (true) {
            meter.inOrder(pongs.receive().id());
            pings.send(Msg.of(asked++));
        }
    }
}
