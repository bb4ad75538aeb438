package dev.strait.channel;

import java.util.concurrent.atomic.AtomicInteger;

/** A call that only waits until all the ports that it stands at have answered. */
final class Asking extends Call {

    /** How many may still say no, once {@link #ask} has said; before, more than there are. */
    private final AtomicInteger open = new AtomicInteger();

    /** Before the locks of the ports are given back: how many have been asked. */
    void ask(int ports) {
        open.set(ports);
    }

    @Override
    boolean deny() {
        return open.decrementAndGet() == 0 && cancel();
    }
}
