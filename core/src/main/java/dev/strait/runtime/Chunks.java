package dev.strait.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The large chunks that a node's connections are read into, to be read into again when the values in them are decoded: a receiver in full
 * flow allocates its values and nothing else (before, as many bytes again as the messages have).
 *
 * <p>A chunk is free when no reader reads into it and every parcel in it is done with. Whoever keeps bytes of a parcel for longer copies
 * them. A parcel that nobody says is done, because the engine dropped it, keeps its chunk from being used again and from nothing else: of
 * the chunks in use the latest {@value #MOST_IN_USE} are known, and what is not known is left to the garbage collector. Safe for use by
 * any thread.
 */
final class Chunks {
    /** The size of the chunks that are kept. */
    static final int BYTES = 128 << 10;

    private static final int MOST_IN_USE = 32;
    private static final int MOST_FREE = 8;

    private static final class Chunk {
        final byte[] bytes;
        int parcels;
        boolean isRead = true;

        Chunk(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Chunk> inUse = new ArrayList<>();
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();

    /** A chunk of at least so many bytes for a reader to read into; its content is anything. */
    byte[] take(int size) {
        if (size != BYTES) {
            return new byte[size];
        }
        lock.lock();
        try {
            byte[] known = free.poll();
            byte[] bytes = known == null ? new byte[BYTES] : known;
            if (inUse.size() == MOST_IN_USE) {
                inUse.removeFirst();
            }
            inUse.add(new Chunk(bytes));
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** A parcel refers to bytes of the chunk. */
    void refers(byte[] bytes) {
        change(bytes, 1, true);
    }

    /** A parcel does so no more. Bytes of no known chunk are ignored. */
    void done(byte[] bytes) {
        change(bytes, -1, true);
    }

    /** The reader reads into the chunk no more. */
    void leave(byte[] bytes) {
        change(bytes, 0, false);
    }

    private void change(byte[] bytes, int parcels, boolean isRead) {
        if (bytes.length != BYTES) {
            return;
        }
        lock.lock();
        try {
            // The youngest first. Counted upwards: of a loop that counts down C2 supposes two rounds or more, and
            // compiles it anew when there is but one.
            int known = inUse.size();
            for (int younger = 0; younger < known; younger++) {
                int place = known - 1 - younger;
                Chunk chunk = inUse.get(place);
                if (isOf(chunk, bytes)) {
                    chunk.parcels += parcels;
                    chunk.isRead &= isRead;
                    if (chunk.parcels == 0 && !chunk.isRead) {
                        inUse.remove(place);
                        if (free.size() < MOST_FREE) {
                            free.push(bytes);
                        }
                    }
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very array, not one like it
    private static boolean isOf(Chunk chunk, byte[] bytes) {
        return chunk.bytes == bytes;
    }
}
