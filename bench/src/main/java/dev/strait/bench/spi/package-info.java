/**
 * What a system has to be in order to be measured: the scenarios, the two roles, and what the harness gives to them. Knows nothing of the
 * harness; raw, Strait and the peers stand on it alike.
 */
@NullMarked
package dev.strait.bench.spi;

import org.jspecify.annotations.NullMarked;
