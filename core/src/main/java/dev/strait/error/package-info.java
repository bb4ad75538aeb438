/**
 * Every exception that Strait throws by itself: one sealed family under {@link dev.strait.error.StraitException}, each with
 * a stable code and with the facts of the case as typed accessors. "Full", "empty" and "nothing yet" are results, not
 * exceptions. This package depends on nothing else.
 */
@NullMarked
package dev.strait.error;

import org.jspecify.annotations.NullMarked;
