package dev.strait.testkit.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The network between the nodes: who can be dialled where, and the connections that are up. */
final class SimulatedNetwork {
    /** A connection: its two sides. */
    record Connection(Line dialled, Line accepted) {
        boolean touches(SimulatedNode node) {
            return dialled.node() == node || accepted.node() == node;
        }
    }

    private final World world;
    private final Dice dice;
    private final Map<String, SimulatedNode> listening = new HashMap<>();
    private final List<Connection> connections = new ArrayList<>();
    private double refusals;
    private long nextLine = 1;

    SimulatedNetwork(World world) {
        this.world = world;
        this.dice = new Dice(world.options().seed(), "network");
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

    /** Makes a connection, some time from now, or says that there is none. */
    void dial(SimulatedNode from, long dial, String address) {
        world.queue().after(delay(), () -> arrive(from, dial, address));
    }

    private void arrive(SimulatedNode from, long dial, String address) {
        SimulatedNode to = listening.get(address);
        if (!from.isUp()) {
            return;
        }
        if (to == null || !to.isUp() || dice.chance(refusals)) {
            String why = to == null || !to.isUp() ? "nobody listens at " + address : "the network refuses";
            world.queue().after(delay(), () -> from.dialFailed(dial, why));
            return;
        }
        Line dialled = new Line(nextLine++, from);
        Line accepted = new Line(nextLine++, to);
        dialled.joinTo(new Pipe(world.queue(), dice, world.options().network(), accepted));
        accepted.joinTo(new Pipe(world.queue(), dice, world.options().network(), dialled));
        connections.add(new Connection(dialled, accepted));
        to.accepted(accepted);
        world.queue().after(delay(), () -> from.dialled(dialled, dial));
    }

    /** Connections of which at least one side still thinks that it is up. */
    List<Connection> connections() {
        connections.removeIf(
                each -> each.dialled().isClosed() && each.accepted().isClosed());
        return List.copyOf(connections);
    }

    /** Loses everything under way in both directions; whoever is told hears of it a little later, the other from silence alone. */
    void cut(Connection connection, boolean tellDialler, boolean tellAcceptor) {
        connection.dialled().sever();
        connection.accepted().sever();
        if (tellDialler) {
            world.queue().after(delay(), () -> connection.dialled().ended("connection reset"));
        }
        if (tellAcceptor) {
            world.queue().after(delay(), () -> connection.accepted().ended("connection reset"));
        }
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
