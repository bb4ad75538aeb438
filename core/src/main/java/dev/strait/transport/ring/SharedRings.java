package dev.strait.transport.ring;

import dev.strait.transport.SafeLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file in memory with two rings, one for each direction, mapped by both sides. One side makes it, the other opens and deletes it, so that it has a
 * name for a moment only; the memory lasts as long as either side has it mapped.
 *
 * <p>Its length is that of two rings of {@value #RING_BYTES} bytes, but there is no memory behind most of that until a writer asks for more, which it
 * does by writing zeros into the file: where memory is at an end, that is an error, while a page that is missing when it is touched is a fault.
 *
 * <p>Thread-safety is that of the rings; {@link #close} may come from any thread.
 */
public final class SharedRings implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.strait.transport");

    /**
     * What waits in one direction at most: the largest window of a stream, so that one that sends as much as it may never waits for room. Messages of
     * 64 KiB came at 29 to 45 k a second with so much, at 18 to 27 k with a quarter, and at 21 to 24 k with an eighth (docs/performance.md, "Shared memory").
     */
    static final int RING_BYTES = 4 << 20;

    private static final long FILE_BYTES = 2L * (ByteRing.HEADER_BYTES + RING_BYTES);
    private static final int FIRST_BYTES = ByteRing.HEADER_BYTES + ByteRing.FIRST_CAPACITY;
    /** No ring grows unless four times as much memory is there: what is once taken cannot be given back while it is mapped. */
    private static final int PARTS_LEFT_TO_OTHERS = 4;

    private static final byte[] ZEROS = new byte[64 << 10];

    /** To be deleted; null if it is not this side's to delete. */
    private final @Nullable Path file;

    /** Not its channel: that is closed when a thread that writes is interrupted, and programs write. */
    private final RandomAccessFile memory;

    private final FileStore store;
    /** A file that is closed while zeros are written to it may have its number taken by another, to which they would be written. */
    private final ReentrantLock allocating = new ReentrantLock();

    private final Arena arena;
    private final ByteRing fromMaker;
    private final ByteRing toMaker;

    private SharedRings(
            @Nullable Path file, RandomAccessFile memory, FileStore store, Arena arena, MemorySegment mapped) {
        this.file = file;
        this.memory = memory;
        this.store = store;
        this.arena = arena;
        this.fromMaker = ring(mapped, 0);
        this.toMaker = ring(mapped, FILE_BYTES / 2);
    }

    private ByteRing ring(MemorySegment mapped, long at) {
        long bytesAt = at + ByteRing.HEADER_BYTES;
        return new ByteRing(mapped.asSlice(at, FILE_BYTES / 2), (from, to) -> allocate(bytesAt + from, bytesAt + to));
    }

    /**
     * Makes the file.
     *
     * @param file where there is none, in a file system in memory
     * @throws IOException if it cannot be made, or there is not enough memory for it
     */
    public static SharedRings make(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            RandomAccessFile memory = new RandomAccessFile(file.toFile(), "rw");
            try {
                memory.setLength(FILE_BYTES);
                writeZeros(memory, 0, FIRST_BYTES);
                writeZeros(memory, FILE_BYTES / 2, FILE_BYTES / 2 + FIRST_BYTES);
                return map(file, memory, true);
            } catch (Throwable failed) {
                memory.close();
                throw failed;
            }
        } catch (Throwable failed) {
            delete(file);
            throw failed;
        }
    }

    /**
     * Maps what the other side has made, and deletes the file, also if this throws.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws IOException if it is none that {@link #make} makes, or cannot be mapped
     */
    public static SharedRings open(Path file) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!found.isRegularFile() || found.size() != FILE_BYTES) {
                throw new IOException(file + " is no file of " + FILE_BYTES + " bytes");
            }
            RandomAccessFile memory = new RandomAccessFile(file.toFile(), "rw");
            try {
                return map(file, memory, false);
            } catch (Throwable failed) {
                memory.close();
                throw failed;
            }
        } finally {
            delete(file);
        }
    }

    private static SharedRings map(Path file, RandomAccessFile memory, boolean isMaker) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            MemorySegment mapped = memory.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, FILE_BYTES, arena);
            mapped.asSlice(0, FIRST_BYTES).load();
            mapped.asSlice(FILE_BYTES / 2, FIRST_BYTES).load();
            FileStore store = Files.getFileStore(
                    Objects.requireNonNull(file.toAbsolutePath().getParent()));
            return new SharedRings(isMaker ? file : null, memory, store, arena, mapped);
        } catch (Throwable failed) {
            arena.close();
            throw failed;
        }
    }

    private boolean allocate(long from, long to) {
        allocating.lock();
        try {
            if (store.getUsableSpace() < PARTS_LEFT_TO_OTHERS * (to - from)) {
                return false;
            }
            writeZeros(memory, from, to);
            return true;
        } catch (IOException noMemory) {
            SafeLog.failure(LOG, Level.DEBUG, "a ring stays as small as it is", noMemory);
            return false;
        } finally {
            allocating.unlock();
        }
    }

    private static void writeZeros(RandomAccessFile memory, long from, long to) throws IOException {
        memory.seek(from);
        for (long left = to - from; left > 0; left -= Math.min(left, ZEROS.length)) {
            memory.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
        }
    }

    ByteRing fromMaker() {
        return fromMaker;
    }

    ByteRing toMaker() {
        return toMaker;
    }

    /** Gives the memory back. Whoever uses a ring afterwards, or is doing so, gets an {@link IllegalStateException}. Idempotent. */
    @Override
    public void close() {
        if (file != null) {
            delete(file);
        }
        allocating.lock();
        try {
            memory.close();
        } catch (IOException failed) {
            SafeLog.failure(LOG, Level.DEBUG, "closing shared memory", failed);
        } finally {
            allocating.unlock();
        }
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException | RuntimeException failed) {
            SafeLog.failure(LOG, Level.DEBUG, file + " stays", failed);
        }
    }
}
