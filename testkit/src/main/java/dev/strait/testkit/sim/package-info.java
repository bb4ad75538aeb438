/**
 * A simulator: two to five nodes in one thread, under virtual time, on a network that delays, splits, stalls, cuts and half-opens
 * connections, while nodes crash, come back and pause. One seed gives one exact history. What the nodes promise is checked after
 * every step and at the end; a failure names the command that replays it.
 */
@NullMarked
package dev.strait.testkit.sim;

import org.jspecify.annotations.NullMarked;
