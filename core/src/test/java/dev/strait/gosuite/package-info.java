/**
 * Go's own channel tests, restated for this API: {@code test/chan} and {@code test/ken} of the Go repository, and
 * {@code runtime/chan_test.go} (The Go Authors, BSD licence). Each test says which promise of Go it restates; no text of theirs is
 * used. They run on channels inside this process and, where that means anything, on named channels between two nodes:
 * {@code docs/semantics.md} has the table.
 */
@NullMarked
package dev.strait.gosuite;

import org.jspecify.annotations.NullMarked;
