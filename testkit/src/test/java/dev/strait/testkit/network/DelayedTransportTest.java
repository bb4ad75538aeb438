package dev.strait.testkit.network;

import dev.strait.transport.Address;
import dev.strait.transport.MemoryAddress;
import dev.strait.transport.Transport;
import dev.strait.transport.TransportContractTest;
import java.time.Duration;

/** A slow network keeps the contract of the seam. */
class DelayedTransportTest extends TransportContractTest {

    @Override
    protected Transport transport() {
        Switchboard network = new Switchboard(2);
        network.way("node", "node").delay(Duration.ZERO, Duration.ofNanos(200_000));
        return new FaultyTransport(network, "node");
    }

    @Override
    protected Address free() {
        return new MemoryAddress(MemoryAddress.FREE_NAME);
    }
}
