package dev.strait.transport.ring;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Bytes in order from one process to another, in memory that both have mapped. One side writes, the other reads; each counts what it has done and
 * never counts back, and the other sees the count: what is between the two waits in the ring (L. Lamport, "Proving the Correctness of
 * Multiprocess Programs", 1977). Each side keeps what it has seen of the other's count and looks again only when that is used up, so that the
 * cache line with the count need not change cores for each call.
 *
 * <p><b>Waiting.</b> Who is about to wait says so in the memory, and then looks once more whether there is a reason to. Who writes or reads does
 * that, and then looks whether the other side has said so. With a full fence between the two steps on both sides, one of the two sees the other.
 * Who finds that the other waits takes its word back and wakes it. While nobody waits, nobody has to call the kernel.
 *
 * <p><b>Size.</b> It begins small, and when the writer has found it full, it waits until all of that is read, and goes on with four times as much.
 * In an empty ring nothing stands anywhere, so that the reader need only know the size when it sees the next bytes.
 *
 * <p><b>Trust.</b> A count of the other process is checked where it could lead out of the ring. More is not needed: who may write this memory
 * belongs to the same user.
 *
 * <p><b>Threads.</b> Of the writer's methods one may run at a time, and of the reader's, and each has to see what the last has done; those that
 * say so may be called besides. Memory that is given back makes all of them throw {@link IllegalStateException}.
 */
final class ByteRing {
    /** What is ahead of the bytes: a page, so that what is mapped is cut at pages. */
    static final int HEADER_BYTES = 4096;

    /** How much it holds at first. */
    static final int FIRST_CAPACITY = 256 << 10;

    private static final int GROWTH = 4;

    /** Of a large write, so much is shown to the reader at a time: it reads that while the next part is written. */
    private static final int PART_BYTES = 32 << 10;

    // A word for each thing that one side says: in a cache line of its own, and the next one, since processors fetch
    // them in pairs.
    private static final long WRITTEN = 0;
    private static final long WRITER_WAITS = 128;
    private static final long ENDED = 256;
    private static final long READ = 384;
    private static final long READER_WAITS = 512;
    private static final long ABANDONED = 640;
    private static final long CAPACITY = 768;

    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    private static final String BROKEN = "the other process has broken the memory that is shared with it: ";

    private static final int FOR_HALF = 1;
    private static final int FOR_ALL = 2;

    private static final int READER_DISCARDS = 1;
    private static final int READER_IS_GONE = 2;

    private final MemorySegment memory;
    private final ByteBuffer bytes;
    private final Space space;

    /** The writer's: what it has written, what it has seen of the reader's count, and how much the ring holds. */
    private long written;

    private long readSeen;
    private int capacity = FIRST_CAPACITY;
    /** It has found the ring full, and may have a larger one. */
    private boolean outgrown;

    private boolean mayGrow;

    /** The reader's: what it has read, what it has seen of the writer's count, and how much the ring holds. */
    private long read;

    private long writtenSeen;
    private int capacitySeen = FIRST_CAPACITY;

    /** The memory behind a ring's bytes. */
    @FunctionalInterface
    interface Space {
        /** Makes it be there from one of the ring's bytes to before another; false if there is no more. */
        boolean allocate(int from, int to);
    }

    /**
     * Looks at memory as a ring.
     *
     * @param memory aligned to a page: {@link #HEADER_BYTES}, all zero before either side uses it, and behind them as many bytes as the ring may grow
     *     to, a power of two, of which the first {@link #FIRST_CAPACITY} are there
     * @param space what the writer asks for more of them
     */
    ByteRing(MemorySegment memory, Space space) {
        this.memory = memory;
        this.bytes = memory.asSlice(HEADER_BYTES).asByteBuffer();
        this.space = space;
        this.mayGrow = bytes.capacity() > FIRST_CAPACITY;
        if (!isCapacity(bytes.capacity())) {
            throw new IllegalArgumentException("a ring cannot grow to " + bytes.capacity() + " bytes");
        }
    }

    private boolean isCapacity(int size) {
        return size >= FIRST_CAPACITY && size <= bytes.capacity() && Integer.bitCount(size) == 1;
    }

    // --- the writer's ---

    /**
     * Writes as much as there is room for; everything, to nowhere, if the reader discards it.
     *
     * @return the number of bytes
     * @throws IOException if the reader is gone, or its count makes no sense
     */
    long write(ByteBuffer[] from, int offset, int length) throws IOException {
        if ((int) INT.getAcquire(memory, ABANDONED) == READER_IS_GONE) {
            throw new IOException("the other side has closed it");
        }
        long before = written;
        try {
            for (int i = offset; i < offset + length; i++) {
                while (from[i].hasRemaining()) {
                    int wanted = Math.min(from[i].remaining(), PART_BYTES);
                    int count = Math.min(wanted, room(wanted));
                    if (count == 0) {
                        return written - before;
                    }
                    put(from[i], count);
                    if (count == PART_BYTES) {
                        show();
                    }
                }
            }
            return written - before;
        } finally {
            show();
        }
    }

    /** How much may be put: at least as much as is wanted, if that is there or goes nowhere. */
    private int room(int wanted) throws IOException {
        int room = capacity - (int) (written - readSeen);
        if (room >= wanted && !outgrown) {
            return room;
        }
        if (isAbandoned()) {
            outgrown = false;
            readSeen = written; // what is overwritten, nobody reads
            return capacity;
        }
        long seen = (long) LONG.getAcquire(memory, READ);
        if (seen < readSeen || seen > written) {
            throw broken("read", seen, "written", written);
        }
        readSeen = seen;
        outgrown &= seen != written; // empty, and not made larger: so it is written to as it is
        int found = outgrown ? 0 : capacity - (int) (written - readSeen);
        outgrown |= found == 0 && mayGrow;
        return found;
    }

    /** Makes the ring larger, if it has been full and is empty now. Takes as long as it takes to make the memory. */
    void grow() {
        if (!outgrown || !isEmpty()) {
            return;
        }
        outgrown = false;
        int next = Math.min(capacity * GROWTH, bytes.capacity());
        if (!space.allocate(capacity, next)) {
            mayGrow = false;
            return;
        }
        capacity = next;
        mayGrow = next < bytes.capacity();
        INT.set(memory, CAPACITY, next); // the reader sees it before the next bytes
    }

    private void put(ByteBuffer from, int count) {
        int at = (int) (written & (capacity - 1));
        int first = Math.min(count, capacity - at);
        bytes.put(at, from, from.position(), first);
        if (first < count) {
            bytes.put(0, from, from.position() + first, count - first);
        }
        from.position(from.position() + count);
        written += count;
    }

    private void show() {
        LONG.setRelease(memory, WRITTEN, written);
    }

    /** Says that nothing more is written. By any thread. */
    void end() {
        INT.setRelease(memory, ENDED, 1);
    }

    /** Whether it makes sense to write: there is room, or the reader will read no more. */
    boolean hasRoom() {
        return hasRoom(waitsFor(), capacity);
    }

    private int waitsFor() {
        return outgrown ? FOR_ALL : FOR_HALF;
    }

    /** Half of the ring, so that a writer that was woken has something to do, and the reader as well until it does it; or all, to make it larger. */
    private boolean hasRoom(int waitsFor, int size) {
        long most = waitsFor == FOR_ALL ? 0 : size / 2;
        return (long) LONG.getVolatile(memory, WRITTEN) - (long) LONG.getVolatile(memory, READ) <= most
                || isAbandoned();
    }

    private boolean isAbandoned() {
        return (int) INT.getVolatile(memory, ABANDONED) != 0;
    }

    /** Says that the writer is about to wait; it then looks at {@link #hasRoom}. */
    void writerWaits() {
        INT.setVolatile(memory, WRITER_WAITS, waitsFor());
    }

    /** Whether the reader waits and has to be woken, behind a write or the end: says so once. By any thread. */
    boolean wakesReader() {
        VarHandle.fullFence();
        return (int) INT.getOpaque(memory, READER_WAITS) != 0 && wakes(READER_WAITS);
    }

    // --- the reader's ---

    /**
     * Reads what is there and there is room for.
     *
     * @return the number of bytes, 0 if there are none
     * @throws IOException if the writer's count makes no sense
     */
    int read(ByteBuffer into) throws IOException {
        if (read == writtenSeen && !look()) {
            return 0;
        }
        int count = (int) Math.min(into.remaining(), writtenSeen - read);
        int at = (int) (read & (capacitySeen - 1));
        int first = Math.min(count, capacitySeen - at);
        into.put(into.position(), bytes, at, first);
        if (first < count) {
            into.put(into.position() + first, bytes, 0, count - first);
        }
        into.position(into.position() + count);
        read += count;
        LONG.setRelease(memory, READ, read);
        return count;
    }

    private boolean look() throws IOException {
        long seen = (long) LONG.getAcquire(memory, WRITTEN);
        if (seen < read || seen - read > capacitySeen()) {
            throw broken("written", seen, "read", read);
        }
        writtenSeen = seen;
        return seen > read;
    }

    private int capacitySeen() throws IOException {
        int size = capacityTold();
        if (!isCapacity(size)) {
            throw new IOException(BROKEN + "it claims that a ring holds " + size + " bytes");
        }
        capacitySeen = size;
        return size;
    }

    private int capacityTold() {
        int told = (int) INT.getOpaque(memory, CAPACITY);
        return told == 0 ? FIRST_CAPACITY : told;
    }

    /** Whether there is nothing to read. By any thread, which may see what was before a read that runs. */
    boolean isEmpty() {
        return (long) LONG.getVolatile(memory, WRITTEN) == (long) LONG.getVolatile(memory, READ);
    }

    /** Whether nothing more is written; what was written before can be read behind this. By any thread. */
    boolean isEnded() {
        return (int) INT.getVolatile(memory, ENDED) != 0;
    }

    /** Says that the reader takes no more: what is written is discarded. By any thread. */
    void discard() {
        INT.setRelease(memory, ABANDONED, READER_DISCARDS);
    }

    /** Says that the reader is gone: writing fails. By any thread. */
    void leave() {
        INT.setRelease(memory, ABANDONED, READER_IS_GONE);
    }

    /** Says that the reader is about to wait; it then looks at {@link #isEmpty} and {@link #isEnded}. By any thread. */
    void readerWaits() {
        INT.setVolatile(memory, READER_WAITS, 1);
    }

    /** Whether the writer waits, has a reason not to and has to be woken, behind a read or when the reader takes no more: says so once. By any thread. */
    boolean wakesWriter() {
        VarHandle.fullFence();
        int waitsFor = (int) INT.getOpaque(memory, WRITER_WAITS);
        return waitsFor != 0 && hasRoom(waitsFor, capacityTold()) && wakes(WRITER_WAITS);
    }

    private boolean wakes(long word) {
        return (int) INT.getAndSet(memory, word, 0) != 0;
    }

    private static IOException broken(String what, long theirs, String done, long ours) {
        return new IOException(
                BROKEN + "it claims to have " + what + " " + theirs + " bytes where this one has " + done + " " + ours);
    }
}
