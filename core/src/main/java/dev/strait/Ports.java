package dev.strait;

import dev.strait.channel.ReceivePort;

/** Finds what is behind a public end. */
final class Ports {

    private Ports() {}

    @SuppressWarnings("unchecked") // a Receiver<T> has a port of T
    static <T> ReceivePort<T> of(Receiver<T> receiver) {
        return switch (receiver) {
            case Channel<T> channel -> channel.local;
            case HasReceivePort<?> end -> (ReceivePort<T>) end.receivePort();
            default ->
                throw new IllegalArgumentException("a select takes the receivers that Strait makes, not one of "
                        + receiver.getClass().getName());
        };
    }
}
