package dev.strait.wire.engine;

import dev.strait.wire.mux.InStream;
import org.jspecify.annotations.Nullable;

/** A stream that comes in over a link, and the end that it leads to. The stream knows it until it is over. */
record Incoming(Link link, InStream stream, ReceiverSlot receiver) {
    /** Where the stream belongs; null if it is over. */
    static @Nullable Incoming of(InStream stream) {
        return (Incoming) stream.attachment();
    }

    /** The link of the stream; null if it is over. */
    static @Nullable Link linkOf(InStream stream) {
        Incoming incoming = of(stream);
        return incoming == null ? null : incoming.link;
    }
}
