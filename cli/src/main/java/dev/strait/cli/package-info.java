/** The command line {@code strait}: its root, and the commands that are too small for a package of their own. */
@NullMarked
package dev.strait.cli;

import org.jspecify.annotations.NullMarked;
