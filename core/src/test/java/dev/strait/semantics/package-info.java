/**
 * The tests of {@code docs/semantics.md}: a class for each operation, a method for each state of the channel, run over each carrier that
 * the cell speaks of.
 */
package dev.strait.semantics;
