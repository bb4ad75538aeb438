package dev.strait.transport.memory;

import dev.strait.transport.Acceptor;
import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.MemoryAddress;
import dev.strait.transport.Transport;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A network of its own within this process: an address is known to the instance it was listened at and to no other.
 * Each direction of a connection buffers up to 256 KiB. Safe for use by any thread.
 *
 * <p>Costs per connection: the bytes buffered; no thread. Per listener: a daemon thread {@code strait-accept-<address>}.
 */
public final class MemoryTransport implements Transport {
    private final ConcurrentHashMap<MemoryAddress, MemoryListener> listeners = new ConcurrentHashMap<>();
    private final AtomicLong freeNames = new AtomicLong();
    private final AtomicLong diallers = new AtomicLong();

    /** Makes a network without listeners. */
    public MemoryTransport() {}

    @Override
    public boolean serves(Address address) {
        return address instanceof MemoryAddress;
    }

    @Override
    public Listener listen(Address address, Acceptor acceptor) throws IOException {
        MemoryAddress asked = requireMemory(address);
        boolean free = asked.name().equals(MemoryAddress.FREE_NAME);
        while (true) {
            MemoryAddress chosen = free ? new MemoryAddress("free-" + freeNames.incrementAndGet()) : asked;
            MemoryListener listener = new MemoryListener(chosen, acceptor, listeners);
            if (listeners.putIfAbsent(chosen, listener) == null) {
                listener.start();
                return listener;
            }
            if (!free) {
                throw new BindException("cannot listen at " + asked + ": Address already in use");
            }
        }
    }

    /** {@inheritDoc} In memory this neither waits nor is interrupted. */
    @Override
    public Connection dial(Address address, Duration timeout) throws IOException {
        MemoryAddress asked = requireDialable(address, timeout);
        MemoryListener listener = listeners.get(asked);
        MemoryPipe there = new MemoryPipe();
        MemoryPipe back = new MemoryPipe();
        MemoryAddress dialler = new MemoryAddress(asked.name() + "-dialler-" + diallers.incrementAndGet());
        if (listener == null || !listener.offer(new PipedConnection(dialler, there, back))) {
            throw new ConnectException("cannot connect to " + asked + ": nobody listens there");
        }
        return new PipedConnection(asked, back, there);
    }

    /**
     * What a transport within a process requires of a dial.
     *
     * @return the address
     * @throws IllegalArgumentException if nobody can be dialled there, or the time limit is not positive
     */
    public static MemoryAddress requireDialable(Address address, Duration timeout) {
        MemoryAddress asked = requireMemory(address);
        if (asked.name().equals(MemoryAddress.FREE_NAME)) {
            throw new IllegalArgumentException("cannot dial " + address + ": the name 0 is for listening only");
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("cannot dial " + address + ": the time limit must be positive");
        }
        return asked;
    }

    /**
     * What a transport within a process requires of every address.
     *
     * @return the address
     * @throws IllegalArgumentException if it is of another kind
     */
    public static MemoryAddress requireMemory(Address address) {
        if (address instanceof MemoryAddress memory) {
            return memory;
        }
        throw new IllegalArgumentException("address " + address + " is not a memory address, write memory:name");
    }
}
