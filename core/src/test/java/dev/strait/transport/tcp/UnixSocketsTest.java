package dev.strait.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.TcpAddress;
import dev.strait.transport.Transport;
import dev.strait.transport.TransportContractTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The whole contract over Unix-domain sockets, who gets one, and that TCP is used where there is none. */
@EnabledOnOs(OS.LINUX)
class UnixSocketsTest extends TransportContractTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Path FOLDER = temporary();

    private final LinkedBlockingQueue<Connection> taken = new LinkedBlockingQueue<>();

    @TempDir
    private Path elsewhere;

    private static Path temporary() {
        try {
            Path parent = Files.createTempDirectory("unix");
            parent.toFile().deleteOnExit();
            return parent.resolve("sockets");
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static int user() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    private static SocketTransport with(UnixSockets sockets) {
        return new SocketTransport(sockets, SelectorProvider.provider());
    }

    private static SocketTransport in(Path folder) throws IOException {
        return with(new UnixSockets(new OwnFolder(folder, user()), "1", null));
    }

    @Override
    protected Transport transport() {
        try {
            return in(FOLDER);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected Address free() {
        return new TcpAddress("localhost", 0);
    }

    @AfterAll
    static void noFileIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(FOLDER)) {
            assertEquals(List.of(), left.toList());
        }
        Files.delete(FOLDER);
    }

    /** A folder that only its user may enter, made now. */
    private Path made(String name) throws IOException {
        return Files.createDirectory(
                elsewhere.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Dials, and says whether the connection came over a Unix-domain socket. */
    private boolean isNear(Transport from, Address to) throws Exception {
        try (Connection dialled = from.dial(to, LIMIT);
                Connection accepted = taken.take()) {
            dialled.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {7})}, 0, 1);
            ByteBuffer into = ByteBuffer.allocate(1);
            assertEquals(1, accepted.read(into));
            assertEquals(7, into.get(0));
            assertEquals(to, dialled.remote());
            return ((TcpAddress) accepted.remote()).port() == 0;
        }
    }

    private static TcpAddress at(String host, Listener listener) {
        return new TcpAddress(host, ((TcpAddress) listener.address()).port());
    }

    @Test
    void thisProcessHasAPlaceForThem() {
        assertNotNull(UnixSockets.ofThisProcess());
    }

    @Test
    void bothSidesHaveToAllowThem() throws Exception {
        Transport with = transport();
        Transport without = new SocketTransport(false);
        try (Listener listener = with.listen(free(), taken::add)) {
            assertTrue(isNear(with, listener.address()));
            assertFalse(isNear(without, listener.address()));
        }
        try (Listener listener = without.listen(free(), taken::add)) {
            assertFalse(isNear(with, listener.address()));
        }
    }

    @Test
    void listenersOfOnePortAtTwoAddressesAreNotMixedUp() throws Exception {
        Transport transport = transport();
        LinkedBlockingQueue<Connection> other = new LinkedBlockingQueue<>();
        try (Listener first = transport.listen(new TcpAddress("127.0.0.1", 0), taken::add);
                Listener second = transport.listen(at("127.0.0.2", first), other::add)) {
            assertTrue(isNear(transport, first.address()));
            try (Connection dialled = transport.dial(second.address(), LIMIT);
                    Connection accepted = other.take()) {
                assertEquals(new TcpAddress("127.0.0.2", 0), accepted.remote());
                assertEquals(second.address(), dialled.remote());
            }
            assertTrue(taken.isEmpty());
        }
    }

    @Test
    void aListenerAtAllAddressesIsReachedByEachOfThisMachine() throws Exception {
        Transport transport = transport();
        try (Listener listener = transport.listen(new TcpAddress("0.0.0.0", 0), taken::add)) {
            assertTrue(isNear(transport, at("127.0.0.1", listener)));
            assertTrue(isNear(transport, at("localhost", listener)));
            // Of another machine (RFC 5737): whatever is listened at here, it is not dialled.
            TcpAddress foreign = at("192.0.2.1", listener);
            assertThrows(IOException.class, () -> transport.dial(foreign, Duration.ofMillis(100)));
            assertTrue(taken.isEmpty());
        }
    }

    @Test
    void whatAKilledProcessLeftIsPassedOverAndReplaced() throws Exception {
        InetSocketAddress address;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            address = (InetSocketAddress) free.getLocalSocketAddress();
        }
        Path folder = made("left");
        Transport transport = in(folder);
        UnixDomainSocketAddress file = new UnixSockets(new OwnFolder(folder, user()), "1", null)
                .beside(address.getAddress(), address.getPort());
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(file);
        }
        assertTrue(Files.exists(file.getPath()));
        TcpAddress tcp = new TcpAddress("127.0.0.1", address.getPort());
        IOException nobody = assertThrows(IOException.class, () -> transport.dial(tcp, LIMIT));
        assertTrue(nobody.getMessage().contains(tcp.toString()), nobody.getMessage());
        try (Listener another = new SocketTransport(false).listen(tcp, taken::add)) {
            assertFalse(isNear(transport, another.address()));
        }
        try (Listener again = transport.listen(tcp, taken::add)) {
            assertTrue(isNear(transport, again.address()));
        }
    }

    @Test
    void aListenerWhoseQueueIsFullIsDialledOverTcp() throws Exception {
        Transport transport = transport();
        try (Listener listener = new SocketTransport(false).listen(new TcpAddress("127.0.0.1", 0), taken::add)) {
            UnixSockets sockets = new UnixSockets(new OwnFolder(FOLDER, user()), "1", null);
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", ((TcpAddress) listener.address()).port());
            List<SocketChannel> waiting = new ArrayList<>();
            try (UnixServer deaf = sockets.listen(address, 1).getFirst()) {
                for (SocketChannel next = sockets.connect(address); next != null; next = sockets.connect(address)) {
                    waiting.add(next);
                }
                assertNotEquals(List.of(), waiting);
                assertFalse(isNear(transport, listener.address()));
            } finally {
                for (SocketChannel each : waiting) {
                    each.close();
                }
            }
        }
    }

    @Test
    void aFolderThatOthersMayEnterOrThatIsALinkIsNotUsed() throws Exception {
        Path open = Files.createDirectory(elsewhere.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path own = made("own");
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), own);
        for (Path folder : List.of(open, link)) {
            try (Listener listener = in(folder).listen(free(), taken::add)) {
                assertFalse(isNear(in(folder), listener.address()));
                try (Stream<Path> made = Files.list(folder)) {
                    assertEquals(List.of(), made.toList());
                }
            }
        }
        // Opened up while a listener is there: whoever dials from then on does not trust it.
        try (Listener listener = in(own).listen(free(), taken::add)) {
            assertTrue(isNear(in(own), listener.address()));
            Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwx---"));
            assertFalse(isNear(in(own), listener.address()));
        }
    }

    @Test
    void aListenerFreesItsPortEvenIfItsFileCannotBeDeleted() throws Exception {
        Path folder = made("stubborn");
        SocketTransport transport = in(folder);
        Listener listener = transport.listen(free(), taken::add);
        try (Stream<Path> files = Files.list(folder)) {
            // In place of the file something that nobody can delete like one, whatever his rights.
            Path file = files.findFirst().orElseThrow();
            Files.delete(file);
            Files.createDirectories(file.resolve("full"));
        }
        listener.close();
        try (Listener again = transport.listen(listener.address(), taken::add)) {
            assertFalse(isNear(transport, again.address()));
        }
    }

    @Test
    void ofTwoFilesThatWouldDoTheOneWithoutAListenerIsPassedOver() throws Exception {
        Path folder = made("two");
        SocketTransport transport = in(folder);
        try (Listener all = transport.listen(new TcpAddress("0.0.0.0", 0), taken::add);
                ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            TcpAddress one = at("127.0.0.1", all);
            killed.bind(new UnixSockets(new OwnFolder(folder, user()), "1", null)
                    .beside(InetAddress.getByName("127.0.0.1"), one.port()));
            killed.close();
            assertTrue(isNear(transport, one));
        }
    }

    @Test
    void aListenerAtAllAddressesOfIpv4IsNotMetByIpv6() throws Exception {
        Path folder = made("ipv4");
        UnixSockets sockets = new UnixSockets(new OwnFolder(folder, user()), "1", null);
        try (Listener ipv6 = new SocketTransport(false).listen(new TcpAddress("::1", 0), taken::add)) {
            int port = ((TcpAddress) ipv6.address()).port();
            InetSocketAddress allOfIpv4 = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), port);
            try (UnixServer other = sockets.listen(allOfIpv4, 10).getFirst()) {
                assertFalse(isNear(in(folder), ipv6.address()));
                try (SocketChannel ipv4 = sockets.connect(new InetSocketAddress("127.0.0.1", port))) {
                    assertNotNull(ipv4);
                }
            }
        }
    }

    @Test
    void aFolderOfAnotherUserIsNotUsed() throws Exception {
        Path folder = made("foreign");
        Transport foreign = with(new UnixSockets(new OwnFolder(folder, -1), "1", null));
        try (Listener listener = foreign.listen(free(), taken::add)) {
            assertFalse(isNear(in(folder), listener.address()));
        }
    }

    @Test
    void otherNetworksAreNotMet() throws Exception {
        Transport there = with(new UnixSockets(new OwnFolder(FOLDER, user()), "2", null));
        try (Listener listener = there.listen(free(), taken::add)) {
            assertFalse(isNear(transport(), listener.address()));
        }
    }

    @Test
    void withAPathThatIsTooLongForOneThereIsTcp() throws Exception {
        Path deep = Files.createDirectories(elsewhere.resolve("d".repeat(100)));
        Transport transport = in(deep.resolve("sockets"));
        try (Listener listener = transport.listen(free(), taken::add)) {
            assertFalse(isNear(transport, listener.address()));
        }
    }
}
