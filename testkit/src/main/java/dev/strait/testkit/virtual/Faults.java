package dev.strait.testkit.virtual;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What goes wrong in a world, and when, of the kinds that it has: 1 to as many faults as there are hosts or 8, and in a quarter of the runs 20 to 64, which
 * begin within 6 s, early ones more often than late. Most last from a millisecond to 5 s, and one in seven longer: partitions and what is one-way for up to 45 s, pauses for up to a
 * minute. All of it is drawn from the dice. Not thread-safe.
 */
public final class Faults {
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000 * MILLISECOND;
    /** When the last begins at the latest. */
    private static final long LAST_NANOS = 6 * SECOND;
    /** Most connections that are cut in a row. */
    private static final int MOST_IN_A_ROW = 8;

    private final Network network;
    private final Hosts hosts;
    private final Dice dice;
    private final List<Fault> kinds;
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private final NetworkFaults between;
    private long quietAt;

    /**
     * No faults so far.
     *
     * @param network where they happen
     * @param hosts to whom
     * @param dice its own, and of whoever adds faults
     * @param kinds which there may be; with none, {@link #plan} plans none
     */
    public Faults(Network network, Hosts hosts, Dice dice, Set<Fault> kinds) {
        this.network = network;
        this.hosts = hosts;
        this.dice = dice;
        EnumSet<Fault> some = EnumSet.noneOf(Fault.class);
        some.addAll(kinds);
        this.kinds = List.copyOf(some);
        this.between = new NetworkFaults(network, hosts, dice, this::count);
    }

    /** Plans all faults; once, before anything happens. */
    public void plan() {
        if (kinds.isEmpty()) {
            return;
        }
        boolean often = dice.chance(0.25);
        int most = often ? 64 : Math.max(8, network.places());
        for (int faults = often ? dice.between(20, most) : dice.between(1, most); faults > 0; faults--) {
            long at = dice.chance(0.5)
                    ? dice.skewed(50 * MILLISECOND, LAST_NANOS)
                    : dice.between(100 * MILLISECOND, LAST_NANOS / 3);
            plan(dice.pick(kinds), at);
        }
    }

    private void plan(Fault fault, long at) {
        switch (fault) {
            case CUT -> {
                long after = 0;
                for (int more = dice.between(1, MOST_IN_A_ROW); more > 0; more--) {
                    happens(at + after, NetworkFaults.CUT_NANOS, () -> between.cut(Fault.CUT, true, true));
                    after += dice.skewed(MILLISECOND, SECOND);
                }
            }
            case HALF_OPEN -> {
                boolean dialler = dice.chance(0.5);
                boolean acceptor = !dialler && dice.chance(0.6);
                happens(at, NetworkFaults.CUT_NANOS, () -> between.cut(Fault.HALF_OPEN, dialler, acceptor));
            }
            case DELAY -> {
                long span = span(5 * SECOND, 8 * SECOND);
                happens(at, span, () -> between.hold(span));
            }
            case PARTITION -> {
                long span = span(5 * SECOND, 45 * SECOND);
                happens(at, span, () -> between.part(span));
            }
            case ONE_WAY -> {
                long span = span(5 * SECOND, 45 * SECOND);
                happens(at, span, () -> between.partOneWay(span));
            }
            case REFUSAL -> {
                long span = span(3 * SECOND, 5 * SECOND);
                happens(at, span, () -> between.refuse(span));
            }
            case PAUSE -> {
                long span = span(5 * SECOND, 60 * SECOND);
                happens(at, span, () -> pause(span));
            }
            case CRASH -> planCrash(at);
            case STALL -> {
                long span = span(5 * SECOND, 30 * SECOND);
                happens(at, span, () -> stall(span));
            }
        }
    }

    /** Short mostly, and as long as it gets now and then. */
    private long span(long usual, long longest) {
        return dice.chance(0.85) ? dice.skewed(MILLISECOND, usual) : dice.between(usual, longest);
    }

    /** From when on nothing goes wrong any more, in virtual time, and every host that comes back is back. */
    public long quietAt() {
        return quietAt;
    }

    /** How many faults there were so far, by kind; kinds without any are missing. */
    public Map<Fault, Integer> counts() {
        return Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    private void count(Fault fault) {
        counts.merge(fault, 1, Integer::sum);
    }

    private void happens(long at, long span, Runnable fault) {
        quietAt = Math.max(quietAt, at + span);
        network.queue().at(at, fault);
    }

    // --- hosts ---

    private List<Host> up() {
        List<Host> up = new ArrayList<>();
        for (int place = 0; place < network.places(); place++) {
            if (hosts.at(place).isUp()) {
                up.add(hosts.at(place));
            }
        }
        return up;
    }

    private void pause(long nanos) {
        count(Fault.PAUSE);
        dice.pick(up()).pause(nanos);
    }

    private void planCrash(long at) {
        int place = dice.between(0, network.places() - 1);
        long away = dice.skewed(MILLISECOND, 4 * SECOND);
        boolean returns = hosts.comesBack(place) || dice.chance(0.7);
        happens(at, away, () -> crash(place, away, returns));
    }

    /** Crashes the host in a place now, unless it has crashed, or is the last that has not. */
    public void crash(int place, long awayNanos, boolean returns) {
        Host host = hosts.at(place);
        boolean last = up().size() == 1;
        if (host.isUp() && !last) {
            count(Fault.CRASH);
            host.crash(dice.chance(0.6));
            if (returns) {
                network.queue().after(awayNanos, () -> hosts.restart(place));
            }
        }
    }

    private void stall(long nanos) {
        if (hosts.stall(dice, nanos)) {
            count(Fault.STALL);
        }
    }
}
