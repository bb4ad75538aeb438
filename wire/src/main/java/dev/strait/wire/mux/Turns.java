package dev.strait.wire.mux;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Fair turns: the streams that have something to write stand in a ring; each writes at most one frame (64 KiB) and goes to the back, so
 * that no bulk stream starves a small one (round robin with a quantum of one frame). Who calls keeps a stream from standing in it twice.
 * Not thread-safe.
 *
 * @param <S> the stream
 */
public final class Turns<S> {
    private final ArrayDeque<S> ring = new ArrayDeque<>();

    /** Puts a stream at the back. */
    public void add(S stream) {
        ring.add(stream);
    }

    /** Takes the stream whose turn it is; null if none waits. */
    public @Nullable S next() {
        return ring.poll();
    }

    /** Whether no stream waits. */
    public boolean isEmpty() {
        return ring.isEmpty();
    }
}
