/**
 * Connections within one process behind the transport seam, with bounded buffers as sockets have: for tests, and for
 * programs that run several nodes in one process.
 */
@NullMarked
package dev.strait.transport.memory;

import org.jspecify.annotations.NullMarked;
