/**
 * The {@code demo} command: counts the words of many files with worker processes that are joined by channels. One process
 * reads the input and hands out {@link dev.strait.cli.demo.Parcel parcels}; the workers count and send
 * {@link dev.strait.cli.demo.Counted results} back; the first process merges them and accounts for every file by its id.
 *
 * <p>The way of a file: {@link dev.strait.cli.demo.Input} finds it, {@link dev.strait.cli.demo.Cutter} cuts it,
 * {@link dev.strait.cli.demo.Feeder} packs and sends it, {@link dev.strait.cli.demo.WordCounter} counts it in a worker, and
 * {@link dev.strait.cli.demo.Tally} merges the result and ticks the file off.
 */
@NullMarked
package dev.strait.cli.demo;

import org.jspecify.annotations.NullMarked;
