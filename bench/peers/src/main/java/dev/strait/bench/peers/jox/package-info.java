/** Channels within one process, as Jox has them. */
@NullMarked
package dev.strait.bench.peers.jox;

import org.jspecify.annotations.NullMarked;
