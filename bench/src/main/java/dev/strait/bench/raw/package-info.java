/**
 * The limit: the same messages as plain Java moves them over blocking sockets, with no protocol beyond a length, and no hand-over between
 * threads.
 */
@NullMarked
package dev.strait.bench.raw;

import org.jspecify.annotations.NullMarked;
