package dev.strait.testkit.virtual;

import java.util.Objects;

/** What was promised did not hold. Thrown by whatever checks a promise while a world runs; the run then ends, and its result says so. */
public final class ContractViolation extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * A violation.
     *
     * @param what what did not hold, with the values that show it
     * @throws NullPointerException if nothing is said
     */
    public ContractViolation(String what) {
        super(Objects.requireNonNull(what, "what"));
    }
}
