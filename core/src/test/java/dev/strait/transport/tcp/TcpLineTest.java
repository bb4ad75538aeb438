package dev.strait.transport.tcp;

import dev.strait.transport.LineContract;
import dev.strait.transport.TcpAddress;
import dev.strait.transport.TransportLine;

/** Connections to a port, over TCP itself. */
class TcpLineTest extends LineContract {
    @Override
    protected Line open(long seed) throws Exception {
        return TransportLine.open(new SocketTransport(false), new TcpAddress("localhost", 0));
    }
}
