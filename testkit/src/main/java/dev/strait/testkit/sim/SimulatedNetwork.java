package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Dice;
import dev.strait.testkit.virtual.Pipe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The network between the nodes: who can be dialled where, the connections that are up, and what is between whom. */
final class SimulatedNetwork {
    /**
     * A connection: its two sides.
     *
     * @param openedAt when it was made, in virtual time
     */
    record Connection(Line dialled, Line accepted, long openedAt) {
        boolean touches(SimulatedNode node) {
            return dialled.node() == node || accepted.node() == node;
        }

        SimulatedNode otherThan(SimulatedNode node) {
            return dialled.node() == node ? accepted.node() : dialled.node();
        }

        @Override
        public String toString() {
            return dialled.node().name() + "-" + accepted.node().name();
        }
    }

    /** How long a dial waits for an answer. */
    static final long DIAL_NANOS = 3_000_000_000L;
    /** How long a side that hears nothing more waits at most before it gives a connection up, by the slowest clock. */
    static final long SILENCE_NANOS = 3_100_000_000L;

    /** As long as PING and ACK together. */
    private static final int SIGN_OF_LIFE_BYTES = 40;

    private final World world;
    private final Dice dice;
    private final Map<String, SimulatedNode> listening = new HashMap<>();
    private final List<Connection> connections = new ArrayList<>();
    /** From place to place: until when nothing arrives. */
    private final long[][] blockedUntil;

    private final List<Consumer<Connection>> whenWritten = new ArrayList<>();
    private double refusals;
    private long nextLine = 1;

    SimulatedNetwork(World world) {
        this.world = world;
        this.dice = new Dice(world.options().seed(), "network");
        int count = world.options().nodes().count();
        this.blockedUntil = new long[count][count];
    }

    /** From now on dials are refused with this probability. */
    void refuse(double probability) {
        refusals = probability;
    }

    void listen(String address, SimulatedNode node) {
        listening.put(address, node);
    }

    void stopListening(SimulatedNode node) {
        listening.values().remove(node);
    }

    // --- dials ---

    /** Makes a connection, some time from now, or says that there is none. */
    void dial(SimulatedNode from, long dial, String address) {
        long givenUpAt = world.now() + DIAL_NANOS;
        world.queue().after(delay(), () -> arrive(from, dial, address, givenUpAt));
    }

    private void arrive(SimulatedNode from, long dial, String address, long givenUpAt) {
        SimulatedNode to = listening.get(address);
        if (!from.isUp()) {
            return;
        }
        long freeAt = to == null ? 0 : Math.max(blocked(from, to), blocked(to, from));
        if (freeAt > world.now()) {
            // The system tries again and again, and its tries are as often in vain.
            if (freeAt < givenUpAt && dice.chance(0.7)) {
                world.queue().at(freeAt, () -> arrive(from, dial, address, givenUpAt));
            } else {
                world.queue().at(givenUpAt, () -> from.lines().dialFailed(dial, "timed out"));
            }
            return;
        }
        if (to == null || !to.isUp() || dice.chance(refusals)) {
            String why = to == null || !to.isUp() ? "nobody listens at " + address : "the network refuses";
            world.queue().after(delay(), () -> from.lines().dialFailed(dial, why));
            return;
        }
        connect(from, to, dial);
    }

    private void connect(SimulatedNode from, SimulatedNode to, long dial) {
        Line dialled = new Line(nextLine++, from);
        Line accepted = new Line(nextLine++, to);
        Connection connection = new Connection(dialled, accepted, world.now());
        dialled.joinTo(connection, new Pipe(world.queue(), dice, world.options().network(), accepted));
        accepted.joinTo(
                connection, new Pipe(world.queue(), dice, world.options().network(), dialled));
        connections.add(connection);
        to.lines().accepted(accepted);
        world.queue().after(delay(), () -> from.lines().dialled(dialled, dial));
    }

    // --- what goes wrong ---

    /** Connections of which at least one side still thinks that it is up. */
    List<Connection> connections() {
        connections.removeIf(
                each -> each.dialled().isClosed() && each.accepted().isClosed());
        return List.copyOf(connections);
    }

    /** Has something happen to the next connection, or one soon after, on which more is written than a sign of life. */
    void whenWritten(Consumer<Connection> action) {
        whenWritten.add(action);
    }

    /** That is not to happen any more. @return whether it was still to happen */
    boolean whenWrittenNoMore(Consumer<Connection> action) {
        return whenWritten.remove(action);
    }

    /** So many bytes were written on a connection. */
    void wrote(Connection connection, int bytes) {
        if (!whenWritten.isEmpty() && bytes > SIGN_OF_LIFE_BYTES && dice.chance(0.3)) {
            whenWritten.removeFirst().accept(connection);
        }
    }

    /** Lets nothing go from one node to another until then, dials neither; what is under way arrives then. */
    void block(int from, int to, long untilNanos) {
        blockedUntil[from][to] = Math.max(blockedUntil[from][to], untilNanos);
        for (Connection each : connections()) {
            hold(each.dialled(), each.accepted(), from, to, untilNanos);
            hold(each.accepted(), each.dialled(), from, to, untilNanos);
        }
    }

    private static void hold(Line line, Line other, int from, int to, long untilNanos) {
        if (line.node().place() == from && other.node().place() == to) {
            line.out().hold(untilNanos);
        }
    }

    private long blocked(SimulatedNode from, SimulatedNode to) {
        return blockedUntil[from.place()][to.place()];
    }

    /** Breaks a connection. Whoever is told hears of it behind what still arrives, the other from silence alone. */
    void cut(Connection connection, boolean tellDialler, boolean tellAcceptor) {
        long acceptorKnows = breakOff(connection.dialled(), connection.accepted(), tellAcceptor);
        long diallerKnows = breakOff(connection.accepted(), connection.dialled(), tellDialler);
        SimulatedNode dialler = connection.dialled().node();
        SimulatedNode acceptor = connection.accepted().node();
        // It takes one who knows, and who can dial the other.
        long over = Math.min(
                acceptor.canBeDialled() ? diallerKnows : Long.MAX_VALUE,
                dialler.canBeDialled() ? acceptorKnows : Long.MAX_VALUE);
        boolean silent = !tellDialler || !tellAcceptor;
        world.disturbances().between(dialler.place(), acceptor.place(), world.now(), over, silent);
    }

    /** Breaks one direction. @return when its outlet knows at the latest */
    private long breakOff(Line from, Line to, boolean tell) {
        boolean known = to.isClosed();
        long last = from.out().breakOff(tell ? "connection reset" : null);
        return known ? world.now() : tell ? last : last + SILENCE_NANOS;
    }

    /** A node is no more: all its connections are lost. */
    void crashed(SimulatedNode node, boolean tellPeers) {
        stopListening(node);
        for (Connection each : connections()) {
            if (each.touches(node)) {
                cut(
                        each,
                        tellPeers && each.dialled().node() != node,
                        tellPeers && each.accepted().node() != node);
            }
        }
    }

    private long delay() {
        return dice.skewed(1_000, world.options().network().maxDelayNanos());
    }
}
