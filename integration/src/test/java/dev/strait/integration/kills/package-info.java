/**
 * Processes that are killed under load at moments drawn from a seed, for as long as one likes. Each process ({@link
 * dev.strait.integration.kills.KillMain}) keeps a diary that survives it; {@link dev.strait.integration.kills.Judge} reads all of them afterwards and finds
 * what was lost, done twice without need, or said and not true. Needs no network of its own, and no rights.
 */
@NullMarked
package dev.strait.integration.kills;

import org.jspecify.annotations.NullMarked;
