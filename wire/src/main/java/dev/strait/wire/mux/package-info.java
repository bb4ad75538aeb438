/**
 * Many streams over one session: the ledger that credit is kept in, the outgoing and the incoming half of a stream, fair turns among
 * streams, large values in fragments, and the node's budget for what it has granted. Pure: no clock, no threads, no sockets.
 */
@NullMarked
package dev.strait.wire.mux;

import org.jspecify.annotations.NullMarked;
