/** Strait as its users have it: default options, virtual threads, one {@code send} and one {@code receive} per message unless the row says batches. */
@NullMarked
package dev.strait.bench.strait;

import org.jspecify.annotations.NullMarked;
