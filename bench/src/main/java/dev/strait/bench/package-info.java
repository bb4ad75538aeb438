/** Measures Strait beside the raw limit of the machine, in two processes on loopback. */
@NullMarked
package dev.strait.bench;

import org.jspecify.annotations.NullMarked;
