/** RSocket over TCP, on Reactor and Netty. */
@NullMarked
package dev.strait.bench.peers.rsocket;

import org.jspecify.annotations.NullMarked;
