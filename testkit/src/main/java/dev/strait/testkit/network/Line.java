package dev.strait.testkit.network;

import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connection as a whole: both its sides, and the hosts they are at. Registered with its network until both sides have closed it. */
final class Line {
    private final FaultyTransport dialler;
    private final FaultyTransport acceptor;
    private final Set<Line> registry;
    private final Fate fate;
    private final AtomicBoolean cut = new AtomicBoolean();
    private final AtomicBoolean diallerClosed = new AtomicBoolean();
    private final AtomicBoolean acceptorClosed = new AtomicBoolean();
    private final FaultyPipe there;
    private final FaultyPipe back;
    private final FaultyConnection diallersSide;
    private final FaultyConnection acceptorsSide;

    /** Where a line leads from and to: the host, and the address by which the other side knows it. */
    record Place(FaultyTransport host, Address address) {}

    Line(Place dialler, Place acceptor, Switchboard network, Set<Line> registry, SplittableRandom random) {
        this.dialler = dialler.host;
        this.acceptor = acceptor.host;
        this.registry = registry;
        Way wayThere = network.way(dialler.host.name(), acceptor.host.name());
        Way wayBack = network.way(acceptor.host.name(), dialler.host.name());
        fate = new Fate(network.cutReason());
        there = new FaultyPipe(wayThere, wayBack, fate, random.split());
        back = new FaultyPipe(wayBack, wayThere, fate, random.split());
        diallersSide = new FaultyConnection(acceptor.address, this, back, there);
        acceptorsSide = new FaultyConnection(dialler.address, this, there, back);
    }

    Connection diallersSide() {
        return diallersSide;
    }

    Connection acceptorsSide() {
        return acceptorsSide;
    }

    boolean isBetween(String one, String other) {
        return (dialler.name().equals(one) && acceptor.name().equals(other))
                || (dialler.name().equals(other) && acceptor.name().equals(one));
    }

    /** Breaks it, if it is not broken; both sides are told. @return whether it was whole */
    boolean cut() {
        if (!cut.compareAndSet(false, true)) {
            return false;
        }
        fate.cut();
        there.cut();
        back.cut();
        return true;
    }

    /** A host has crashed: nothing more comes from its side, and its own calls fail. */
    void crash(FaultyTransport host, boolean told) {
        if (!dialler.equals(host) && !acceptor.equals(host)) {
            return;
        }
        if (told) {
            cut();
        } else {
            fate.silence();
            changed();
        }
        if (dialler.equals(host)) {
            diallersSide.close(Duration.ZERO);
        }
        if (acceptor.equals(host)) {
            acceptorsSide.close(Duration.ZERO);
        }
    }

    /** A way has changed. */
    void changed() {
        there.changed();
        back.changed();
    }

    /** One side has closed it. */
    void closed(Connection side) {
        (side.equals(diallersSide) ? diallerClosed : acceptorClosed).set(true);
        if (diallerClosed.get() && acceptorClosed.get()) {
            registry.remove(this);
        }
    }
}
