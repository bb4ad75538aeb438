/**
 * A network in this process for programs that block: real nodes, with real threads and real time, over connections that a test breaks, holds
 * up, delays and cuts off; see {@link dev.strait.testkit.network.FaultyNetwork}. For what needs no threads, and exact histories, there is
 * the simulator, {@code dev.strait.testkit.sim}.
 */
@NullMarked
package dev.strait.testkit.network;

import org.jspecify.annotations.NullMarked;
