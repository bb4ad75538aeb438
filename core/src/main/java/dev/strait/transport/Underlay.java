package dev.strait.transport;

import java.util.function.Supplier;

/**
 * What nodes are started over, where that is not sockets. The public face of a node cannot name a transport, whose package users do not
 * see; so whoever brings one of its own, as the testkit does, says so around the call that starts the node, with a {@link ScopedValue}:
 * it reaches what is called there, by that thread, and nothing else. Stateless beyond that.
 */
public final class Underlay {
    private static final ScopedValue<Transport> CHOSEN = ScopedValue.newInstance();

    private Underlay() {}

    /**
     * Starts a node over this transport.
     *
     * @param transport listened at and dialled by the node for as long as it lives
     * @param start calls {@code Node.listen} or {@code Node.join} with addresses that the transport serves
     * @return what {@code start} returns
     * @throws X if {@code start} does
     */
    public static <T, X extends Throwable> T start(Transport transport, ScopedValue.CallableOp<T, X> start) throws X {
        return ScopedValue.where(CHOSEN, transport).call(start);
    }

    /** The transport that this thread's start is over; without one, what usually is. */
    public static Transport chosenOr(Supplier<? extends Transport> usual) {
        return CHOSEN.isBound() ? CHOSEN.get() : usual.get();
    }
}
