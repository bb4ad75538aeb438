package dev.strait.testkit.virtual;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the world of one run is like. All of it is drawn from the seed by {@link #drawnFrom}; whoever wants something fixed changes it with a {@code with…}
 * method. Immutable.
 *
 * @param seed decides everything that is left to chance
 * @param hosts how many there are, 2 to {@value #MAX_HOSTS}
 * @param maxDriftPpm how much too fast or slow their clocks go at most, in millionths, 0 to {@value #MAX_DRIFT_PPM}, which is 2 %
 * @param network how the network behaves
 * @param faults what goes wrong
 * @param settle how long everything may take to be complete once nothing goes wrong any more, in virtual time, above 0 and at most
 *     {@linkplain #MAX_SETTLE a day}; 2 minutes by default
 */
public record TrialOptions(
        long seed, int hosts, int maxDriftPpm, NetworkOptions network, Set<Fault> faults, Duration settle) {
    /** Most hosts of a run. */
    public static final int MAX_HOSTS = 100;

    /** By how much clocks are too fast or too slow at most, in millionths. */
    public static final int MAX_DRIFT_PPM = 20_000;

    /** The longest time to settle, in virtual time: a day. */
    public static final Duration MAX_SETTLE = Duration.ofDays(1);

    private static final Duration USUAL_SETTLE = Duration.ofMinutes(2);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is left; says which, and what was given
     */
    public TrialOptions {
        require(hosts >= 2 && hosts <= MAX_HOSTS, "hosts must be 2 to " + MAX_HOSTS + ", was " + hosts);
        require(
                maxDriftPpm >= 0 && maxDriftPpm <= MAX_DRIFT_PPM,
                "clocks drift by 0 to " + MAX_DRIFT_PPM + " ppm, was " + maxDriftPpm);
        require(
                settle.isPositive() && settle.compareTo(MAX_SETTLE) <= 0,
                "the time to settle must be above 0 and at most " + MAX_SETTLE + ", was " + settle);
        EnumSet<Fault> kinds = EnumSet.noneOf(Fault.class);
        kinds.addAll(faults);
        faults = Collections.unmodifiableSet(kinds);
    }

    /**
     * Options as the seed has them: of four seeds three have faults, of a fifth or half of the kinds but {@link Fault#STALL}, which has to be asked for; clocks drift by
     * nothing, 0.1 % or 1 %; tight networks come as often as roomy ones.
     *
     * @throws IllegalArgumentException if there are fewer hosts than 2, or more than {@value #MAX_HOSTS}
     */
    public static TrialOptions drawnFrom(long seed, int hosts) {
        Dice dice = new Dice(seed, "options");
        int drift = dice.pick(List.of(0, 1_000, 10_000));
        return new TrialOptions(seed, hosts, drift, NetworkOptions.drawnFrom(dice), drawFaults(dice), USUAL_SETTLE);
    }

    private static Set<Fault> drawFaults(Dice dice) {
        EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
        if (dice.chance(0.25)) {
            return faults;
        }
        List<Fault> kinds = List.copyOf(EnumSet.complementOf(EnumSet.of(Fault.STALL)));
        double share = dice.chance(0.5) ? 0.2 : 0.5;
        for (Fault each : kinds) {
            if (dice.chance(share)) {
                faults.add(each);
            }
        }
        if (faults.isEmpty()) {
            faults.add(dice.pick(kinds));
        }
        return faults;
    }

    /** The same with these faults alone; with none, nothing goes wrong. */
    public TrialOptions withFaults(Set<Fault> others) {
        return new TrialOptions(seed, hosts, maxDriftPpm, network, others, settle);
    }

    /** The same on this network. */
    public TrialOptions withNetwork(NetworkOptions other) {
        return new TrialOptions(seed, hosts, maxDriftPpm, other, faults, settle);
    }

    /**
     * The same with clocks that drift by so much at most.
     *
     * @throws IllegalArgumentException if that is negative, or above {@value #MAX_DRIFT_PPM}
     */
    public TrialOptions withMaxDriftPpm(int other) {
        return new TrialOptions(seed, hosts, other, network, faults, settle);
    }

    /**
     * The same with another time to settle.
     *
     * @throws IllegalArgumentException if that is not above 0, or above {@link #MAX_SETTLE}
     */
    public TrialOptions withSettle(Duration other) {
        return new TrialOptions(seed, hosts, maxDriftPpm, network, faults, other);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
