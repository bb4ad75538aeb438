package dev.strait.transport.tcp;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Direct buffers for large writes, lent for one write each: whoever writes takes one and gives it back, so that a process keeps
 * as many as processors, at least 4, at most, however many connections it has, and it is mostly the same one, which is in the processor's cache. Safe
 * for use by any thread; never blocks.
 */
final class LargeBuffers {
    /** A full transmission of a link, with what its last frame goes beyond that: so it takes one write. */
    static final int BYTES = (576 << 10) + 1024;

    /** Those of all connections of this process. */
    static final LargeBuffers SHARED =
            new LargeBuffers(Math.max(4, Runtime.getRuntime().availableProcessors()));

    private final AtomicReferenceArray<@Nullable ByteBuffer> free;
    private final AtomicInteger made = new AtomicInteger();

    /** None, and so many at most. */
    LargeBuffers(int most) {
        this.free = new AtomicReferenceArray<>(most);
    }

    /** A buffer of {@value #BYTES} bytes, of any content, position and limit; null if all are lent. */
    @Nullable
    ByteBuffer take() {
        for (int i = 0; i < free.length(); i++) {
            ByteBuffer buffer = free.get(i) == null ? null : free.getAndSet(i, null);
            if (buffer != null) {
                return buffer;
            }
        }
        if (made.getAndUpdate(it -> Math.min(it + 1, free.length())) == free.length()) {
            return null;
        }
        return ByteBuffer.allocateDirect(BYTES);
    }

    /** Gives a buffer back, which the caller uses no more. */
    void giveBack(ByteBuffer buffer) {
        for (int i = 0; i < free.length(); i++) {
            if (free.get(i) == null && free.compareAndSet(i, null, buffer)) {
                return;
            }
        }
    }
}
