package dev.strait.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.Transport;
import dev.strait.transport.TransportContractTest;
import dev.strait.transport.UnixAddress;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The whole contract at files that are addresses, and what may be found where a file is asked for. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class UnixAddressTest extends TransportContractTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Path FOLDER = temporary();

    private final Transport transport = transport();
    private final LinkedBlockingQueue<Connection> taken = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder;

    private static Path temporary() {
        try {
            return Files.createTempDirectory("unix");
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    protected Transport transport() {
        return new SocketTransport(false);
    }

    @Override
    protected Address free() {
        return new UnixAddress(FOLDER + "/");
    }

    @AfterAll
    static void noFileIsLeft() throws IOException {
        assertEquals(List.of(), files(FOLDER));
        Files.delete(FOLDER);
    }

    private static List<Path> files(Path of) throws IOException {
        try (Stream<Path> all = Files.list(of)) {
            return all.toList();
        }
    }

    private Path file() {
        return folder.resolve("s");
    }

    private UnixAddress address() {
        return new UnixAddress(file().toString());
    }

    /** What a killed process leaves: the file of a socket that is closed. */
    private static void leave(Path file) throws IOException {
        foreign(file, 1).close();
    }

    private static ServerSocketChannel foreign(Path file, int backlog) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(file), backlog);
    }

    private void carries(Address address) throws Exception {
        try (Connection dialled = transport.dial(address, LIMIT);
                Connection accepted = taken.take()) {
            dialled.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {7})}, 0, 1);
            ByteBuffer into = ByteBuffer.allocate(1);
            assertEquals(1, accepted.read(into));
            assertEquals(7, into.get(0));
            dialled.close(Duration.ZERO);
        }
    }

    private String refusalToListen() {
        IOException refused = assertThrows(IOException.class, () -> transport.listen(address(), taken::add));
        assertTrue(refused.getMessage().startsWith("cannot listen at " + address() + ": "), refused.getMessage());
        return refused.getMessage();
    }

    private String refusalToDial() {
        IOException refused = assertThrows(IOException.class, () -> transport.dial(address(), LIMIT));
        assertTrue(refused.getMessage().startsWith("cannot connect to " + address() + ": "), refused.getMessage());
        return refused.getMessage();
    }

    @Test
    void theFileIsThereWhileItIsListenedAtAndNothingElse() throws Exception {
        try (Listener listener = transport.listen(address(), taken::add)) {
            assertEquals(address(), listener.address());
            assertEquals(List.of(file()), files(folder));
            carries(address());
        }
        assertEquals(List.of(), files(folder));
        assertTrue(refusalToDial().contains("no such file"));
    }

    @Test
    void whatAKilledProcessLeftIsReplaced() throws Exception {
        leave(file());
        String gone = refusalToDial();
        assertTrue(gone.contains("refused") && gone.contains("is gone"), gone);
        try (Listener listener = transport.listen(address(), taken::add)) {
            carries(listener.address());
            assertEquals(List.of(file()), files(folder));
        }
        assertEquals(List.of(), files(folder));
    }

    @Test
    void ofManyThatReplaceAFileAtOnceOneListensAndIsReached() throws Exception {
        for (int round = 0; round < 50; round++) {
            leave(file());
            CountDownLatch together = new CountDownLatch(8);
            List<FutureTask<Listener>> starting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                FutureTask<Listener> start = new FutureTask<>(() -> {
                    together.countDown();
                    together.await();
                    return transport.listen(address(), taken::add);
                });
                Thread.ofPlatform().start(start);
                starting.add(start);
            }
            List<Listener> listening = new ArrayList<>();
            for (FutureTask<Listener> start : starting) {
                try {
                    listening.add(start.get());
                } catch (ExecutionException lost) {
                    assertTrue(lost.getCause().getMessage().contains("in use"), lost.toString());
                }
            }
            assertEquals(1, listening.size(), () -> "listening at one file: " + listening);
            // Who lost may have tried whether somebody listens: those connections are closed, and come first.
            taken.forEach(it -> it.close(Duration.ZERO));
            taken.clear();
            listening.getFirst().close();
            assertEquals(List.of(), files(folder));
        }
    }

    @Test
    void processesThatReplaceAFileAllTheTimeNeverListenTwoAtOnce() throws Exception {
        List<Process> contenders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            contenders.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ContenderMain.class.getName(),
                            file().toString(),
                            "1500")
                    .redirectErrorStream(true)
                    .start());
        }
        for (Process contender : contenders) {
            String said = new String(contender.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, contender.waitFor(), said);
            assertTrue(Integer.parseInt(said.trim()) > 0, said);
        }
    }

    @Test
    void whoeverListensThereIsNotDisturbed() throws Exception {
        try (ServerSocketChannel other = foreign(file(), 10)) {
            assertTrue(refusalToListen().contains("Address already in use: a process listens there"));
            assertEquals(List.of(file()), files(folder));
            try (SocketChannel dialled = SocketChannel.open(UnixDomainSocketAddress.of(file()))) {
                assertTrue(dialled.isConnected());
            }
            assertTrue(other.isOpen());
        }
    }

    @Test
    void aListenerThatTakesNobodyNowStillListens() throws Exception {
        List<Connection> waiting = new ArrayList<>();
        try (ServerSocketChannel deaf = foreign(file(), 1)) {
            SocketTimeoutException full = assertThrows(SocketTimeoutException.class, () -> {
                while (true) {
                    waiting.add(transport.dial(address(), Duration.ofMillis(50)));
                }
            });
            assertTrue(full.getMessage().contains(address() + ": no answer within 50 ms"), full.getMessage());
            assertNotEquals(List.of(), waiting);
            assertTrue(refusalToListen().contains("in use"));
            FutureTask<Connection> dialling = new FutureTask<>(() -> transport.dial(address(), LIMIT));
            Thread thread = Thread.ofPlatform().start(dialling);
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            deaf.accept().close();
            waiting.add(dialling.get());
        } finally {
            waiting.forEach(it -> it.close(Duration.ZERO));
        }
    }

    @Test
    void aDialThatWaitsForRoomCanBeInterrupted() throws Exception {
        List<Connection> waiting = new ArrayList<>();
        try (ServerSocketChannel deaf = foreign(file(), 1)) {
            assertThrows(SocketTimeoutException.class, () -> {
                while (true) {
                    waiting.add(transport.dial(address(), Duration.ofMillis(1)));
                }
            });
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> transport.dial(address(), LIMIT));
            assertTrue(deaf.isOpen());
        } finally {
            waiting.forEach(it -> it.close(Duration.ZERO));
        }
    }

    @Test
    void whatIsNoSocketStays() throws Exception {
        Files.writeString(file(), "precious");
        assertTrue(refusalToListen().contains("not the file of a socket"));
        assertTrue(refusalToDial().contains("not the file of a socket"));
        assertEquals("precious", Files.readString(file()));
        Files.delete(file());

        Files.createDirectory(file());
        assertTrue(refusalToListen().contains("not the file of a socket"));
        assertTrue(refusalToDial().contains("that is a folder"));
        Files.delete(file());

        Path dead = folder.resolve("dead");
        leave(dead);
        Files.createSymbolicLink(file(), dead);
        assertTrue(refusalToListen().contains("not the file of a socket"));
        assertTrue(refusalToDial().contains("is gone"));
        Files.delete(dead);
        assertTrue(refusalToListen().contains("not the file of a socket"));
        assertTrue(refusalToDial().contains("no such file"));
        assertEquals(List.of(file()), files(folder));
    }

    @Test
    void aPipeStays() throws Exception {
        ProcessBuilder makesPipe = new ProcessBuilder("mkfifo", file().toString());
        assertEquals(0, makesPipe.start().waitFor());
        assertTrue(refusalToListen().contains("not the file of a socket"));
        assertTrue(Files.exists(file()));
    }

    @Test
    void aLinkToAFileLeadsToItsListener() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file());
        try (Listener listener = transport.listen(address(), taken::add)) {
            carries(new UnixAddress(link.toString()));
            assertEquals(address(), listener.address());
        }
        assertTrue(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void aListenerDeletesNoFileButItsOwn() throws Exception {
        Listener first = transport.listen(address(), taken::add);
        Files.delete(file());
        try (Listener second = transport.listen(address(), taken::add)) {
            first.close();
            carries(second.address());
        }
        assertEquals(List.of(), files(folder));
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Address nowhere = new UnixAddress(folder + "/absent/s");
        IOException refused = assertThrows(IOException.class, () -> transport.listen(nowhere, taken::add));
        assertTrue(refused.getMessage().contains("there is no folder " + folder + "/absent"), refused.getMessage());
    }

    @Test
    void theLongestPathCanBeListenedAt() throws Exception {
        String deep = folder + "/";
        deep += "d".repeat(UnixAddress.MAX_BYTES - deep.length() - 2) + "/";
        Files.createDirectory(Path.of(deep));
        UnixAddress longest = new UnixAddress(deep + "s");
        assertEquals(UnixAddress.MAX_BYTES, longest.path().length());
        leave(Path.of(longest.path()));
        try (Listener listener = transport.listen(longest, taken::add)) {
            carries(listener.address());
        }
        UnixAddress tooDeep = new UnixAddress(deep);
        IOException refused = assertThrows(IOException.class, () -> transport.listen(tooDeep, taken::add));
        assertTrue(refused.getMessage().contains("at most 85 bytes"), refused.getMessage());
        assertEquals(List.of(), files(Path.of(deep)));
    }

    @Test
    void anInterruptHarmsNoStart() throws Exception {
        leave(file());
        Thread.currentThread().interrupt();
        try (Listener listener = transport.listen(address(), taken::add)) {
            assertTrue(Thread.interrupted(), "the interrupt status is kept");
            carries(listener.address());
        }
    }

    @Test
    void theLockThatAKilledProcessLeftIsTakenAndDeleted() throws Exception {
        Files.createFile(folder.resolve("s.lock"));
        try (Listener listener = transport.listen(address(), taken::add)) {
            carries(listener.address());
            assertEquals(List.of(file()), files(folder));
        }
    }

    @Test
    void aLockThatIsALinkIsNotFollowed() throws Exception {
        Path other = Files.writeString(folder.resolve("other"), "precious");
        Files.createSymbolicLink(folder.resolve("s.lock"), other);
        assertTrue(refusalToListen().contains("s.lock"));
        assertEquals("precious", Files.readString(other));
    }

    @Test
    void aSystemWithoutSuchSocketsIsSaidToBeOne() {
        Transport without = new SocketTransport(null, new NoUnixSockets());
        for (IOException refused : List.of(
                assertThrows(IOException.class, () -> without.listen(address(), taken::add)),
                assertThrows(IOException.class, () -> without.dial(address(), LIMIT)))) {
            assertTrue(refused.getMessage().contains(address().toString()), refused.getMessage());
            assertTrue(refused.getMessage().contains("has no Unix-domain sockets"), refused.getMessage());
            assertTrue(refused.getMessage().contains("use TCP"), refused.getMessage());
        }
        assertFalse(Files.exists(file()));
    }

    /** What Java knows of a system that has no Unix-domain sockets: the methods that take a family are as {@link SelectorProvider} has them. */
    private static final class NoUnixSockets extends SelectorProvider {
        private final SelectorProvider system = SelectorProvider.provider();

        @Override
        public DatagramChannel openDatagramChannel() throws IOException {
            return system.openDatagramChannel();
        }

        @Override
        public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
            return system.openDatagramChannel(family);
        }

        @Override
        public Pipe openPipe() throws IOException {
            return system.openPipe();
        }

        @Override
        public AbstractSelector openSelector() throws IOException {
            return system.openSelector();
        }

        @Override
        public ServerSocketChannel openServerSocketChannel() throws IOException {
            return system.openServerSocketChannel();
        }

        @Override
        public SocketChannel openSocketChannel() throws IOException {
            return system.openSocketChannel();
        }
    }
}
