package dev.strait.testkit.sim.breach;

import java.util.Random;

/** Does what simulations may not, so that the rule can show that it notices. Never run. */
public final class Chance {

    private final Random random = new Random();

    long takesChances() {
        return random.nextLong() + System.identityHashCode(random);
    }

    double differsFromMachineToMachine(double value) {
        return Math.exp(value);
    }

    long readsTheClock() {
        return System.nanoTime();
    }
}
