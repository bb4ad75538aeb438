/**
 * The frames of the wire protocol: each as an immutable record that cannot exist with illegal content, the one encoder,
 * the one decoder, and the bounded primitives both are made of. Pure: bytes in, records out and back; no state beyond
 * the position in the byte stream. {@code docs/protocol.md} specifies every frame byte by byte.
 */
@NullMarked
package dev.strait.wire.frame;

import org.jspecify.annotations.NullMarked;
