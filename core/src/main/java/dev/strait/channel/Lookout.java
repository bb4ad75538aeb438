package dev.strait.channel;

import java.util.function.BooleanSupplier;

/**
 * How a call that has to wait on a port may see by itself to what it waits for, before it parks and leaves that to others: what the port
 * has comes over connections, say, from which the calling thread can read. Holding no lock, and in the thread of the call.
 */
public interface Lookout {
    /**
     * Looks for a short while. Parks nobody.
     *
     * @param decided whether the call need not wait any more
     * @param untilNanos when the call gives up, on the clock of {@link System#nanoTime}; {@code Long.MAX_VALUE} for never
     */
    void look(BooleanSupplier decided, long untilNanos);

    /** The call is about to park: others see to what it waits for, until {@link #parksNoMore}. */
    void parks();

    /** The call goes on. */
    void parksNoMore();
}
