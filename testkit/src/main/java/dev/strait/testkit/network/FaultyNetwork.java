package dev.strait.testkit.network;

import dev.strait.Node;
import dev.strait.NodeOptions;
import dev.strait.error.StraitException;
import dev.strait.transport.MemoryAddress;
import dev.strait.transport.Underlay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Nodes in this process over a network in its memory, which a test disturbs while they run. They are the real ones, with their threads, in
 * real time; of the network alone nothing is real. So a program that blocks is shown what it does when a connection breaks, a cable is
 * pulled or a process dies, without sockets, processes or rights.
 *
 * {@snippet :
 * try (var network = FaultyNetwork.create()) {
 *     Node hub = network.listen("hub");
 *     Node far = network.join("far", "hub");
 *     Receiver<Integer> numbers = hub.receiver(NUMBERS);
 *     Sender<Integer> sender = far.sender(NUMBERS);
 *     sender.send(1);
 *     network.cut("hub", "far");
 *     sender.send(2);                     // nothing is lost: the link goes on over another connection
 *     network.partition(Set.of("hub"), Set.of("far"));
 *     sender.send(3);                     // on its way until the network heals
 *     network.heal();
 * }
 * }
 *
 * <p>Each node has a name, which the faults know it by; it listens at {@code memory:} and that name. Faults hold between names, so they
 * may be set before a node is there, and hold on for one that is started again. Nodes of other networks, and those over sockets, are not
 * reached. A direction of a connection takes 256 KiB that are under way and then makes its writer wait, as a socket does.
 *
 * <p>Left to chance are delays within their bounds, and how much of what is under way arrives when a connection is cut: at random from
 * {@link #seed()}, which is in the message of every connection that was cut. Threads being threads, the same seed does not give the same
 * history.
 *
 * <p>Costs a thread for each listening node, none for a connection beyond those of the nodes. Safe for use by any thread.
 */
public final class FaultyNetwork implements AutoCloseable {
    private final long seed;
    private final Switchboard switchboard;
    private final ReentrantLock lock = new ReentrantLock();
    /** In the order in which they were started; guarded by the lock. */
    private final List<Member> members = new ArrayList<>();

    /** A node that was started, and its way into the network. */
    private record Member(FaultyTransport host, Node node) {}

    private FaultyNetwork(long seed) {
        this.seed = seed;
        switchboard = new Switchboard(seed);
    }

    /** A network without nodes and faults, of a seed that nobody has chosen. */
    public static FaultyNetwork create() {
        return create(ThreadLocalRandom.current().nextLong());
    }

    /** A network without nodes and faults, of this seed. */
    public static FaultyNetwork create(long seed) {
        return new FaultyNetwork(seed);
    }

    /** What decides all that is left to chance. */
    public long seed() {
        return seed;
    }

    // --- nodes ---

    /** Starts a node that listens and hosts the directory, with the default options; see {@link #listen(String, NodeOptions)}. */
    public Node listen(String name) {
        return listen(name, NodeOptions.defaults());
    }

    /**
     * Starts a node that listens and hosts the directory, as {@link Node#listen(String, NodeOptions)}.
     *
     * @param name the node's name, which faults know it by: letters, digits, {@code -}, {@code _} and {@code .}, but not {@code 0}
     * @param options how it is set up; a name in them is not used
     * @throws IllegalArgumentException if the name does not do, or the options have an address
     * @throws dev.strait.error.InvalidAddress if a node of that name listens
     */
    public Node listen(String name, NodeOptions options) {
        NodeOptions own = options(name, options);
        FaultyTransport host = new FaultyTransport(switchboard, name);
        return add(host, Underlay.start(host, () -> Node.listen(address(name), own)));
    }

    /** Starts a node that joins another, with the default options; see {@link #join(String, String, NodeOptions)}. */
    public Node join(String name, String peer) throws InterruptedException {
        return join(name, peer, NodeOptions.defaults());
    }

    /**
     * Starts a node that joins another, and listens unless its options say {@linkplain NodeOptions#withoutListening otherwise}, as
     * {@link Node#join(String, NodeOptions)}.
     *
     * @param name the node's name, as for {@link #listen(String, NodeOptions)}
     * @param peer the name of the node that hosts the directory
     * @param options how it is set up; a name in them is not used
     * @throws IllegalArgumentException if a name does not do, or the options have an address
     * @throws dev.strait.error.InvalidAddress if a node of that name listens
     * @throws dev.strait.error.JoinFailed if nobody answered in time
     * @throws InterruptedException if the thread is interrupted; the node was not started
     */
    public Node join(String name, String peer, NodeOptions options) throws InterruptedException {
        NodeOptions own = options(name, options);
        NodeOptions listening = own.listening().listens() ? own.withListen(address(name)) : own;
        FaultyTransport host = new FaultyTransport(switchboard, name);
        return add(host, Underlay.start(host, () -> Node.join(address(peer), listening)));
    }

    private static NodeOptions options(String name, NodeOptions options) {
        Optional<String> address = options.listening().at().or(options.listening()::advertised);
        if (address.isPresent()) {
            throw new IllegalArgumentException("the address " + address.get()
                    + ": a node of a network in memory listens at its name; leave out withListen and withAdvertise");
        }
        return options.withName(name);
    }

    private static String address(String name) {
        if (name.equals(MemoryAddress.FREE_NAME)) {
            throw new IllegalArgumentException("the name 0 stands for any; give the node another");
        }
        return new MemoryAddress(name).toString();
    }

    private Node add(FaultyTransport host, Node node) {
        lock.lock();
        try {
            members.add(new Member(host, node));
        } finally {
            lock.unlock();
        }
        return node;
    }

    // --- connections that break ---

    /**
     * Breaks every connection between two nodes now; both are told at once. What was written and not read arrives up to some byte, and
     * nothing of it in a direction that is silent. Connections to come pass.
     *
     * @return how many there were
     */
    public int cut(String one, String other) {
        return switchboard.cut(one, other);
    }

    /**
     * Breaks a connection between two nodes at this byte: so many more go from the one to the other, over the connection that there is or one to come,
     * and arrive; the attempt to write another breaks the connection that it is made on, as {@link #cut} does. Once; a later call takes the place
     * of one that is outstanding.
     *
     * @param bytes 0 or more; not negative
     */
    public void cutAfter(String from, String to, long bytes) {
        switchboard.way(from, to).cutAfter(bytes);
    }

    /** How many connections between two nodes were made so far. */
    public int connections(String one, String other) {
        return switchboard.made(one, other);
    }

    /**
     * Refuses those who dial a node, or takes them again; connections that there are remain.
     *
     * @param refuses whether they are refused from now on
     */
    public void refuse(String name, boolean refuses) {
        switchboard.refuse(name, refuses);
    }

    // --- silence ---

    /**
     * Lets nothing pass between the nodes of one side and those of the other, in both directions, until {@link #heal}. Nobody is told: what is
     * written stays under way, until there is no room for more, and whoever dials waits in vain. Partitions add up.
     */
    public void partition(Set<String> oneSide, Set<String> otherSide) {
        switchboard.change(() -> {
            for (String one : oneSide) {
                for (String other : otherSide) {
                    switchboard.way(one, other).silence();
                    switchboard.way(other, one).silence();
                }
            }
        });
    }

    /**
     * Lets nothing pass from one node to another, until {@link #heal}; the other direction goes on, but no connection can be made, since that takes
     * both.
     */
    public void silence(String from, String to) {
        switchboard.change(() -> switchboard.way(from, to).silence());
    }

    /** Ends every partition and every silence. What was under way arrives, in order, on connections that still live. */
    public void heal() {
        switchboard.heal();
    }

    // --- slowness ---

    /** Lets everything from one node to another take so long; see {@link #delay(String, String, Duration, Duration)}. */
    public void delay(String from, String to, Duration delay) {
        delay(from, to, delay, delay);
    }

    /**
     * Lets what is written from now on from one node to another take a time between these two, drawn anew for each write; order is kept. Making a
     * connection takes it once there and once back. Zero, the default, switches it off.
     *
     * @param least zero or more
     * @param most not below {@code least}, at most an hour
     */
    public void delay(String from, String to, Duration least, Duration most) {
        switchboard.way(from, to).delay(least, most);
    }

    // --- nodes that die ---

    /**
     * Kills a node, as if its process was: its connections break, those who dial it are refused, nothing that it had not written is ever written, and
     * calls of its programs fail as on a closed node. Others are told at once, by their broken connections. A node of the same name can be
     * started at once.
     *
     * @throws IllegalArgumentException if no node of that name runs
     */
    public void crash(String name) {
        crash(name, true);
    }

    /**
     * Kills a node as {@link #crash} does, and tells nobody, as if its machine had lost power: connections fall silent, and those who dial it wait
     * in vain until a node of the same name listens.
     *
     * @throws IllegalArgumentException if no node of that name runs
     */
    public void vanish(String name) {
        crash(name, false);
    }

    private void crash(String name, boolean told) {
        Member member = running(name);
        switchboard.crash(member.host, told);
        boolean wasInterrupted = Thread.interrupted();
        Thread.currentThread().interrupt(); // an interrupted close waits for nobody
        try {
            closeQuietly(member.node);
        } finally {
            if (!wasInterrupted) {
                Thread.interrupted();
            }
        }
    }

    private Member running(String name) {
        lock.lock();
        try {
            return members.reversed().stream()
                    .filter(it -> it.host.name().equals(name) && it.host.isRunning())
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no node " + name + " runs in this network"));
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("EmptyCatch")
    private static void closeQuietly(Node node) {
        try {
            node.close();
        } catch (StraitException incomplete) {
            // What it had not sent is lost: that is what a crash means.
        }
    }

    /**
     * Ends silences, then closes the nodes in order, the last one started first, as {@link Node#close} does; nodes that are closed already do
     * nothing.
     *
     * @throws dev.strait.error.CloseIncomplete if something that a node had sent was not taken, of the first such node; all are closed nevertheless
     */
    @Override
    public void close() {
        heal();
        List<Member> all;
        lock.lock();
        try {
            all = List.copyOf(members);
        } finally {
            lock.unlock();
        }
        RuntimeException first = null;
        for (Member member : all.reversed()) {
            try {
                member.node.close();
            } catch (RuntimeException failed) {
                if (first == null) {
                    first = failed;
                } else {
                    first.addSuppressed(failed);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** The seed and the names of the nodes. */
    @Override
    public String toString() {
        lock.lock();
        try {
            return "FaultyNetwork[seed " + seed + ", nodes "
                    + members.stream().map(it -> it.host.name()).distinct().toList() + "]";
        } finally {
            lock.unlock();
        }
    }
}
