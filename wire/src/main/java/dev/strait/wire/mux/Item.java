package dev.strait.wire.mux;

import dev.strait.wire.frame.Frame;

/** What waits in a stream's queue to be written, in order: messages, or a frame that must not overtake them. */
sealed interface Item permits Batch, Item.Control {
    /** A frame of the stream that takes its turn among the messages (OPEN, WANT, WITHDRAW, DONE, ERROR, LEFT). */
    record Control(Frame frame) implements Item {}
}
