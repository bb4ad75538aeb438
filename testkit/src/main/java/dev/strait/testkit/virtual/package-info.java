/**
 * A world in one thread and under virtual time, in which protocols are tried that have no threads, clocks or sockets of their own, whatever they are
 * for. {@link dev.strait.testkit.virtual.Trial} is where to begin: it runs a {@link dev.strait.testkit.virtual.Scenario}, with a
 * {@link dev.strait.testkit.virtual.Protocol} on each host, from a seed, while connections break and hosts crash. Below it are the parts, for whoever puts a world together:
 * a queue of events, clocks that drift, chance from a seed, a network, hosts and faults. They know nothing of Strait; the simulator of Strait,
 * {@code dev.strait.testkit.sim}, is made of them. One seed gives one exact history. Nothing here is thread-safe: a world belongs to the thread that runs it, and
 * different worlds may run at the same time.
 */
@NullMarked
package dev.strait.testkit.virtual;

import org.jspecify.annotations.NullMarked;
