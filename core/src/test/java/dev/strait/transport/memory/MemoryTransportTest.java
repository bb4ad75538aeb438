package dev.strait.transport.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.MemoryAddress;
import dev.strait.transport.Transport;
import dev.strait.transport.TransportContractTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class MemoryTransportTest extends TransportContractTest {
    private final LinkedBlockingQueue<Connection> taken = new LinkedBlockingQueue<>();

    @Override
    protected Transport transport() {
        return new MemoryTransport();
    }

    @Override
    protected Address free() {
        return new MemoryAddress(MemoryAddress.FREE_NAME);
    }

    @Test
    void anAddressIsKnownToItsOwnTransportOnly() throws Exception {
        MemoryTransport here = new MemoryTransport();
        try (Listener listener = here.listen(new MemoryAddress("a"), taken::add);
                Connection connection = here.dial(listener.address(), Duration.ofSeconds(1))) {
            assertEquals("memory:a", connection.remote().toString());
            assertThrows(
                    IOException.class, () -> new MemoryTransport().dial(listener.address(), Duration.ofSeconds(1)));
        }
    }

    @Test
    void aDirectionBuffersItsCapacityAndNoMore() throws Exception {
        MemoryTransport here = new MemoryTransport();
        try (Listener listener = here.listen(new MemoryAddress("a"), taken::add);
                Connection connection = here.dial(listener.address(), Duration.ofSeconds(1));
                Connection other = taken.take()) {
            ByteBuffer[] much = {ByteBuffer.allocate(Pipe.CAPACITY), ByteBuffer.allocate(1)};
            assertEquals(Pipe.CAPACITY, connection.tryWrite(much, 0, 2));
            assertEquals(100, other.read(ByteBuffer.allocate(100)));
            assertEquals(1, connection.tryWrite(much, 0, 2));
        }
    }
}
