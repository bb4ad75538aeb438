/**
 * The engine of one node: links, ends and the directory's two sides put together into one state machine that owns no thread, no clock and
 * no socket. The runtime drives it under one short lock; the simulator drives many of them in one thread.
 */
@NullMarked
package dev.strait.wire.engine;

import org.jspecify.annotations.NullMarked;
