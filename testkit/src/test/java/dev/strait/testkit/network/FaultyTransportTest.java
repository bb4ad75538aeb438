package dev.strait.testkit.network;

import dev.strait.transport.Address;
import dev.strait.transport.MemoryAddress;
import dev.strait.transport.Transport;
import dev.strait.transport.TransportContractTest;

/** As long as nothing is disturbed, it is a transport as any other. */
class FaultyTransportTest extends TransportContractTest {

    @Override
    protected Transport transport() {
        return new FaultyTransport(new Switchboard(1), "node");
    }

    @Override
    protected Address free() {
        return new MemoryAddress(MemoryAddress.FREE_NAME);
    }
}
