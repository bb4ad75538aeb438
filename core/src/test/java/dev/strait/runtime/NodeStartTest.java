package dev.strait.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.InvalidAddress;
import dev.strait.transport.MemoryAddress;
import dev.strait.transport.TcpAddress;
import dev.strait.wire.engine.EngineConfig;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nodes that cannot start. */
class NodeStartTest {
    private static NodeStart.Settings named(String name) {
        Duration wait = Duration.ofSeconds(5);
        return new NodeStart.Settings(
                Optional.of(name),
                "default",
                Optional.empty(),
                EngineConfig.Credit.DEFAULT,
                EngineConfig.Times.DEFAULT,
                new RuntimeTimes(wait, wait, wait, wait),
                true,
                false);
    }

    @Test
    void aStartThatFailsAfterItListensFreesThePort() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            port = free.getLocalPort();
        }
        TcpAddress address = new TcpAddress("localhost", port);
        assertThrows(IllegalArgumentException.class, () -> NodeStart.listen(address, named("")));
        NodeStart again = NodeStart.listen(address, named("again"));
        assertEquals(Optional.of(address.toString()), again.address());
        again.close();
    }

    @Test
    void addressesWithinTheProcessAreRefusedAtOnceAsAddresses() {
        MemoryAddress memory = new MemoryAddress("here");
        InvalidAddress listening =
                assertThrows(InvalidAddress.class, () -> NodeStart.listen(memory, named("listening")));
        InvalidAddress joining =
                assertThrows(InvalidAddress.class, () -> NodeStart.join(memory, Optional.empty(), named("joining")));
        for (InvalidAddress refused : new InvalidAddress[] {listening, joining}) {
            assertTrue(refused.getMessage().contains("memory:here"), refused.getMessage());
            assertTrue(refused.getMessage().contains("host:port"), refused.getMessage());
        }
    }
}
