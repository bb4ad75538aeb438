/**
 * What one node and another say to each other below streams: on a connection handshake, identity and heartbeat; in a session, which outlives
 * its connections, acknowledgement and what is written again; and the rule that keeps one connection of two. Pure: no clock, no threads,
 * no sockets.
 */
@NullMarked
package dev.strait.wire.session;

import org.jspecify.annotations.NullMarked;
