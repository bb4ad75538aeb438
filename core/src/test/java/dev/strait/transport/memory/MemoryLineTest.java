package dev.strait.transport.memory;

import dev.strait.transport.LineContract;
import dev.strait.transport.MemoryAddress;
import dev.strait.transport.TransportLine;

/** Connections in memory. */
class MemoryLineTest extends LineContract {
    @Override
    protected Line open(long seed) throws Exception {
        return TransportLine.open(new MemoryTransport(), new MemoryAddress(MemoryAddress.FREE_NAME));
    }
}
