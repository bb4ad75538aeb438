package dev.strait.testkit.sim;

/** What was promised did not hold in a simulation. */
final class ContractViolation extends RuntimeException {
    private static final long serialVersionUID = 1;

    ContractViolation(String what) {
        super(what);
    }
}
