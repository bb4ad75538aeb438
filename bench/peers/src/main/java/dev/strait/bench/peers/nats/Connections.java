package dev.strait.bench.peers.nats;

import dev.strait.bench.peers.Callbacks;
import dev.strait.bench.spi.Run;
import io.nats.client.Connection;
import io.nats.client.MessageHandler;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;

/** Connections to the server, and handlers whose failures count. */
final class Connections {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Connections() {}

    static Connection connect(String address) throws IOException, InterruptedException {
        return Nats.connect(Options.builder()
                .server(address)
                .connectionTimeout(PATIENCE)
                .noReconnect()
                .build());
    }

    /** Waits until the server has seen what this connection subscribed to: before that, messages would go to nobody. */
    static void settle(Connection connection) throws Exception {
        connection.flush(PATIENCE);
    }

    static MessageHandler guarded(Run run, MessageHandler handler) {
        return message -> Callbacks.guard(run, () -> handler.onMessage(message));
    }
}
