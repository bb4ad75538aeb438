package dev.strait;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Nodes in this process over sockets on loopback: one that listens, and those that join it. Closing checks
 * that every value is accounted for, and no thread is left.
 */
public final class Cluster implements AutoCloseable {
    private static final AtomicLong NUMBER = new AtomicLong();

    private final String prefix = "c" + NUMBER.incrementAndGet() + "-";
    private final List<Node> nodes = new ArrayList<>();
    private final NodeOptions.Waits waits;
    private final Node hub;

    public Cluster() {
        this(NodeOptions.Waits.DEFAULT);
    }

    private Cluster(NodeOptions.Waits waits) {
        this.waits = waits.withClose(Duration.ofSeconds(5));
        hub = Node.listen("localhost:0", options("hub"));
        nodes.add(hub);
    }

    /** Options with a name of this cluster, and little patience when closing. */
    public NodeOptions options(String name) {
        return NodeOptions.defaults().withName(prefix + name).withWaits(waits);
    }

    /** Nodes whose links are lost with their connections. */
    public static Cluster withoutResuming() {
        return new Cluster(NodeOptions.Waits.DEFAULT.withResume(Duration.ZERO, Duration.ZERO));
    }

    /** The node that listens and hosts the directory. */
    public Node hub() {
        return hub;
    }

    /** One more node. */
    public Node join(String name) throws InterruptedException {
        return join(options(name));
    }

    /** One more node. */
    public Node join(NodeOptions options) throws InterruptedException {
        return join(hub.address(), options);
    }

    /** One more node, which reaches the first at another address. */
    public Node join(String address, NodeOptions options) throws InterruptedException {
        Node node = Node.join(address, options);
        nodes.add(node);
        return node;
    }

    /** A node that the test has made. */
    public Node add(Node node) {
        nodes.add(node);
        return node;
    }

    /** The threads of these nodes that run now. */
    List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("strait-" + prefix))
                .toList();
    }

    @Override
    public void close() {
        nodes.forEach(Balance::check);
        RuntimeException first = null;
        for (Node node : nodes.reversed()) {
            try {
                node.close();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
        Task.until(() -> threads().isEmpty());
    }
}
