package dev.strait.testkit.virtual;

/** A connection between two hosts: its two sides, which are closed, and hear of breaks, each for itself. Not thread-safe. */
public final class Connection {
    private final Side dialled;
    private final Side accepted;
    private final long openedAt;

    Connection(Network network, Host dialler, long diallerId, Host acceptor, long acceptorId) {
        this.dialled = new Side(diallerId, dialler, this);
        this.accepted = new Side(acceptorId, acceptor, this);
        this.openedAt = network.queue().now();
        dialled.leadTo(accepted, network);
        accepted.leadTo(dialled, network);
    }

    /** The side of the host that dialled. */
    public Side dialled() {
        return dialled;
    }

    /** The side of the host that was dialled. */
    public Side accepted() {
        return accepted;
    }

    /** When it was made, in virtual time. */
    public long openedAt() {
        return openedAt;
    }

    /** Whether a host is at one of its sides. */
    boolean touches(Host host) {
        return dialled.host().equals(host) || accepted.host().equals(host);
    }

    /** Whether both sides are through with it. */
    boolean isClosed() {
        return dialled.isClosed() && accepted.isClosed();
    }

    /** The names of its hosts, the dialler's first. */
    @Override
    public String toString() {
        return dialled.host().name() + "-" + accepted.host().name();
    }
}
