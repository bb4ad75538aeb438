/**
 * The transport seam: moves bytes between two nodes and knows nothing of what they mean. A {@link
 * dev.strait.transport.Transport} listens and dials, a {@link dev.strait.transport.Connection} carries bytes in order in
 * both directions. TCP and an in-memory pair stand behind it and pass the same contract test.
 */
@NullMarked
package dev.strait.transport;

import org.jspecify.annotations.NullMarked;
