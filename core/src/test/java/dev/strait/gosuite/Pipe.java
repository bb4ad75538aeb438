package dev.strait.gosuite;

import dev.strait.Receiver;
import dev.strait.Sender;

/**
 * The two ends of one channel; what Go's tests call {@code make(chan T)}. Any number of threads share each end.
 *
 * @param in where values go in
 * @param out where they come out
 */
record Pipe<T>(Sender<T> in, Receiver<T> out) {}
