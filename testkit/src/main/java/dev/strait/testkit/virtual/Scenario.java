package dev.strait.testkit.virtual;

/**
 * What is tried in one run: which protocol the hosts run, what is to come of it, and what has to hold. It stands outside of all hosts: it outlives their
 * crashes, as a disk does, and may compare what hosts know of each other. One instance for each run.
 *
 * <p>What does not hold it says by throwing: {@link ContractViolation}, which is told as it is, or any other exception or {@link AssertionError}, which is told
 * with where it came from.
 */
public interface Scenario {
    /**
     * The protocol that a host is to run from now on: once for each incarnation, ahead of {@link Protocol#start}. Nothing may be
     * asked of the environment yet but what it shows.
     */
    Protocol protocol(Environment environment);

    /** Whether all that was to happen has, so that the run may end once nothing goes wrong any more. Asked now and then. */
    boolean isComplete();

    /** Checks what must hold always; after every step of every host. Nothing unless overridden. */
    default void check() {}

    /** Checks what must hold in the end. Nothing unless overridden. */
    default void finish() {}

    /**
     * Whether the host in a place is always started again after a crash, as by default; if not, it mostly is. Asked when crashes are planned, ahead of everything else and
     * of any {@link #protocol}.
     */
    default boolean comesBack(int place) {
        return true;
    }

    /** How long writes are that are not worth being cut, such as a heartbeat's, in bytes; 0 by default. */
    default int signOfLifeBytes() {
        return 0;
    }
}
