/**
 * The two kinds of end as state machines: which receiver gets a sender's next message, what comes back from a receiver that leaves and
 * goes to another, and when a receiver has seen the end of the channel. Pure: no clock, no threads, no sockets.
 */
@NullMarked
package dev.strait.wire.dispatch;

import org.jspecify.annotations.NullMarked;
