package dev.strait.testkit.virtual;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The network between hosts: who can be dialled where, the connections that are up, and what is between whom. Bytes of a connection arrive
 * in order, as over TCP; different connections overtake each other. Not thread-safe.
 */
public final class Network {
    /** How long a dial waits for an answer. */
    public static final long DIAL_NANOS = 3_000_000_000L;

    /** Somebody waits for the next connection on which more is written than so many bytes at once. */
    private record Waiting(int beyondBytes, Consumer<Connection> action) {}

    private final EventQueue queue;
    private final History history;
    private final Dice dice;
    private final NetworkOptions options;
    private final Watch watch;
    private final Map<String, Host> listening = new HashMap<>();
    private final List<Connection> connections = new ArrayList<>();
    /** From place to place: until when nothing arrives. */
    private final long[][] blockedUntil;

    private final List<Waiting> waiting = new ArrayList<>();
    private double refusals;
    private long nextSide = 1;

    /**
     * A network without hosts.
     *
     * @param queue the time in which everything happens
     * @param history is told of faults, and by hosts of what they do
     * @param dice its own
     * @param options how it behaves while nothing goes wrong
     * @param places how many places for hosts it has, at least 1; of several hosts in one place, one after another, one is up at most
     * @param watch is told of what goes wrong
     */
    public Network(EventQueue queue, History history, Dice dice, NetworkOptions options, int places, Watch watch) {
        if (places < 1) {
            throw new IllegalArgumentException("a network must have a place at least, was " + places);
        }
        this.queue = queue;
        this.history = history;
        this.dice = dice;
        this.options = options;
        this.watch = watch;
        this.blockedUntil = new long[places][places];
    }

    /** The time in which everything happens. */
    public EventQueue queue() {
        return queue;
    }

    /** What has happened. */
    public History history() {
        return history;
    }

    /** How it behaves while nothing goes wrong. */
    public NetworkOptions options() {
        return options;
    }

    /** How many places for hosts it has. */
    public int places() {
        return blockedUntil.length;
    }

    Dice dice() {
        return dice;
    }

    Watch watch() {
        return watch;
    }

    /** From now on a host can be dialled at an address; not any more whoever could be there before. */
    public void listen(String address, Host host) {
        listening.put(address, host);
    }

    /** From now on a host cannot be dialled at any address. */
    public void stopListening(Host host) {
        listening.values().remove(host);
    }

    // --- dials ---

    /**
     * Makes a connection, some time from now, or says that there is none: {@link Host#dialled} or {@link Host#dialFailed}.
     *
     * @param dial a number that the answer names
     */
    public void dial(Host from, long dial, String address) {
        long givenUpAt = queue.now() + DIAL_NANOS;
        queue.after(delay(), () -> arrive(from, dial, address, givenUpAt));
    }

    private void arrive(Host from, long dial, String address, long givenUpAt) {
        Host to = listening.get(address);
        if (!from.isUp()) {
            return;
        }
        long freeAt = to == null ? 0 : Math.max(blocked(from, to), blocked(to, from));
        if (freeAt > queue.now()) {
            // The system tries again and again, and its tries are as often in vain.
            if (freeAt < givenUpAt && dice.chance(0.7)) {
                queue.at(freeAt, () -> arrive(from, dial, address, givenUpAt));
            } else {
                queue.at(givenUpAt, () -> fail(from, dial, "timed out"));
            }
            return;
        }
        if (to == null || !to.isUp() || dice.chance(refusals)) {
            String why = to == null || !to.isUp() ? "nobody listens at " + address : "the network refuses";
            queue.after(delay(), () -> fail(from, dial, why));
            return;
        }
        connect(from, to, dial);
    }

    private static void fail(Host from, long dial, String reason) {
        from.input(() -> from.dialFailed(dial, reason));
    }

    private void connect(Host from, Host to, long dial) {
        Connection connection = new Connection(this, from, nextSide++, to, nextSide++);
        connections.add(connection);
        to.input(() -> to.accepted(connection.accepted()));
        queue.after(
                delay(),
                () -> from.input(() -> {
                    if (connection.dialled().isClosed()) {
                        from.dialFailed(dial, "connection reset");
                    } else {
                        from.dialled(connection.dialled(), dial);
                    }
                }));
    }

    private long blocked(Host from, Host to) {
        return blockedUntil[from.place()][to.place()];
    }

    private long delay() {
        return dice.skewed(1_000, options.maxDelayNanos());
    }

    // --- what is written ---

    /** Connections of which at least one side still thinks that it is up, in the order in which they were made. */
    public List<Connection> connections() {
        connections.removeIf(Connection::isClosed);
        return List.copyOf(connections);
    }

    /** Has something happen to the next connection, or one soon after, on which more than so many bytes are written at once. */
    public void whenWritten(int beyondBytes, Consumer<Connection> action) {
        waiting.add(new Waiting(beyondBytes, action));
    }

    /** That is not to happen any more. @return whether it was still to happen */
    public boolean whenWrittenNoMore(Consumer<Connection> action) {
        return waiting.removeIf(each -> each.action().equals(action));
    }

    void wrote(Connection connection, int bytes) {
        if (!waiting.isEmpty() && bytes > waiting.getFirst().beyondBytes() && dice.chance(0.3)) {
            waiting.removeFirst().action().accept(connection);
        }
    }

    // --- what goes wrong ---

    /** From now on and for so long at most, dials are refused with this probability, from 0 to 1; the end of an earlier such time ends this one, too. */
    public void refuse(double probability, long nanos) {
        watch.refusing(queue.now() + nanos);
        refusals = probability;
        queue.after(nanos, () -> refusals = 0);
    }

    /** Lets nothing go from one place to another until then, dials neither; what is under way arrives then. Whoever dials meanwhile waits. */
    public void block(int from, int to, long untilNanos) {
        watch.heldUp(from, to, untilNanos);
        blockedUntil[from][to] = Math.max(blockedUntil[from][to], untilNanos);
        for (Connection each : connections()) {
            hold(each.dialled(), from, to, untilNanos);
            hold(each.accepted(), from, to, untilNanos);
        }
    }

    private static void hold(Side side, int from, int to, long untilNanos) {
        if (side.host().place() == from && side.other().host().place() == to) {
            side.out().hold(untilNanos);
        }
    }

    /** Lets nothing that a side has written arrive until then. */
    public void hold(Side side, long untilNanos) {
        watch.heldUp(side.host().place(), side.other().host().place(), untilNanos);
        side.out().hold(untilNanos);
    }

    /**
     * Breaks a connection: in each direction some part of what is under way still arrives, down to a byte, or nothing. Whoever is told hears of it behind
     * that, whoever is not hears nothing any more.
     */
    public void cut(Connection connection, boolean tellDialler, boolean tellAcceptor) {
        Watch.Ending atAcceptor = breakOff(connection.dialled(), tellAcceptor);
        Watch.Ending atDialler = breakOff(connection.accepted(), tellDialler);
        watch.broken(connection, atDialler, atAcceptor);
    }

    /** Breaks the way out of a side. */
    private static Watch.Ending breakOff(Side from, boolean tell) {
        boolean wasClosed = from.other().isClosed();
        return new Watch.Ending(tell, wasClosed, from.out().breakOff(tell ? "connection reset" : null));
    }

    /** A host is no more: all its connections are lost. */
    void crashed(Host host, boolean tellPeers) {
        stopListening(host);
        for (Connection each : connections()) {
            if (each.touches(host)) {
                cut(
                        each,
                        tellPeers && !each.dialled().host().equals(host),
                        tellPeers && !each.accepted().host().equals(host));
            }
        }
    }
}
