package dev.strait;

import dev.strait.channel.LocalChannel;
import dev.strait.channel.ReceivePort;
import dev.strait.channel.Signal;
import java.time.Duration;

/** Turns what ports give into what the public API gives. */
final class Results {

    /** As a time limit: none. */
    static final long FOREVER = Long.MAX_VALUE;

    static final Sent FULL = new Sent.Full();
    private static final Sent ACCEPTED = new Sent.Accepted();
    private static final Received<?> EMPTY = new Received.Empty<>();

    private Results() {}

    /** The result of a receive that does not wait for ever; {@code item} is an item of the port, or a signal. */
    static <T> Received<T> received(ReceivePort<T> port, Object item) {
        if (item == Signal.EMPTY) {
            return empty();
        }
        if (item == Signal.CLOSED) {
            return new Received.Closed<>(port.cause());
        }
        return new Received.Value<>(port.open(item));
    }

    @SuppressWarnings("unchecked") // holds no value, so it is one of every type
    static <T> Received<T> empty() {
        return (Received<T>) EMPTY;
    }

    static Sent sent(LocalChannel<?> channel, Signal outcome) {
        return switch (outcome) {
            case ACCEPTED -> ACCEPTED;
            case FULL -> FULL;
            case CLOSED -> new Sent.Closed(channel.cause());
            case EMPTY, RETURNED -> throw new IllegalStateException("a send cannot come out so");
        };
    }

    static Sent sent(Signal outcome) {
        return outcome == Signal.ACCEPTED ? ACCEPTED : FULL;
    }

    /** The loop of {@link Receiver#forEach} over a port. */
    static <T, X extends Exception> void forEach(ReceivePort<T> port, ThrowingConsumer<? super T, X> body)
            throws X, InterruptedException {
        while (true) {
            Object item = port.take();
            if (item == Signal.CLOSED) {
                if (port.isDone()) {
                    return;
                }
                throw port.cause();
            }
            body.accept(port.open(item));
        }
    }

    /** A time limit in nanoseconds; one of more than 292 years is none. */
    static long nanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException e) {
            return timeout.isNegative() ? 0 : FOREVER;
        }
    }
}
