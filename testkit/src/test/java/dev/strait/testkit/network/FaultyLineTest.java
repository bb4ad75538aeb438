package dev.strait.testkit.network;

import dev.strait.transport.LineContract;
import dev.strait.transport.MemoryAddress;
import dev.strait.transport.TransportLine;

/** The network in real time, which nobody disturbs. */
class FaultyLineTest extends LineContract {
    @Override
    protected Line open(long seed) throws Exception {
        return TransportLine.open(
                new FaultyTransport(new Switchboard(seed), "node"), new MemoryAddress(MemoryAddress.FREE_NAME));
    }
}
