/**
 * The parts of a world in one thread and under virtual time, in which protocols are tried that have no threads, clocks or sockets of their own: a
 * queue of events, clocks that drift, chance from a seed, and connections that delay, split, hold up and break. They know nothing of
 * Strait; the simulator of Strait, {@code dev.strait.testkit.sim}, is made of them. One seed gives one exact history. Nothing here is
 * thread-safe: a world belongs to the thread that runs it, and different worlds may run at the same time.
 */
@NullMarked
package dev.strait.testkit.virtual;

import org.jspecify.annotations.NullMarked;
