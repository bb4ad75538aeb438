package dev.strait.testkit.virtual;

import java.util.ArrayList;
import java.util.List;

/** The hosts of a run, each with the protocol that its scenario has it run. */
final class ProtocolHosts implements Hosts {
    private static final long MILLISECOND = 1_000_000;
    /** What a clock shows at most when it is set. */
    private static final long MAX_ORIGIN = 1_000_000_000_000_000L;

    private final TrialOptions options;
    private final Network network;
    private final Scenario scenario;
    private final Dice dice;
    private final List<ProtocolHost> hosts = new ArrayList<>();

    ProtocolHosts(TrialOptions options, Network network, Scenario scenario) {
        this.options = options;
        this.network = network;
        this.scenario = scenario;
        this.dice = new Dice(options.seed(), "hosts");
    }

    /** Starts every host, in any order and some time apart. */
    void start() {
        for (int place = 0; place < options.hosts(); place++) {
            ProtocolHost host = incarnate(place, 0);
            hosts.add(host);
            network.queue().after(dice.skewed(1_000, 500 * MILLISECOND), host::start);
        }
    }

    private ProtocolHost incarnate(int place, int incarnation) {
        int drift = options.maxDriftPpm();
        DriftingClock clock =
                new DriftingClock(network.queue().now(), dice.skewed(1, MAX_ORIGIN), dice.between(-drift, drift));
        Dice own = new Dice(options.seed(), ProtocolHost.name(place) + " " + incarnation);
        return new ProtocolHost(network, scenario, place, incarnation, clock, own);
    }

    @Override
    public ProtocolHost at(int place) {
        return hosts.get(place);
    }

    @Override
    public void restart(int place) {
        ProtocolHost before = at(place);
        // Who crashed before its start was nobody: the scenario has never seen it.
        ProtocolHost host = incarnate(place, before.incarnation() + (before.hasStarted() ? 1 : 0));
        hosts.set(place, host);
        host.start();
    }

    @Override
    public boolean comesBack(int place) {
        return scenario.comesBack(place);
    }

    @Override
    public boolean stall(Dice chance, long nanos) {
        chance.pick(hosts.stream().filter(Host::isUp).toList()).stall(nanos);
        return true;
    }

    @Override
    public int signOfLifeBytes() {
        return scenario.signOfLifeBytes();
    }
}
