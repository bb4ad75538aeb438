package dev.strait.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The waiting calls, for actors: those may throw nothing that is checked, and nobody interrupts them. */
final class Uninterrupted {
    private static final long A_MOMENT = 5_000;

    private Uninterrupted() {}

    private interface Waiting<T> {
        T call() throws InterruptedException;
    }

    static <T> Signal put(LocalChannel<T> channel, T value) {
        return run(() -> channel.put(value));
    }

    static <T> Signal putAll(LocalChannel<T> channel, Queue<T> values) {
        return run(() -> channel.putAll(values));
    }

    static List<Object> takeAll(ReceivePort<?> port, int max) {
        List<Object> items = new ArrayList<>();
        run(() -> port.takeAll(items, max, 0));
        return items;
    }

    static Object take(ReceivePort<?> port) {
        return run(port::take);
    }

    static Object takeInAMoment(ReceivePort<?> port) {
        return run(() -> port.take(A_MOMENT));
    }

    static Object select(Clause... clauses) {
        return run(() -> Selection.select(Long.MAX_VALUE, clauses)).result();
    }

    /** Of a call that is decided. */
    static @Nullable Object resultOf(Visitor visitor) {
        try {
            return visitor.awaitResult(Call.FOREVER);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T run(Waiting<T> waiting) {
        try {
            return waiting.call();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
