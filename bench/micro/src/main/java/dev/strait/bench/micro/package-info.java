/**
 * Micro-benchmarks: what one step of the data path costs, beside the same step written by hand where that says something. They
 * compare within one run only; whole scenarios between two processes are measured by {@code dev.strait.bench}.
 */
@NullMarked
package dev.strait.bench.micro;

import org.jspecify.annotations.NullMarked;
