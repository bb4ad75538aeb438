package dev.strait.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.transport.LineContract;
import dev.strait.transport.TcpAddress;
import dev.strait.transport.TransportLine;
import dev.strait.transport.ring.RingConnection;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Connections through shared memory. */
@EnabledOnOs(OS.LINUX)
class SharedMemoryLineTest extends LineContract {
    @Override
    protected Line open(long seed) throws Exception {
        TransportLine line = TransportLine.open(new SocketTransport(true), new TcpAddress("localhost", 0));
        assertEquals(RingConnection.class, line.carrier());
        return line;
    }
}
