package dev.strait.bench.micro;

import dev.strait.Receiver;

/** The other side of a benchmark that sends: a virtual thread that takes whatever comes until the channel has ended. */
final class Taker {

    private final Thread thread;

    private Taker(Thread thread) {
        this.thread = thread;
    }

    static Taker of(Receiver<?> from) {
        return new Taker(Thread.startVirtualThread(() -> {
            try {
                from.forEach(_ -> {});
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    /** Waits until it has seen the end of its channel. */
    void join() throws InterruptedException {
        thread.join();
    }
}
