package dev.strait;

import dev.strait.channel.Clause;
import dev.strait.channel.ReceivePort;
import dev.strait.error.ChannelClosed;
import dev.strait.error.NotSupported;
import java.util.function.Supplier;

/** Finds what is behind a public end, for a select. */
final class Ports {

    private Ports() {}

    /**
     * A send in a select.
     *
     * @param clause the clause; its result is {@code ACCEPTED} or {@code CLOSED}
     * @param cause why the channel had ended, after {@code CLOSED}
     */
    record Sending(Clause clause, Supplier<ChannelClosed> cause) {}

    /** Whether clauses on this end are never ready, and are left out of the selection. */
    static boolean isNever(Object end) {
        return end instanceof NeverChannel;
    }

    /** The port to receive from. */
    @SuppressWarnings("unchecked") // a Receiver<T> has a port of T
    static <T> ReceivePort<T> of(Receiver<T> receiver) {
        return switch (receiver) {
            case PortChannel<T> channel -> channel.local;
            case HasReceivePort<?> end -> (ReceivePort<T>) end.receivePort();
            default ->
                throw new IllegalArgumentException("a select takes the receivers that Strait makes, not one of "
                        + receiver.getClass().getName());
        };
    }

    /** The clause that sends a value. */
    static <T> Sending sendClause(Sender<? super T> to, T value) {
        if (to instanceof PortChannel<? super T> channel) {
            return new Sending(channel.local.sendClause(value), channel.local::cause);
        }
        throw new NotSupported(
                "a select clause that sends to a remote end",
                "use send(value, timeout) of that sender, or select over a local Channel and have a thread forward it");
    }
}
