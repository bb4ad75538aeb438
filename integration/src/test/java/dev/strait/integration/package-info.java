/**
 * Processes that take part in channels over networks that fail: each JVM in a network namespace of its own, with a cable that is pulled,
 * a line that delays, loses and reorders, and signals that stop and kill. {@link dev.strait.integration.Network} makes and
 * removes what that takes; {@link dev.strait.integration.Actor} is a process, {@link dev.strait.integration.ActorMain} what runs in it.
 */
@NullMarked
package dev.strait.integration;

import org.jspecify.annotations.NullMarked;
