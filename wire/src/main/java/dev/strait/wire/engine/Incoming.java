package dev.strait.wire.engine;

import dev.strait.wire.mux.InStream;

/** A stream that comes in over a link, and the end that it leads to; no end if the stream was refused or the end has left. */
record Incoming(InStream stream, ReceiverSlot receiver) {}
