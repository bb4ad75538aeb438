package dev.strait.bench.spi;

import java.util.List;
import java.util.Set;

/**
 * A system that can be measured. Found by {@link java.util.ServiceLoader}; has a public constructor without parameters that does nothing,
 * because every process of the harness makes all of them to find the one that it runs.
 *
 * <p>Each measurement starts new processes, and each process calls one of the two roles once. A role sets its system up, moves messages until
 * the process is ended from outside, and may return while threads of {@link Run#fork} go on. It never ends a process itself, and what it
 * throws fails the measurement. Exactly one of the two processes counts, with {@link Run#meter()}.
 */
public interface SystemUnderTest {

    /** Returns its name on the command line and in results, in lower case. */
    String name();

    /** Returns the version that is measured. */
    String version();

    /** Says in a few words on which threads its users' code runs, for the table. */
    String threads();

    /** Returns the scenarios that it takes part in. */
    Set<Scenario> scenarios();

    /**
     * Returns the ways in which it can do a scenario, if there are several worth measuring. The best by its median is reported under the
     * system's name; the others get rows of their own, and so does a {@linkplain Scenario#yardstick() yardstick}, which is listed first.
     *
     * @param scenario one of {@link #scenarios()}
     * @return names of one word, or one empty name
     */
    default List<String> variants(Scenario scenario) {
        return List.of("");
    }

    /**
     * Returns flags without which its processes cannot run, such as {@code --add-opens}. Everything else is the same for everybody.
     *
     * @return flags of the JVM, mostly none
     */
    default List<String> jvmFlags() {
        return List.of();
    }

    /**
     * Runs the first process: listens, calls {@link Run#ready}, and does what {@link Scenario#sides()} says of it. The only process in the
     * local scenarios, which need no {@code ready}.
     *
     * @param run the measurement
     * @throws Exception whatever went wrong; it fails the measurement
     */
    void first(Run run) throws Exception;

    /**
     * Runs the second process, with {@link Run#address()} being where the first one listens.
     *
     * @param run the measurement
     * @throws Exception whatever went wrong; it fails the measurement
     */
    void second(Run run) throws Exception;
}
