/**
 * A simulator: up to twenty nodes in one thread, under virtual time, each with a clock of its own, on a network that delays, splits, stalls, parts, cuts and
 * half-opens connections, while nodes crash, come back and pause. One seed gives one exact history. What the nodes promise is checked after
 * every step and at the end; a failure names the command that replays it. {@link dev.strait.testkit.sim.Simulation#run(long)} is where to begin.
 */
@NullMarked
package dev.strait.testkit.sim;

import org.jspecify.annotations.NullMarked;
