package dev.strait.testkit.network;

import dev.strait.testkit.network.Line.Place;
import dev.strait.transport.Acceptor;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.MemoryAddress;
import dev.strait.transport.memory.MemoryListener;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The network itself: who listens where, the lines there are, and what befalls what goes from whom to whom. Its lock is held for a
 * moment by whoever dials, listens or changes a fault, never while bytes are moved; listeners' and pipes' locks are taken under it.
 */
final class Switchboard {
    private record Direction(String from, String to) {}

    private final String cutReason;
    private final Map<Direction, Way> ways = new ConcurrentHashMap<>();
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<MemoryAddress, MemoryListener> listeners = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // --- guarded by the lock ---
    private final SplittableRandom random;
    private final Map<MemoryAddress, FaultyTransport> hosts = new HashMap<>();
    private final Set<String> refusing = new HashSet<>();
    private final Set<String> vanished = new HashSet<>();
    private final Map<Set<String>, Integer> made = new HashMap<>();
    private long freeNames;
    private long diallers;

    Switchboard(long seed) {
        random = new SplittableRandom(seed);
        cutReason = "cut by the faulty network of seed " + seed;
    }

    String cutReason() {
        return cutReason;
    }

    Way way(String from, String to) {
        return ways.computeIfAbsent(new Direction(from, to), it -> new Way());
    }

    // --- for the transports of the nodes ---

    Listener listen(FaultyTransport host, MemoryAddress asked, Acceptor acceptor) throws IOException {
        lock.lock();
        try {
            host.requireRunning();
            boolean free = asked.name().equals(MemoryAddress.FREE_NAME);
            MemoryAddress address = free ? new MemoryAddress("free-" + ++freeNames) : asked;
            MemoryListener listener = new MemoryListener(address, acceptor, listeners);
            if (listeners.putIfAbsent(address, listener) != null) {
                throw new BindException("cannot listen at " + address + ": Address already in use");
            }
            listener.start();
            hosts.put(address, host);
            vanished.remove(host.name());
            changed.signalAll();
            return listener;
        } finally {
            lock.unlock();
        }
    }

    Connection dial(FaultyTransport host, MemoryAddress address, Duration timeout)
            throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            long begun = System.nanoTime();
            String to = owner(address);
            long roundTrip = way(host.name(), to).drawDelayNanos(random)
                    + way(to, host.name()).drawDelayNanos(random);
            while (true) {
                host.requireRunning();
                long passed = System.nanoTime() - begun;
                if (passed >= timeout.toNanos()) {
                    throw new IOException(
                            "cannot connect to " + address + ": no answer within " + timeout.toMillis() + " ms");
                }
                boolean passes = passes(host.name(), owner(address));
                if (passes && passed >= roundTrip) {
                    return connect(host, address);
                }
                long answer = passes ? roundTrip - passed : Long.MAX_VALUE;
                var _ = changed.awaitNanos(Math.min(answer, timeout.toNanos() - passed));
            }
        } finally {
            lock.unlock();
        }
    }

    /** The node that listens there or did last; nodes are given addresses of their names. */
    private String owner(MemoryAddress address) {
        FaultyTransport host = hosts.get(address);
        return host == null ? address.name() : host.name();
    }

    private boolean passes(String from, String to) {
        return way(from, to).passes() && way(to, from).passes() && !vanished.contains(to);
    }

    private Connection connect(FaultyTransport host, MemoryAddress address) throws IOException {
        MemoryListener listener = listeners.get(address);
        FaultyTransport other = hosts.get(address);
        if (listener == null || other == null || refusing.contains(other.name())) {
            throw refusal(address);
        }
        MemoryAddress from = new MemoryAddress(host.name() + "-dialler-" + ++diallers);
        Line line = new Line(new Place(host, from), new Place(other, address), this, lines, random.split());
        lines.add(line);
        if (!listener.offer(line.acceptorsSide())) {
            lines.remove(line);
            throw refusal(address);
        }
        made.merge(pair(host.name(), other.name()), 1, Integer::sum);
        return line.diallersSide();
    }

    private static ConnectException refusal(MemoryAddress address) {
        return new ConnectException("cannot connect to " + address + ": nobody listens there");
    }

    // --- for the test ---

    int cut(String one, String other) {
        int count = 0;
        for (Line line : lines) {
            if (line.isBetween(one, other) && line.cut()) {
                count++;
            }
        }
        return count;
    }

    int made(String one, String other) {
        lock.lock();
        try {
            return made.getOrDefault(pair(one, other), 0);
        } finally {
            lock.unlock();
        }
    }

    private static Set<String> pair(String one, String other) {
        return one.equals(other) ? Set.of(one) : Set.of(one, other);
    }

    /** Changes ways, or what is said to those who dial. */
    void change(Runnable fault) {
        lock.lock();
        try {
            fault.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        lines.forEach(Line::changed);
    }

    void heal() {
        change(() -> ways.values().forEach(Way::heal));
    }

    void refuse(String name, boolean refuses) {
        change(() -> {
            if (refuses) {
                refusing.add(name);
            } else {
                refusing.remove(name);
            }
        });
    }

    void crash(FaultyTransport host, boolean told) {
        lock.lock();
        try {
            host.stop();
            if (!told) {
                vanished.add(host.name());
            }
            lines.forEach(line -> line.crash(host, told));
            hosts.forEach((address, owner) -> {
                MemoryListener listener = listeners.get(address);
                if (owner.equals(host) && listener != null) {
                    listener.close();
                }
            });
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
