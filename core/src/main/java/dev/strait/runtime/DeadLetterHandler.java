package dev.strait.runtime;

/** Who is offered dead letters that no channel takes. */
@FunctionalInterface
public interface DeadLetterHandler {
    /** For nobody. */
    DeadLetterHandler NONE = (_, _) -> {};

    /**
     * A value is not sent again. Called on a virtual thread, for one value of a sender after the other.
     *
     * @param encoded the value
     * @param origin where it comes from
     */
    void deadLetter(byte[] encoded, DeadLetterOrigin origin);
}
