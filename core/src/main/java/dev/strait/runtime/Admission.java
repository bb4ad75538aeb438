package dev.strait.runtime;

import dev.strait.transport.Connection;
import dev.strait.transport.SafeLog;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many connections a node takes from others. Each costs a thread before its first byte, so without a limit whoever reaches the port
 * could use up the process's threads by connecting and keeping silent. Safe for use by any thread.
 */
final class Admission {
    /** The most accepted connections whose handshake is not over; they end with the handshake's time limit at the latest. */
    static final int MAX_STRANGERS = 256;

    /** The most connections in all, dialled ones included, beyond which none is accepted. */
    static final int MAX_CONNECTIONS = 4_096;

    private static final System.Logger LOG = System.getLogger(NodeRuntime.LOGGER);
    private static final long WARNING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String node;
    private final Set<Long> strangers = ConcurrentHashMap.newKeySet();
    private final AtomicLong lastWarning = new AtomicLong(System.nanoTime() - WARNING_NANOS);

    Admission(String node) {
        this.node = node;
    }

    /** Whether one more may be accepted; if not that is logged, at most once a second. */
    boolean admits(Connection connection, int connections) {
        int unknown = strangers.size();
        if (unknown < MAX_STRANGERS && connections < MAX_CONNECTIONS) {
            return true;
        }
        long now = System.nanoTime();
        long last = lastWarning.get();
        if (now - last >= WARNING_NANOS && lastWarning.compareAndSet(last, now)) {
            SafeLog.log(
                    LOG,
                    System.Logger.Level.WARNING,
                    "node {0}: connection from {1} closed: {2} connections (at most {3}), of which {4} have not introduced themselves"
                            + " (at most {5})",
                    node,
                    connection.remote(),
                    connections,
                    MAX_CONNECTIONS,
                    unknown,
                    MAX_STRANGERS);
        }
        return false;
    }

    /** A connection was accepted. */
    void accepted(long connection) {
        strangers.add(connection);
    }

    /** A connection's handshake is over, or the connection is. */
    void strangerNoMore(long connection) {
        strangers.remove(connection);
    }
}
