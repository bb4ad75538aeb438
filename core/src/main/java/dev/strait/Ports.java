package dev.strait;

import dev.strait.channel.Clause;
import dev.strait.channel.ReceivePort;
import dev.strait.channel.Refusal;
import dev.strait.error.ChannelClosed;
import java.util.function.Supplier;

/** Finds what is behind a public end, for a select. */
final class Ports {

    private Ports() {}

    /**
     * A send in a select.
     *
     * @param clause the clause; its result is {@code ACCEPTED}, {@code CLOSED} or a {@link Refusal}
     * @param cause why the channel had ended, after {@code CLOSED}
     */
    record Sending(Clause clause, Supplier<ChannelClosed> cause) {}

    /** Whether clauses on this end are never ready, and are left out of the selection. */
    static boolean isNever(Object end) {
        return end instanceof NeverChannel;
    }

    /** The port to receive from. */
    static <T> ReceivePort<T> of(Receiver<T> receiver) {
        return switch (receiver) {
            case PortReceiver<T> end -> end.port();
            default ->
                throw new IllegalArgumentException("a select takes the receivers that Strait makes, not one of "
                        + receiver.getClass().getName());
        };
    }

    /** The clause that sends a value. */
    static <T> Sending sendClause(Sender<? super T> to, T value) {
        return switch (to) {
            case PortChannel<? super T> channel -> new Sending(channel.local.sendClause(value), channel.local::cause);
            case NodeSender<? super T> end -> new Sending(end.clause(value), Ports::noCause);
            default ->
                throw new IllegalArgumentException("a select takes the senders that Strait makes, not one of "
                        + to.getClass().getName());
        };
    }

    private static ChannelClosed noCause() {
        throw new IllegalStateException("a remote end refuses with its reason");
    }
}
