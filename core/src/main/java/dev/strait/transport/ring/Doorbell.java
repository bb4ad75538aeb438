package dev.strait.transport.ring;

import java.io.IOException;

/**
 * How one side of a connection through shared memory wakes the other, and learns that it is gone. What is rung while nobody waits ends the next
 * wait. A ring is for the other side, not for one of its threads: it ends the waits of all. Safe for use by any thread; of each kind one thread
 * waits at a time.
 */
public interface Doorbell {

    /** What a thread waits for. */
    enum Wait {
        /** Something to read, or the end of it. */
        TO_READ,
        /** Room to write, or that nobody reads any more. */
        TO_WRITE,
        /** The end of the other side, while the connection is being closed. */
        TO_END
    }

    /** Wakes the other side. Never blocks, and keeps the interrupt status; if the other side is gone, nothing happens. */
    void ring();

    /**
     * Waits until the other side rings, {@link #wake} is called or the time is over; it may also return for no reason. May clear the interrupt
     * status.
     *
     * @param nanos how long at most; {@link Long#MAX_VALUE} for ever
     * @return false once the other side is gone, however that came: its process may have been killed
     * @throws IOException if it is closed at this side
     */
    boolean await(Wait what, long nanos) throws IOException;

    /**
     * Reads what has rung, without waiting, and ends the waits for it.
     *
     * @return false once the other side is gone
     */
    boolean isThere();

    /** Ends the waits to read and to write of this side, now or the next. */
    void wake();

    /** Tells the other side that this one is gone, and releases everything. Idempotent; never throws. */
    void close();
}
