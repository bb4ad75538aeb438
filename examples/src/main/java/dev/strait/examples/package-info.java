/**
 * Small programs, one per use, that a newcomer can run with {@code ./strait example NAME} and copy. Each is written on the
 * public API alone and has a test that runs it.
 */
@NullMarked
package dev.strait.examples;

import org.jspecify.annotations.NullMarked;
