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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
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
 * <p><b>TCP is used wherever this is missing</b>: on other systems than Linux, between users or containers, if the processes do not have the
 * same folder for temporary files, or if anything about the file fails. Immutable; safe for use by any thread.
 */
final class UnixSockets {
    private static final System.Logger LOG = System.getLogger("dev.strait.transport");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Path NETWORK = Path.of("/proc/self/ns/net");
    private static final Path STATUS = Path.of("/proc/self/status");

    private static final class OfThisProcess {
        static final @Nullable UnixSockets FOUND = find();

        private static @Nullable UnixSockets find() {
            try {
                String namespace = Files.readSymbolicLink(NETWORK).toString();
                int user = user();
                Path folder = Path.of(System.getProperty("java.io.tmpdir"), "strait-" + user);
                return new UnixSockets(folder, namespace.replaceAll("\\D", ""), user);
            } catch (IOException | RuntimeException notLinux) {
                SafeLog.failure(LOG, Level.DEBUG, "no Unix-domain sockets here, TCP between all nodes", notLinux);
                return null;
            }
        }

        /** To whom what this process makes belongs: the second number of that line (proc_pid_status(5)). */
        private static int user() throws IOException {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("Uid:")) {
                    return Integer.parseUnsignedInt(line.split("\\s+", -1)[2]);
                }
            }
            throw new IOException(STATUS + " has no line of Uid");
        }
    }

    private final Path folder;
    private final String namespace;
    private final int user;

    /**
     * Prepares them.
     *
     * @param folder where the files are; made when it is first listened at
     * @param namespace what tells the network of this process from others
     * @param user the number of the user to whom the folder has to belong
     */
    UnixSockets(Path folder, String namespace, int user) {
        this.folder = folder;
        this.namespace = namespace;
        this.user = user;
    }

    /** Those of this process, or null if there is no such thing on this system. */
    static @Nullable UnixSockets ofThisProcess() {
        return OfThisProcess.FOUND;
    }

    /** The one beside a listener at an address, whether it is there or not. */
    UnixDomainSocketAddress beside(InetAddress ip, int port) {
        return UnixDomainSocketAddress.of(folder.resolve(namespace + "-" + ip.getHostAddress() + "-" + port));
    }

    /**
     * Listens beside a TCP address. To stop, delete the file while the TCP address is still held: from then on it may be another listener's.
     *
     * @param tcp where the caller listens already: whatever has its name is left over
     * @return what listens, not blocking; null if that cannot be, which is logged
     */
    @Nullable
    UnixServer listen(InetSocketAddress tcp, int backlog) {
        ServerSocketChannel server = null;
        try {
            makeFolder();
            if (!isOwn()) {
                SafeLog.log(
                        LOG,
                        Level.WARNING,
                        "{0} is not a folder that belongs to user {1} alone, so that nodes of this machine reach {2} over"
                                + " TCP, which is slower; remove it, or set java.io.tmpdir to another place",
                        folder,
                        Integer.toUnsignedString(user),
                        tcp);
                return null;
            }
            UnixDomainSocketAddress address = beside(tcp.getAddress(), tcp.getPort());
            Files.deleteIfExists(address.getPath());
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.configureBlocking(false);
            server.bind(address, backlog);
            return new UnixServer(server, address.getPath());
        } catch (IOException | RuntimeException failed) {
            SafeLog.failure(LOG, Level.DEBUG, "cannot listen beside " + tcp + ", only over TCP", failed);
            close(server);
            return null;
        }
    }

    private void makeFolder() throws IOException {
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException made) {
            SafeLog.log(LOG, Level.TRACE, "{0} is there", folder);
        }
    }

    /** Whether the folder is there and the user's alone: where temporary files are, anybody may make one of this name, or a link. */
    private boolean isOwn() throws IOException {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                        .equals(user)
                && Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS)
                        .equals(OWNER_ONLY);
    }

    /** Connects to whoever listens at a TCP address, if there is such a way. @return the channel, not blocking, or null */
    @Nullable
    SocketChannel connect(InetSocketAddress tcp) {
        try {
            if (!isOwn()) {
                return null;
            }
            SocketChannel channel = connect(beside(tcp.getAddress(), tcp.getPort()));
            if (channel == null && isOfThisMachine(tcp.getAddress())) {
                for (InetAddress all : allAddresses(tcp.getAddress())) {
                    channel = channel == null ? connect(beside(all, tcp.getPort())) : channel;
                }
            }
            return channel;
        } catch (IOException | RuntimeException failed) {
            SafeLog.failure(LOG, Level.DEBUG, "cannot connect beside " + tcp + ", trying TCP", failed);
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
            SafeLog.failure(LOG, Level.DEBUG, "cannot connect to " + address + ", trying TCP", failed);
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
