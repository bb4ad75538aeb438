package dev.strait.channel;

import org.jspecify.annotations.Nullable;

/**
 * A plain call on a rendezvous, at its {@link Door}. Whoever meets it there decides its call and gives it its result in one step; if the lock is
 * taken before, it stands in line as a {@link Wait}, like everybody.
 *
 * <p>It is small, 40 bytes, because one is made for each value, and the memory through which they go is slower than the caches: a model of the
 * rendezvous passed 3.9 M values/s with objects of 80 bytes, as a {@link Wait} is, and 5.4 M with 32 bytes, medians of 3 in turn.
 */
final class Visitor extends Call {

    /** What a sender offers; {@code null} from a receiver. */
    final @Nullable Object offered;

    /** Its place in line, once the lock was taken; under that lock. */
    private @Nullable Wait inLine;

    Visitor(@Nullable Object offered) {
        this.offered = offered;
    }

    boolean isReceiver() {
        return offered == null;
    }

    /** Under the port's lock: gets in line. */
    void getInLine(Port port, WaitQueue line) {
        inLine = new Wait(this, port, offered, 0);
        line.add(inLine);
    }

    /**
     * Waits as {@link #await(long)}.
     *
     * @return the result; {@code null} if the time went by, and then there never will be one
     */
    @Nullable
    Object awaitResult(long timeoutNanos) throws InterruptedException {
        Wait won = await(timeoutNanos);
        return won == null ? given() : won.result();
    }

    /** Leaves the port, in line or not. Not under the port's lock. */
    void leave(Port port) {
        port.lock();
        try {
            if (inLine != null) {
                inLine.drop();
            }
        } finally {
            port.unlock();
        }
    }
}
