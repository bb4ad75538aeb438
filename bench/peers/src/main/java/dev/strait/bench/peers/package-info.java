/** Other systems in the scenarios of the bench, a package each; here is what several of them need. */
@NullMarked
package dev.strait.bench.peers;

import org.jspecify.annotations.NullMarked;
