/**
 * Channels inside one process and the select algorithm, after Go's runtime. A {@link dev.strait.channel.Port} is anything that
 * calls can wait on; {@link dev.strait.channel.LocalChannel} is the one with both sides in this process, and ends whose values come
 * from elsewhere take part in the same way through {@link dev.strait.channel.InboundPort}. Not exported: the public types are in
 * {@code dev.strait}.
 */
@NullMarked
package dev.strait.channel;

import org.jspecify.annotations.NullMarked;
