/**
 * One session between two nodes over one connection: handshake, identity, heartbeat, and the rule that keeps one connection of two. In
 * this version a session ends with its connection. Pure: no clock, no threads, no sockets.
 */
@NullMarked
package dev.strait.wire.session;

import org.jspecify.annotations.NullMarked;
