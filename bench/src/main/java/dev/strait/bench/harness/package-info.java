/**
 * Measures systems under test: starts the processes of each measurement, opens and closes the window of time, and sums up. Knows systems only
 * through {@link dev.strait.bench.spi.SystemUnderTest}.
 */
@NullMarked
package dev.strait.bench.harness;

import org.jspecify.annotations.NullMarked;
