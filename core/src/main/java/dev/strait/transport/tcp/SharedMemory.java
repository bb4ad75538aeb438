package dev.strait.transport.tcp;

import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.SafeLog;
import dev.strait.transport.ring.RingConnection;
import dev.strait.transport.ring.SharedRings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How two processes that have met over a Unix-domain socket come to share memory. Who has accepted the connection makes a file in memory, and says
 * its name: one byte with its length and so many of ASCII, or a zero if there can be no such file; then everything goes through the socket. Who has
 * dialled maps the file and deletes it. From then on the bytes of the connection go through the memory ({@link RingConnection}), and the socket is
 * the doorbell.
 *
 * <p><b>Who has the memory.</b> The two processes, and no other: the file is in a folder that only their user may enter, has a name that nobody
 * else is told, and is gone as soon as both have it. One that a process leaves that ends in between is deleted by the next that listens.
 *
 * <p>Immutable; safe for use by any thread.
 */
final class SharedMemory {
    /** Linux has a file system in memory there, in every distribution and container (shm_overview(7)). */
    private static final Path PLACE = Path.of("/dev/shm");

    private static final String IN_MEMORY = "tmpfs";
    private static final Path PROCESSES = Path.of("/proc/self/ns/pid");
    /** The namespace of processes, the process, when it was started, and a number of its own. */
    private static final Pattern NAME = Pattern.compile("(\\d{1,18})-(\\d{1,18})-(\\d{1,18})-\\d{1,19}");

    /** Of what is told and what is shared: who knows another does not dial this one. */
    private static final int VERSION = 1;

    private static final int LONGEST_NAME = 127;

    private final OwnFolder folder;
    private final String device;
    private final String namespace;

    /**
     * Prepares it.
     *
     * @param folder where the files are for the moment that they are there, in a file system in memory
     * @param device what tells that file system from others: letters and digits
     * @param namespace what tells the processes whose numbers this one sees from others: digits
     */
    SharedMemory(OwnFolder folder, String device, String namespace) {
        this.folder = folder;
        this.device = device;
        this.namespace = namespace;
    }

    /** That of this process, or null if there is no such place on this system. */
    static @Nullable SharedMemory ofThisProcess() {
        try {
            if (!Files.getFileStore(PLACE).type().equals(IN_MEMORY)) {
                throw new IOException(PLACE + " is no " + IN_MEMORY);
            }
            String device = String.valueOf(Files.getAttribute(PLACE, "unix:dev"));
            return new SharedMemory(OwnFolder.ofThisUser(PLACE), device, OwnFolder.namespace(PROCESSES));
        } catch (IOException | RuntimeException missing) {
            SafeLog.failure(SocketConnection.LOG, Level.DEBUG, "no memory is shared here", missing);
            return null;
        }
    }

    /** What the name of the file of a socket ends in at which such memory is offered: those of containers that have another are not dialled. */
    String suffix() {
        return "-memory" + VERSION + "-" + device;
    }

    /** Makes the folder, and deletes what killed processes have left in it. @return whether memory can be offered */
    boolean prepare() {
        try {
            if (!folder.make()) {
                return false;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.path(), this::isLeft)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
            return true;
        } catch (IOException | RuntimeException failed) {
            SafeLog.failure(SocketConnection.LOG, Level.DEBUG, "no memory can be offered", failed);
            return false;
        }
    }

    private boolean isLeft(Path file) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        return name.matches()
                && name.group(1).equals(namespace)
                && ProcessHandle.of(Long.parseLong(name.group(2)))
                        .filter(process -> started(process).equals(name.group(3)))
                        .isEmpty();
    }

    private static String started(ProcessHandle process) {
        return String.valueOf(
                process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    private String newName() {
        ProcessHandle self = ProcessHandle.current();
        long own = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
        return namespace + "-" + self.pid() + "-" + started(self) + "-" + own;
    }

    /**
     * Offers memory to who has connected. Takes the time to make half a mebibyte of it, and waits for nobody.
     *
     * @param accepted new; the caller's to close if this throws
     */
    Connection offer(SocketChannel accepted, Address remote) throws IOException {
        accepted.configureBlocking(false);
        String name = newName();
        SharedRings rings = made(folder.path().resolve(name));
        if (rings == null) {
            tell(accepted, "");
            return new SocketConnection(accepted, remote);
        }
        SocketDoorbell bell = null;
        try {
            bell = new SocketDoorbell(accepted);
            tell(accepted, name);
            return RingConnection.ofMaker(rings, bell, remote);
        } catch (Throwable failed) {
            if (bell != null) {
                bell.close();
            }
            rings.close();
            throw failed;
        }
    }

    private @Nullable SharedRings made(Path file) {
        try {
            return folder.make() ? SharedRings.make(file) : null;
        } catch (IOException | RuntimeException failed) {
            SafeLog.failure(SocketConnection.LOG, Level.DEBUG, "no memory to share, so that a socket is used", failed);
            return null;
        }
    }

    private static void tell(SocketChannel accepted, String name) throws IOException {
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer told = ByteBuffer.allocate(1 + ascii.length)
                .put((byte) ascii.length)
                .put(ascii)
                .flip();
        accepted.write(told);
        if (told.hasRemaining()) {
            throw new IOException("a new socket takes not even " + told.capacity() + " bytes");
        }
    }

    /** What a listener tells, as it comes in. */
    static final class Offer {
        private final SocketChannel dialled;
        private final ByteBuffer told = ByteBuffer.allocate(1 + LONGEST_NAME).limit(1);

        /**
         * Nothing has been read.
         *
         * @param dialled not blocking
         */
        Offer(SocketChannel dialled) {
            this.dialled = dialled;
        }

        /** Reads what is there of it. @return whether that is all */
        boolean isThere() throws IOException {
            while (told.hasRemaining()) {
                int count = dialled.read(told);
                if (count < 0) {
                    throw new IOException("the listener has closed the connection");
                }
                if (count == 0) {
                    return false;
                }
                told.limit(1 + length());
            }
            return true;
        }

        /** Whether the listener has closed the connection, behind all of the offer. */
        private boolean isEnded() throws IOException {
            return dialled.read(told.clear()) < 0;
        }

        private int length() throws IOException {
            if (told.get(0) < 0) {
                throw new IOException("the listener tells what is no name");
            }
            return told.get(0);
        }

        private String name() {
            return new String(told.array(), 1, told.position() - 1, StandardCharsets.US_ASCII);
        }
    }

    /**
     * Takes an offer.
     *
     * @param offer all of it
     * @throws IOException if the file cannot be mapped: the two do not see the same folder, say. The channel is the caller's to close then
     */
    Connection take(Offer offer, Address remote) throws IOException {
        String name = offer.name();
        if (name.isEmpty()) {
            return new SocketConnection(offer.dialled, remote);
        }
        if (!NAME.matcher(name).matches() || !folder.isOwn()) {
            throw new IOException("no file " + name + " may be mapped in " + folder.path());
        }
        SharedRings rings;
        try {
            rings = SharedRings.open(folder.path().resolve(name));
        } catch (NoSuchFileException gone) {
            if (offer.isEnded()) {
                return new SocketConnection(offer.dialled, remote); // it was accepted, and closed by now
            }
            throw gone;
        }
        try {
            return RingConnection.ofOpener(rings, new SocketDoorbell(offer.dialled), remote);
        } catch (Throwable failed) {
            rings.close();
            throw failed;
        }
    }
}
