package dev.strait.testkit.sim;

import org.jspecify.annotations.Nullable;

/**
 * An end of a rendezvous channel as calls use it: what the runtime's ports do under their locks. A caller does what it has to do
 * with all its ends, and {@link #release releases} each of them then; nothing else happens in between.
 */
interface RendezvousPort {
    /** The line in which calls wait here. */
    WaitingLine line();

    /**
     * Does it now if it can.
     *
     * @return null if it cannot, and nothing has happened; or if the value is out now, which the place tells
     */
    @Nullable
    Result attempt(Place place);

    /** After an attempt that found nothing: whether asking another node, and waiting for the answer, may find something. */
    boolean mayAsk();

    /** Wants the value back that is out. */
    void askBack(Place place);

    /** What follows from calls having come and gone. */
    void release();
}
