package dev.strait.testkit.virtual;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One side of a connection, for the host there: the way out. What comes in the host hears in {@link Host#arrived} and {@link Host#ended}. Not
 * thread-safe.
 */
public final class Side {
    private final long id;
    private final Host host;
    private final Connection connection;
    private @Nullable Side other;
    private @Nullable Pipe out;
    private @Nullable Network network;
    private boolean closed;

    Side(long id, Host host, Connection connection) {
        this.id = id;
        this.host = host;
        this.connection = connection;
    }

    void leadTo(Side otherSide, Network carrier) {
        other = otherSide;
        network = carrier;
        out = new Pipe(carrier.queue(), carrier.dice(), carrier.options(), otherSide.new Inlet());
    }

    /** A number that no other side has, in the order in which connections are made. */
    public long id() {
        return id;
    }

    /** Whose it is. */
    public Host host() {
        return host;
    }

    /** The connection that it is a side of. */
    public Connection connection() {
        return connection;
    }

    /** The other side of the connection. */
    public Side other() {
        return Objects.requireNonNull(other, "joined when it was made");
    }

    /** Whether the host is through with it: it has closed it, has heard its end, or is no more. */
    public boolean isClosed() {
        return closed || !host.isUp();
    }

    /** Whether the way out takes bytes now; if not, the host is given this to do once it does. */
    public boolean isFree(Runnable then) {
        return out().isFree(() -> host.input(then));
    }

    /**
     * Writes, whether the way is free or not: a program that knows no bound is not kept from it.
     *
     * @param bytes not changed afterwards
     * @throws IllegalStateException if it was closed
     */
    public void write(byte[] bytes) {
        out().write(bytes);
        Objects.requireNonNull(network, "joined when it was made").wrote(connection, bytes.length);
    }

    /**
     * Closes it. The other side hears so behind what was written; what still comes from there is of no interest.
     *
     * @param reason what the other side is told
     * @throws IllegalStateException if it was closed so before
     */
    public void close(String reason) {
        closed = true;
        out().end(reason);
    }

    Pipe out() {
        return Objects.requireNonNull(out, "joined when it was made");
    }

    /** Where the other side's way out ends. */
    private final class Inlet implements Pipe.Outlet {
        @Override
        public void arrived(byte[] bytes) {
            host.input(() -> host.arrived(Side.this, bytes));
        }

        @Override
        public void ended(String reason) {
            host.input(() -> {
                if (!isClosed()) {
                    closed = true;
                    out().sever();
                    host.ended(Side.this, reason);
                }
            });
        }
    }
}
