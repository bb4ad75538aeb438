package dev.strait.runtime;

import dev.strait.error.InvalidAddress;
import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.SafeLog;
import dev.strait.transport.Transport;
import dev.strait.transport.Underlay;
import dev.strait.transport.tcp.SocketTransport;
import dev.strait.wire.engine.EngineConfig;
import dev.strait.wire.frame.NodeRef;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A node that was started, with the listener that belongs to it. */
public final class NodeStart {
    private static final System.Logger LOG = System.getLogger(NodeRuntime.LOGGER);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final NodeRuntime runtime;
    private final String name;
    private final Optional<Listener> listener;

    private final ExitNotice exitNotice;

    private NodeStart(NodeRuntime runtime, String name, Optional<Listener> listener) {
        this.runtime = runtime;
        this.name = name;
        this.listener = listener;
        this.exitNotice = new ExitNotice(name, () -> runtime.endWithProcess(this::stopListening));
    }

    /**
     * What a node is set up with.
     *
     * @param name its id; empty for a random one
     * @param cluster its cluster
     * @param advertised the address that other nodes are told; empty for the one at which it listens
     * @param credit what it grants
     * @param engineTimes how long its engine waits
     * @param times how long its blocking calls wait
     * @param unixSockets whether links within this machine may use the Unix-domain sockets beside TCP addresses
     * @param exitNotice whether the other nodes are told when the JVM ends and the node is not closed
     */
    public record Settings(
            Optional<String> name,
            String cluster,
            Optional<Address> advertised,
            EngineConfig.Credit credit,
            EngineConfig.Times engineTimes,
            RuntimeTimes times,
            boolean unixSockets,
            boolean exitNotice) {}

    /**
     * Starts a node that listens and hosts the directory.
     *
     * @throws InvalidAddress if it cannot listen there
     */
    public static NodeStart listen(Address address, Settings settings) {
        return start(transport(settings), Optional.of(address), true, settings);
    }

    /**
     * Starts a node that joins another, and listens too if it has an address for it.
     *
     * @throws InvalidAddress if it cannot listen there, or the other's address is not one of a socket
     * @throws dev.strait.error.JoinFailed if it cannot join in time
     */
    public static NodeStart join(Address peer, Optional<Address> own, Settings settings) throws InterruptedException {
        Transport transport = transport(settings);
        requireServed(transport, peer);
        NodeStart start = start(transport, own, false, settings);
        boolean joined = false;
        try {
            start.runtime.join(peer.toString());
            joined = true;
        } finally {
            if (!joined) {
                start.close();
            }
        }
        return start;
    }

    private static Transport transport(Settings settings) {
        return Underlay.chosenOr(() -> new SocketTransport(settings.unixSockets));
    }

    private static NodeStart start(
            Transport transport, Optional<Address> address, boolean hostsDirectory, Settings settings) {
        address.ifPresent(it -> requireServed(transport, it));
        settings.advertised().ifPresent(it -> requireServed(transport, it));
        CompletableFuture<NodeRuntime> ready = new CompletableFuture<>();
        Optional<Listener> listener = address.map(it -> listen(transport, it, ready));
        try {
            return start(transport, listener, ready, hostsDirectory, settings);
        } catch (Throwable failed) {
            listener.ifPresent(Listener::close);
            ready.completeExceptionally(failed); // connections that wait for the node are closed
            throw failed;
        }
    }

    private static NodeStart start(
            Transport transport,
            Optional<Listener> listener,
            CompletableFuture<NodeRuntime> ready,
            boolean hostsDirectory,
            Settings settings) {
        String id = settings.name().orElseGet(NodeStart::randomName);
        List<String> addresses = listener.map(
                        it -> List.of(settings.advertised().orElse(it.address()).toString()))
                .orElse(List.of());
        EngineConfig config = new EngineConfig(
                new NodeRef(id, System.currentTimeMillis(), RANDOM.nextLong()),
                settings.cluster(),
                addresses,
                hostsDirectory,
                settings.credit(),
                settings.engineTimes());
        if (settings.advertised().isEmpty()) {
            listener.filter(it -> !it.address().isDialable()).ifPresent(it -> warnOf(it.address(), id));
        }
        NodeRuntime runtime = new NodeRuntime(config, settings.times(), transport);
        runtime.start();
        ready.complete(runtime);
        NodeStart start = new NodeStart(runtime, id, listener);
        if (settings.exitNotice()) {
            start.exitNotice.arm();
        }
        return start;
    }

    /** The others are told to dial what cannot be dialled, and each would say no more than that it is unreachable. */
    private static void warnOf(Address address, String node) {
        SafeLog.log(
                LOG,
                System.Logger.Level.WARNING,
                "node {0} listens on every interface, at {1}, which is nowhere to dial: nodes that it has not linked with itself cannot reach it; say where"
                        + " they can with NodeOptions.withAdvertise(\"host:port\")",
                node,
                address);
    }

    /** Memory addresses belong to a transport that only tests are given. */
    private static void requireServed(Transport transport, Address address) {
        if (!transport.serves(address)) {
            throw new InvalidAddress(
                    address.toString(),
                    "nodes are reached at sockets only; write host:port, as in localhost:5678, or unix:/path");
        }
    }

    private static Listener listen(Transport transport, Address address, CompletableFuture<NodeRuntime> ready) {
        try {
            return transport.listen(address, connection -> accept(ready, connection));
        } catch (IOException e) {
            throw new InvalidAddress(address.toString(), String.valueOf(e.getMessage()));
        }
    }

    private static void accept(CompletableFuture<NodeRuntime> ready, Connection connection) {
        ready.join().accept(connection);
    }

    private static String randomName() {
        byte[] bytes = new byte[6];
        RANDOM.nextBytes(bytes);
        return "node-" + HexFormat.of().formatHex(bytes);
    }

    /** What runs. */
    public NodeRuntime runtime() {
        return runtime;
    }

    /** The node's id. */
    public String name() {
        return name;
    }

    /** Where it listens. */
    public Optional<String> address() {
        return listener.map(it -> it.address().toString());
    }

    /** Closes the node in order, as {@link NodeRuntime#close}. */
    public void close() {
        try {
            runtime.close(this::stopListening);
        } finally {
            exitNotice.disarm();
        }
    }

    private void stopListening() {
        listener.ifPresent(Listener::close);
    }
}
