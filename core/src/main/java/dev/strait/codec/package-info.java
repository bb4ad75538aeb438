/**
 * How values become bytes and back: the {@link dev.strait.codec.Codec} seam, the default codec for records and the common
 * types around them, and the {@link dev.strait.codec.Schema} that two sides compare when a channel opens. The form of the
 * bytes is specified in {@code docs/codec.md}. Nothing here depends on anything but {@code dev.strait.error}, and no byte
 * that is read ever names a class to load.
 */
@NullMarked
package dev.strait.codec;

import org.jspecify.annotations.NullMarked;
