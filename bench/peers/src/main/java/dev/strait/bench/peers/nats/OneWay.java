package dev.strait.bench.peers.nats;

import dev.strait.bench.peers.Payloads;
import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;

/**
 * Publish and subscribe. The server drops a subscriber that is too slow, so the receiver grants credits: a window of 65,536 messages, or as
 * many as make 16 MiB, given back in eighths.
 */
final class OneWay {
    private static final int WINDOW_MESSAGES = 64 << 10;
    private static final int WINDOW_BYTES = 16 << 20;

    /** Of a record, rounded up. */
    private static final int RECORD_BYTES = 100;

    private static final int PARTS = 8;
    private static final String MESSAGES = "messages";
    private static final String CREDITS = "credits";
    private static final byte[] CREDIT = new byte[0];

    private OneWay() {}

    /** An eighth of the window, in messages. */
    private static int part(Scenario scenario) {
        int bytes = scenario.payloadBytes() == 0 ? RECORD_BYTES : scenario.payloadBytes();
        return Math.max(1, Math.min(WINDOW_MESSAGES, WINDOW_BYTES / bytes) / PARTS);
    }

    static void receive(Run run) throws Exception {
        String address = Server.start(run);
        Connection connection = Connections.connect(address);
        var payloads = new Payloads(run.scenario());
        int part = part(run.scenario());
        Meter meter = run.meter();
        connection
                .createDispatcher(Connections.guarded(run, message -> {
                    meter.inOrder(payloads.read(message.getData()));
                    if (meter.total() % part == 0) {
                        connection.publish(CREDITS, CREDIT);
                    }
                }))
                .subscribe(MESSAGES);
        Connections.settle(connection);
        run.ready(address);
    }

    static void send(Run run) throws Exception {
        Connection connection = Connections.connect(run.address());
        Subscription credits = connection.subscribe(CREDITS);
        Connections.settle(connection);
        var payloads = new Payloads(run.scenario());
        int part = part(run.scenario());
        long granted = (long) PARTS * part;
        for (long id = 0; ; id++) {
            while (id == granted) {
                Message credit = credits.nextMessage(Duration.ZERO); // which waits for ever
                Run.require(credit != null, "a credit");
                granted += part;
            }
            connection.publish(MESSAGES, payloads.make(id));
        }
    }
}
