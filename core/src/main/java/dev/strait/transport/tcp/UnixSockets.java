package dev.strait.transport.tcp;

import dev.strait.transport.SafeLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The shorter way between two processes of one machine: beside its TCP address a listener has a Unix-domain socket, whose file bears the name of
 * that address, and whoever dials the address tries the file first.
 *
 * <p>Between processes of one machine TCP is dear, and nothing of what it does is needed. With 26 KB to a write, answered by 25 bytes, a
 * write took 9.5 to 23.6 us over TCP on loopback and 5.2 to 6.8 us over a Unix-domain socket, the answer 4.0 to 5.0 us and 1.4 to 1.6 us;
 * one way made 12.6 M messages a second instead of 10.0 M in one run, 11.6 M instead of 11.4 M in another (docs/performance.md, "Unix-domain
 * sockets").
 *
 * <p><b>Who is behind a file.</b> A process of the same user in the same network namespace that listens at that TCP address, or nobody. The folder
 * belongs to the user alone, or it is not used; the name has the namespace in it, so that containers which share the folder do not meet; and only
 * the listener that holds the TCP address makes, replaces and deletes the file. The end of a JVM deletes what is left; what a killed process leaves
 * refuses connections.
 *
 * <p><b>Memory.</b> A second file stands for the socket over which the two come to share memory ({@link SharedMemory}); it is tried first.
 *
 * <p><b>TCP is used wherever this is missing</b>: on other systems than Linux, between users or containers, if the processes do not have the
 * same folder for temporary files, or if anything about the file fails. Immutable; safe for use by any thread.
 */
final class UnixSockets {
    private static final Path NETWORK = Path.of("/proc/self/ns/net");

    private static final class OfThisProcess {
        static final @Nullable UnixSockets FOUND = find();

        private static @Nullable UnixSockets find() {
            try {
                OwnFolder folder = OwnFolder.ofThisUser(Path.of(System.getProperty("java.io.tmpdir")));
                return new UnixSockets(folder, OwnFolder.namespace(NETWORK), SharedMemory.ofThisProcess());
            } catch (IOException | RuntimeException notLinux) {
                SafeLog.failure(
                        SocketConnection.LOG,
                        Level.DEBUG,
                        "no Unix-domain sockets here, TCP between all nodes",
                        notLinux);
                return null;
            }
        }
    }

    private final OwnFolder folder;
    private final String namespace;
    private final @Nullable SharedMemory memory;

    /**
     * Prepares them.
     *
     * @param folder where the files are; made when it is first listened at
     * @param namespace what tells the network of this process from others
     * @param memory what connections over them may share; none if null
     */
    UnixSockets(OwnFolder folder, String namespace, @Nullable SharedMemory memory) {
        this.folder = folder;
        this.namespace = namespace;
        this.memory = memory;
    }

    /** Those of this process, or null if there is no such thing on this system. */
    static @Nullable UnixSockets ofThisProcess() {
        return OfThisProcess.FOUND;
    }

    /** The one beside a listener at an address, whether it is there or not. */
    UnixDomainSocketAddress beside(InetAddress ip, int port) {
        return named(namespace + "-" + ip.getHostAddress() + "-" + port);
    }

    private UnixDomainSocketAddress named(String name) {
        return UnixDomainSocketAddress.of(folder.path().resolve(name));
    }

    /** The one whose listener offers memory. */
    private static UnixDomainSocketAddress offering(UnixDomainSocketAddress beside, SharedMemory memory) {
        return UnixDomainSocketAddress.of(beside.getPath() + memory.suffix());
    }

    /**
     * Listens beside a TCP address. To stop, delete the files while the TCP address is still held: from then on they may be another listener's.
     *
     * @param tcp where the caller listens already: whatever has its name is left over
     * @return what listens, not blocking; empty if that cannot be, which is logged
     */
    List<UnixServer> listen(InetSocketAddress tcp, int backlog) {
        List<UnixServer> servers = new ArrayList<>();
        try {
            if (!folder.make()) {
                SafeLog.log(
                        SocketConnection.LOG,
                        Level.WARNING,
                        "{0} is not a folder that belongs to user {1} alone, so that nodes of this machine reach {2} over"
                                + " TCP, which is slower; remove it, or set java.io.tmpdir to another place",
                        folder.path(),
                        Integer.toUnsignedString(folder.user()),
                        tcp);
                return servers;
            }
            UnixDomainSocketAddress address = beside(tcp.getAddress(), tcp.getPort());
            servers.add(listen(address, SocketConnection::new, backlog));
            SharedMemory offered = memory;
            if (offered != null && offered.prepare()) {
                servers.add(listen(offering(address, offered), offered::offer, backlog));
            }
        } catch (IOException | RuntimeException failed) {
            SafeLog.failure(
                    SocketConnection.LOG, Level.DEBUG, "cannot listen beside " + tcp + ", only over TCP", failed);
        }
        return servers;
    }

    private static UnixServer listen(UnixDomainSocketAddress address, Opening opening, int backlog) throws IOException {
        Files.deleteIfExists(address.getPath());
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.configureBlocking(false);
            server.bind(address, backlog);
            return new UnixServer(server, opening, address.getPath());
        } catch (IOException | RuntimeException failed) {
            SocketConnection.release(server);
            throw failed;
        }
    }

    /** What both sides may share, if this one has it. */
    @Nullable
    SharedMemory memory() {
        return memory;
    }

    /** Connects to whoever listens at a TCP address and offers memory, if there is such a way. @return the channel, not blocking, or null */
    @Nullable
    SocketChannel connectForMemory(InetSocketAddress tcp, SharedMemory offered) {
        return connect(tcp, beside -> offering(beside, offered));
    }

    /** Connects to whoever listens at a TCP address, if there is such a way. @return the channel, not blocking, or null */
    @Nullable
    SocketChannel connect(InetSocketAddress tcp) {
        return connect(tcp, UnaryOperator.identity());
    }

    private @Nullable SocketChannel connect(InetSocketAddress tcp, UnaryOperator<UnixDomainSocketAddress> which) {
        try {
            if (!folder.isOwn()) {
                return null;
            }
            SocketChannel channel = connect(which.apply(beside(tcp.getAddress(), tcp.getPort())));
            if (channel == null && isOfThisMachine(tcp.getAddress())) {
                for (InetAddress all : allAddresses(tcp.getAddress())) {
                    channel = channel == null ? connect(which.apply(beside(all, tcp.getPort()))) : channel;
                }
            }
            return channel;
        } catch (IOException | RuntimeException failed) {
            SafeLog.failure(SocketConnection.LOG, Level.DEBUG, "cannot connect beside " + tcp + ", trying TCP", failed);
            return null;
        }
    }

    /** Where a listener that such an address reaches may listen to reach it and others: one of IPv6 takes connections of both kinds. */
    private static InetAddress[] allAddresses(InetAddress of) {
        InetAddress ipv6 = InetAddress.ofLiteral("::");
        return of instanceof Inet4Address
                ? new InetAddress[] {ipv6, InetAddress.ofLiteral("0.0.0.0")}
                : new InetAddress[] {ipv6};
    }

    private static @Nullable SocketChannel connect(UnixDomainSocketAddress address) {
        if (!Files.exists(address.getPath(), LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.configureBlocking(false);
            if (channel.connect(address)) {
                return channel;
            }
        } catch (IOException | RuntimeException failed) {
            SafeLog.failure(SocketConnection.LOG, Level.DEBUG, "cannot connect to " + address + ", trying TCP", failed);
        }
        close(channel);
        return null;
    }

    private static boolean isOfThisMachine(InetAddress ip) {
        try {
            return ip.isLoopbackAddress() || NetworkInterface.getByInetAddress(ip) != null;
        } catch (SocketException unknown) {
            return false;
        }
    }

    private static void close(@Nullable AutoCloseable channel) {
        if (channel != null) {
            SocketConnection.release(channel);
        }
    }
}
