package dev.strait.wire.engine;

import dev.strait.wire.mux.InStream;
import org.jspecify.annotations.Nullable;

/** A stream that comes in over a link, and the end that it leads to. The stream knows it until it is over. Not thread-safe. */
final class Incoming {
    private final Link link;
    private final InStream stream;
    private final ReceiverSlot receiver;
    /** Null until a message of the stream holds a receiver. */
    private @Nullable Arrivals arrivals;

    Incoming(Link link, InStream stream, ReceiverSlot receiver) {
        this.link = link;
        this.stream = stream;
        this.receiver = receiver;
    }

    Link link() {
        return link;
    }

    InStream stream() {
        return stream;
    }

    ReceiverSlot receiver() {
        return receiver;
    }

    /** The receivers that travel in messages of the stream which are not answered; null if there never was one. */
    @Nullable
    Arrivals arrivals() {
        return arrivals;
    }

    /** As {@link #arrivals}, for one more. */
    Arrivals arrivalsMade() {
        Arrivals made = arrivals;
        if (made == null) {
            made = new Arrivals(stream);
            arrivals = made;
        }
        return made;
    }

    /** Where the stream belongs; null if it is over. */
    static @Nullable Incoming of(InStream stream) {
        return (Incoming) stream.attachment();
    }

    /** As {@link #arrivals()}; null if the stream is over. */
    static @Nullable Arrivals arrivalsOf(InStream stream) {
        Incoming incoming = of(stream);
        return incoming == null ? null : incoming.arrivals;
    }

    /** The link of the stream; null if it is over. */
    static @Nullable Link linkOf(InStream stream) {
        Incoming incoming = of(stream);
        return incoming == null ? null : incoming.link;
    }
}
