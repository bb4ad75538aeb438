/** gRPC over HTTP/2, with methods described by hand. */
@NullMarked
package dev.strait.bench.peers.grpc;

import org.jspecify.annotations.NullMarked;
