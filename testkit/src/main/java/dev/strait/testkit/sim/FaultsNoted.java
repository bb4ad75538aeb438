package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Connection;
import dev.strait.testkit.virtual.EventQueue;
import dev.strait.testkit.virtual.Watch;

/** Notes what goes wrong in the network as {@link Disturbances} between nodes, by what nodes of Strait notice of it. */
final class FaultsNoted implements Watch {
    /** How long a side that hears nothing more waits at most before it gives a connection up, by the slowest clock. */
    private static final long SILENCE_NANOS = 3_100_000_000L;

    private final EventQueue queue;
    private final Disturbances disturbances;

    FaultsNoted(EventQueue queue, Disturbances disturbances) {
        this.queue = queue;
        this.disturbances = disturbances;
    }

    @Override
    public void broken(Connection connection, Ending atDialler, Ending atAcceptor) {
        SimulatedNode dialler = SimulatedNode.at(connection.dialled());
        SimulatedNode acceptor = SimulatedNode.at(connection.accepted());
        // It takes one who knows, and who can dial the other.
        long over = Math.min(
                acceptor.canBeDialled() ? knownAt(atDialler) : Long.MAX_VALUE,
                dialler.canBeDialled() ? knownAt(atAcceptor) : Long.MAX_VALUE);
        boolean silent = !atDialler.told() || !atAcceptor.told();
        disturbances.between(dialler.place(), acceptor.place(), queue.now(), over, silent);
    }

    /** When a side knows at the latest. */
    private long knownAt(Ending ending) {
        if (ending.wasClosed()) {
            return queue.now();
        }
        return ending.told() ? ending.lastNanos() : ending.lastNanos() + SILENCE_NANOS;
    }

    @Override
    public void heldUp(int one, int other, long untilNanos) {
        disturbances.between(one, other, queue.now(), untilNanos, true);
    }

    @Override
    public void refusing(long untilNanos) {
        disturbances.everywhere(queue.now(), untilNanos);
    }

    @Override
    public void paused(int place, long untilNanos) {
        disturbances.around(place, queue.now(), untilNanos);
    }
}
