/** What the measurements of a run say: rows of medians and ratios, as a table for people and as JSON for programs. */
@NullMarked
package dev.strait.bench.report;

import org.jspecify.annotations.NullMarked;
