package dev.strait.channel;

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

    static Object take(ReceivePort<?> port) {
        return run(port::take);
    }

    static Object takeInAMoment(ReceivePort<?> port) {
        return run(() -> port.take(A_MOMENT));
    }

    static Object select(Clause... clauses) {
        return run(() -> Selection.select(Long.MAX_VALUE, clauses)).result();
    }

    private static <T> T run(Waiting<T> waiting) {
        try {
            return waiting.call();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
