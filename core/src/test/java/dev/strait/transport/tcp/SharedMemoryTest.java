package dev.strait.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.TcpAddress;
import dev.strait.transport.Transport;
import dev.strait.transport.TransportContractTest;
import dev.strait.transport.ring.RingConnection;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The whole contract through shared memory, who gets it, and that a socket is used where there is none. */
@EnabledOnOs(OS.LINUX)
class SharedMemoryTest extends TransportContractTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Path SHM = Path.of("/dev/shm");
    private static final String PROCESSES = "7";

    /** In memory, as the folder of production is. */
    private static final Path FILES = inMemory();

    private final LinkedBlockingQueue<Connection> taken = new LinkedBlockingQueue<>();

    @TempDir
    private Path elsewhere;

    private static Path inMemory() {
        try {
            return Files.createTempDirectory(SHM, "strait-test");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int user() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    private SharedMemory memoryIn(Path folder) throws IOException {
        return memoryOf(folder, "1");
    }

    private SharedMemory memoryOf(Path folder, String device) throws IOException {
        return new SharedMemory(new OwnFolder(folder, user()), device, PROCESSES);
    }

    private UnixSockets socketsWith(SharedMemory memory) throws IOException {
        return new UnixSockets(new OwnFolder(FILES.resolve("sockets"), user()), "1", memory);
    }

    private SocketTransport with(SharedMemory memory) throws IOException {
        return new SocketTransport(socketsWith(memory), SelectorProvider.provider());
    }

    @Override
    protected Transport transport() {
        try {
            return with(memoryIn(FILES.resolve("rings")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected Address free() {
        return new TcpAddress("localhost", 0);
    }

    @Override
    protected void check(Connection side) {
        assertInstanceOf(RingConnection.class, side);
    }

    @AfterEach
    void noFileIsLeft() throws IOException {
        List<Path> left;
        try (Stream<Path> all = Files.walk(FILES)) {
            left = all.filter(it -> !it.equals(FILES))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        List<Path> files = left.stream().filter(Files::isRegularFile).toList();
        for (Path each : left) {
            Files.delete(each);
        }
        assertEquals(List.of(), files);
    }

    @AfterAll
    static void theFolderIsGone() throws IOException {
        Files.delete(FILES);
    }

    /** Dials, passes a byte, and says what carried it. */
    private Class<?> carrier(Transport from, Address to) throws Exception {
        try (Connection dialled = from.dial(to, LIMIT);
                Connection accepted = taken.take()) {
            dialled.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {7})}, 0, 1);
            ByteBuffer into = ByteBuffer.allocate(1);
            assertEquals(1, accepted.read(into));
            assertEquals(7, into.get(0));
            assertEquals(dialled.getClass(), accepted.getClass());
            assertEquals(0, ((TcpAddress) accepted.remote()).port(), "TCP was used");
            accepted.close(Duration.ZERO);
            return dialled.getClass();
        }
    }

    @Test
    void thisProcessHasAPlaceForIt() {
        assertNotNull(SharedMemory.ofThisProcess());
    }

    @Test
    void bothSidesHaveToHaveIt() throws Exception {
        Transport with = transport();
        Transport without = with(null);
        try (Listener listener = with.listen(free(), taken::add)) {
            assertEquals(RingConnection.class, carrier(with, listener.address()));
            assertEquals(SocketConnection.class, carrier(without, listener.address()));
        }
        try (Listener listener = without.listen(free(), taken::add)) {
            assertEquals(SocketConnection.class, carrier(with, listener.address()));
        }
    }

    @Test
    void aFileIsThereNoLongerThanUntilBothHaveIt() throws Exception {
        Transport transport = transport();
        try (Listener listener = transport.listen(free(), taken::add);
                Connection dialled = transport.dial(listener.address(), LIMIT);
                Connection accepted = taken.take()) {
            assertInstanceOf(RingConnection.class, dialled);
            assertInstanceOf(RingConnection.class, accepted);
            try (Stream<Path> left = Files.list(FILES.resolve("rings"))) {
                assertEquals(List.of(), left.toList());
            }
        }
    }

    @Test
    void aSocketIsUsedByThoseWhoDoNotSeeTheSameFolder() throws Exception {
        Transport here = transport();
        Transport there = with(memoryIn(Files.createDirectory(
                elsewhere.resolve("rings"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))));
        try (Listener listener = here.listen(free(), taken::add)) {
            try (Connection dialled = there.dial(listener.address(), LIMIT)) {
                assertInstanceOf(SocketConnection.class, dialled);
            }
            Connection givenUp = taken.take();
            assertEquals(-1, givenUp.read(ByteBuffer.allocate(1)), "the offer that was not taken");
            givenUp.close();
            taken.take().close();
        }
    }

    @Test
    void aSocketIsUsedWhereNoFileCanBeMade() throws Exception {
        Transport transport = transport();
        try (Listener listener = transport.listen(free(), taken::add)) {
            Path rings = FILES.resolve("rings");
            Files.delete(rings);
            Files.writeString(rings, "not a folder, so that no file can be made in it");
            assertEquals(SocketConnection.class, carrier(transport, listener.address()));
            Files.delete(rings);
            assertEquals(RingConnection.class, carrier(transport, listener.address()));
        }
    }

    @Test
    void aListenerWhoseMemoryIsAnotherIsNotAsked() throws Exception {
        Transport here = transport();
        Transport there = with(memoryOf(FILES.resolve("rings"), "2"));
        try (Listener listener = here.listen(free(), taken::add)) {
            assertEquals(SocketConnection.class, carrier(there, listener.address()));
            assertTrue(taken.isEmpty());
        }
    }

    /** Each that is closed before it is accepted, or told anything: nothing may stay open for it. */
    @Test
    void whoHangsUpAtOnceLeavesNothing() throws Exception {
        Transport transport = transport();
        try (Listener listener = transport.listen(new TcpAddress("127.0.0.1", 0), taken::add)) {
            Path file = FILES.resolve("sockets")
                    .resolve("1-127.0.0.1-" + ((TcpAddress) listener.address()).port() + "-memory1-1");
            long before = 0;
            for (int i = 0; i < 60; i++) {
                SocketChannel.open(UnixDomainSocketAddress.of(file)).close();
                if (i % 20 == 19) { // those before have been dealt with when this one is
                    assertEquals(RingConnection.class, carrierOfOneAmong(transport, listener.address()));
                    before = before == 0 ? openFiles() : before;
                }
            }
            assertTrue(openFiles() <= before + 10, openFiles() + " files are open, after " + before);
        }
    }

    /** As {@link #carrier}, where others that have hung up may have been accepted too. */
    private Class<?> carrierOfOneAmong(Transport from, Address to) throws Exception {
        try (Connection dialled = from.dial(to, LIMIT)) {
            dialled.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {7})}, 0, 1);
            while (true) {
                try (Connection accepted = taken.take()) {
                    if (accepted.read(ByteBuffer.allocate(1)) == 1) {
                        return dialled.getClass();
                    }
                }
            }
        }
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void aFullFileSystemIsNoFault() throws Exception {
        Path small = mounted("300k");
        try {
            Transport full = with(memoryIn(small.resolve("rings")));
            try (Listener listener = full.listen(free(), taken::add)) {
                assertEquals(SocketConnection.class, carrier(full, listener.address()));
                try (Stream<Path> left = Files.list(small.resolve("rings"))) {
                    assertEquals(List.of(), left.toList());
                }
            }
        } finally {
            assertTrue(ran("umount", small.toString()));
        }
    }

    @Test
    void aRingGrowsOnlyWhereMuchMemoryIsLeft() throws Exception {
        for (String size : List.of("2m", "20m")) {
            Path mounted = mounted(size);
            try {
                Transport transport = with(memoryIn(mounted.resolve("rings")));
                try (Listener listener = transport.listen(free(), taken::add);
                        Connection dialled = transport.dial(listener.address(), LIMIT);
                        Connection accepted = taken.take()) {
                    FileStore store = Files.getFileStore(mounted);
                    long before = store.getUsableSpace();
                    FutureTask<Void> writing = new FutureTask<>(() -> {
                        dialled.write(new ByteBuffer[] {ByteBuffer.allocate(3_000_000)}, 0, 1);
                        return null;
                    });
                    Thread.ofPlatform().start(writing);
                    ByteBuffer into = ByteBuffer.allocate(3_000_000);
                    while (into.hasRemaining()) {
                        assertTrue(accepted.read(into) > 0);
                    }
                    writing.get();
                    assertEquals(size.equals("20m"), store.getUsableSpace() < before, size);
                }
            } finally {
                assertTrue(ran("umount", mounted.toString()));
            }
        }
    }

    private Path mounted(String size) throws Exception {
        Path place = Files.createDirectory(elsewhere.resolve("of-" + size));
        assumeTrue(ran("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", place.toString()), "needs to be root");
        return place;
    }

    private static boolean ran(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }

    @Test
    void aFolderThatOthersMayEnterIsNotUsed() throws Exception {
        Path rings = Files.createDirectory(FILES.resolve("rings"));
        Files.setPosixFilePermissions(rings, PosixFilePermissions.fromString("rwxr-x---"));
        Transport transport = transport();
        try (Listener listener = transport.listen(free(), taken::add)) {
            assertEquals(SocketConnection.class, carrier(transport, listener.address()));
        }
    }

    @Test
    void aFolderThatOthersMayEnterSinceIsNotUsed() throws Exception {
        Transport transport = transport();
        try (Listener listener = transport.listen(free(), taken::add)) {
            Files.setPosixFilePermissions(FILES.resolve("rings"), PosixFilePermissions.fromString("rwxrwxrwx"));
            assertEquals(SocketConnection.class, carrier(transport, listener.address()));
        }
    }

    @Test
    void whatKilledProcessesLeftIsDeletedAndNothingElse() throws Exception {
        Path rings = FILES.resolve("rings");
        SharedMemory memory = memoryIn(rings);
        assertTrue(memory.prepare());
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        ProcessHandle self = ProcessHandle.current();
        long started = self.info().startInstant().orElseThrow().toEpochMilli();
        Path left = Files.createFile(rings.resolve(PROCESSES + "-" + ended.pid() + "-1-1"));
        Path leftByOneOfThisNumber = Files.createFile(rings.resolve(PROCESSES + "-" + self.pid() + "-1-1"));
        List<Path> others = List.of(
                Files.createFile(rings.resolve(PROCESSES + "-" + self.pid() + "-" + started + "-1")),
                Files.createFile(rings.resolve("8-" + ended.pid() + "-1-1")),
                Files.createFile(rings.resolve("9".repeat(30) + "-1-1-1")),
                Files.createFile(rings.resolve("notes.txt")));
        assertTrue(memory.prepare());
        assertFalse(Files.exists(left));
        assertFalse(Files.exists(leftByOneOfThisNumber));
        for (Path other : others) {
            Files.delete(other);
        }
    }

    @Test
    void whatAKilledProcessHadWrittenIsReadToTheEndAndWhoWritesToItIsTold() throws Exception {
        int bytes = 200_000;
        try (Listener listener = new SocketTransport(true).listen(new TcpAddress("127.0.0.1", 0), taken::add)) {
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            DiallerMain.class.getName(),
                            listener.address().toString(),
                            String.valueOf(bytes))
                    .redirectErrorStream(true)
                    .start();
            try (Connection accepted = taken.take()) {
                assertEquals(
                        "written through RingConnection[" + listener.address() + "]",
                        other.inputReader().readLine());
                FutureTask<Void> writing = new FutureTask<>(() -> {
                    accepted.write(new ByteBuffer[] {ByteBuffer.allocate(20_000_000)}, 0, 1);
                    return null;
                });
                Thread.ofPlatform().start(writing);
                assertThrows(TimeoutException.class, () -> writing.get(100, TimeUnit.MILLISECONDS));
                other.destroyForcibly().waitFor();
                ExecutionException failed = assertThrows(ExecutionException.class, writing::get);
                assertInstanceOf(IOException.class, failed.getCause());
                ByteBuffer all = ByteBuffer.allocate(bytes + 1);
                for (int count = 0; count >= 0; ) { // and not read, which would wait, and be told
                    count = accepted.tryRead(all);
                    Thread.onSpinWait();
                }
                assertEquals(-1, accepted.tryRead(ByteBuffer.allocate(1)), "the end stays");
                assertEquals(bytes, all.position());
                for (int i = 0; i < bytes; i++) {
                    assertEquals((byte) i, all.get(i));
                }
            } finally {
                other.destroyForcibly();
            }
        }
    }

    /** Listens for offers beside a TCP listener, in place of a listener that offers memory. */
    private final class Stranger implements AutoCloseable {
        private final Listener tcp;
        private final ServerSocketChannel offers;
        private final Path file;

        Stranger() throws IOException {
            tcp = with(null).listen(new TcpAddress("127.0.0.1", 0), taken::add);
            int port = ((TcpAddress) tcp.address()).port();
            file = FILES.resolve("sockets").resolve("1-127.0.0.1-" + port + "-memory1-1");
            offers = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            offers.bind(UnixDomainSocketAddress.of(file));
        }

        /** Dials it, being told these bytes, and then the end or nothing. */
        Class<?> dialledWhenTold(byte[] told, boolean thenEnds) throws Exception {
            CountDownLatch dialledIt = new CountDownLatch(thenEnds ? 0 : 1);
            Thread telling = Thread.ofVirtual().start(() -> {
                try (SocketChannel channel = offers.accept()) {
                    channel.write(ByteBuffer.wrap(told));
                    dialledIt.await();
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            try (Connection dialled = transport().dial(tcp.address(), LIMIT)) {
                dialledIt.countDown();
                telling.join();
                return dialled.getClass();
            }
        }

        @Override
        public void close() throws IOException {
            offers.close();
            Files.deleteIfExists(file);
            tcp.close();
        }
    }

    private static byte[] told(String name) {
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + ascii.length)
                .put((byte) ascii.length)
                .put(ascii)
                .array();
    }

    @Test
    void whatIsNoOfferOpensNothingAndASocketIsUsed() throws Exception {
        Path secret = Files.writeString(FILES.resolve("7-1-1-3"), "not to be touched");
        Files.createDirectories(FILES.resolve("rings"));
        Files.setPosixFilePermissions(FILES.resolve("rings"), PosixFilePermissions.fromString("rwx------"));
        Path odd = Files.writeString(FILES.resolve("rings").resolve("7-1-1-2"), "too short to be a ring");
        try (Stranger stranger = new Stranger()) {
            for (byte[] told : List.of(new byte[0], new byte[] {5, '7'})) {
                assertEquals(SocketConnection.class, stranger.dialledWhenTold(told, true));
                taken.take().close();
            }
            for (byte[] told : List.of(
                    new byte[] {-1, 'x'},
                    told("../" + secret.getFileName()),
                    told(secret.toString()),
                    told("7-1-1-1"),
                    told("7-1-1-2"))) {
                assertEquals(SocketConnection.class, stranger.dialledWhenTold(told, false));
                taken.take().close();
            }
        }
        assertEquals("not to be touched", Files.readString(secret));
        Files.delete(secret);
        assertFalse(Files.exists(odd), "an offer that was taken is deleted, whatever it is");
    }

    @Test
    void aConnectionThatIsClosedBeforeItsMemoryIsTakenIsOneThatHasEnded() throws Exception {
        SharedMemory memory = memoryIn(FILES.resolve("rings"));
        assertTrue(memory.prepare());
        try (Stranger stranger = new Stranger();
                SocketChannel dialled = SocketChannel.open(UnixDomainSocketAddress.of(stranger.file))) {
            memory.offer(stranger.offers.accept(), stranger.tcp.address()).close(Duration.ZERO);
            dialled.configureBlocking(false);
            SharedMemory.Offer offer = new SharedMemory.Offer(dialled);
            assertTrue(offer.isThere());
            try (Connection ended = memory.take(offer, stranger.tcp.address())) {
                assertEquals(-1, ended.read(ByteBuffer.allocate(1)));
            }
        }
    }

    @Test
    void aListenerThatOffersNothingFailsWithinTheTimeLimitOrWithAnInterrupt() throws Exception {
        try (Stranger stranger = new Stranger()) {
            Transport transport = transport();
            Address address = stranger.tcp.address();
            SocketTimeoutException late =
                    assertThrows(SocketTimeoutException.class, () -> transport.dial(address, Duration.ofMillis(50)));
            assertTrue(late.getMessage().contains(address.toString()), late.getMessage());
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> transport.dial(address, LIMIT));
        }
    }
}
