/** NATS: subjects that a server, a third process, passes on. */
@NullMarked
package dev.strait.bench.peers.nats;

import org.jspecify.annotations.NullMarked;
