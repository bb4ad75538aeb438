package dev.strait.testkit.network;

import dev.strait.transport.Acceptor;
import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.MemoryAddress;
import dev.strait.transport.Transport;
import dev.strait.transport.memory.MemoryTransport;
import java.io.IOException;
import java.time.Duration;

/** One node's way into the network, until it crashes. */
final class FaultyTransport implements Transport {
    private final Switchboard network;
    private final String name;
    private volatile boolean stopped;

    FaultyTransport(Switchboard network, String name) {
        this.network = network;
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean isRunning() {
        return !stopped;
    }

    /** From now on it neither dials nor listens. */
    void stop() {
        stopped = true;
    }

    void requireRunning() throws IOException {
        if (stopped) {
            throw new IOException("node " + name + " has crashed");
        }
    }

    @Override
    public boolean serves(Address address) {
        return address instanceof MemoryAddress;
    }

    @Override
    public Listener listen(Address address, Acceptor acceptor) throws IOException {
        return network.listen(this, MemoryTransport.requireMemory(address), acceptor);
    }

    @Override
    public Connection dial(Address address, Duration timeout) throws IOException, InterruptedException {
        return network.dial(this, MemoryTransport.requireDialable(address, timeout), timeout);
    }
}
