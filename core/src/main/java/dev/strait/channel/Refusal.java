package dev.strait.channel;

import dev.strait.error.StraitException;

/** The outcome of a send that did not happen, for another reason than that there was no room. */
@FunctionalInterface
public interface Refusal {
    /**
     * Says why.
     *
     * @return a new exception, for the calling thread to throw
     */
    StraitException cause();
}
