/**
 * Runs the engine of a node: one reader and one batching writer per link, the node's steward for everything that is due at a time, and the
 * ends of named channels, which take part in selects as local channels do.
 */
@NullMarked
package dev.strait.runtime;

import org.jspecify.annotations.NullMarked;
