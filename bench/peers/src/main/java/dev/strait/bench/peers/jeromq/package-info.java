/** ZeroMQ in Java: sockets with queues of their own, and I/O threads that nobody sees. */
@NullMarked
package dev.strait.bench.peers.jeromq;

import org.jspecify.annotations.NullMarked;
