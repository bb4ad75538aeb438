package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Dice;
import dev.strait.testkit.virtual.DriftingClock;
import dev.strait.testkit.virtual.Network;
import dev.strait.wire.engine.EngineConfig;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.session.Retention;
import java.util.ArrayList;
import java.util.List;

/** The places where nodes run, each with its current incarnation. The node in the first place hosts the directory. */
final class Cluster {
    private static final String NAME = "simulated";

    private final World world;
    private final Network network;
    private final Dice dice;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    /** The place of a node that does not listen, so that others cannot dial it; -1 if all listen. */
    private final int deaf;

    Cluster(World world, Network network) {
        this.world = world;
        this.network = network;
        this.dice = new Dice(world.options().seed(), "cluster");
        int count = world.options().nodes().count();
        this.deaf = dice.chance(0.25) ? dice.between(1, count - 1) : -1;
        for (int place = 0; place < count; place++) {
            nodes.add(incarnate(place));
        }
    }

    private SimulatedNode incarnate(int place) {
        SimulationOptions options = world.options();
        SimulationOptions.Grants grants = options.grants();
        NodeRef self = new NodeRef("n" + place, 1_000 + world.now() / 1_000_000, dice.any());
        EngineConfig config = new EngineConfig(
                self,
                NAME,
                place == deaf ? List.of() : List.of(address(place)),
                place == 0,
                new EngineConfig.Credit(
                        grants.initialMessages(),
                        grants.initialBytes(),
                        grants.maxWindowBytes(),
                        grants.budgetBytes(),
                        options.work().maxMessageBytes(),
                        1_000),
                times(),
                retention());
        int drift = options.nodes().maxDriftPpm();
        DriftingClock clock =
                new DriftingClock(world.now(), dice.skewed(1, 1_000_000_000_000_000L), dice.between(-drift, drift));
        Dice secrets = new Dice(options.seed(), "secrets of " + self);
        SimulatedNode node = new SimulatedNode(world, network, config, place, clock, secrets::any);
        config.addresses().forEach(address -> network.listen(address, node));
        return node;
    }

    private EngineConfig.Times times() {
        EngineConfig.Times usual = EngineConfig.Times.DEFAULT;
        SimulationOptions.Nodes options = world.options().nodes();
        return new EngineConfig.Times(
                usual.session().withResume(options.resumeNanos(), options.silentResumeNanos()),
                usual.announceNanos(),
                usual.firstRedialNanos(),
                usual.maxRedialNanos(),
                usual.unreachableNanos());
    }

    private Retention.Limits retention() {
        return world.tampering().fullLinksTake()
                ? Retention.Limits.DEFAULT
                : world.options().nodes().retention();
    }

    private static String address(int place) {
        return "n" + place + ":5678";
    }

    /** Starts every node, in any order and some time apart. */
    void start() {
        for (SimulatedNode node : nodes) {
            world.queue().after(dice.skewed(1_000, 500_000_000), () -> node.start(address(0)));
        }
    }

    /** The current incarnations, in the order of their places. */
    List<SimulatedNode> nodes() {
        return List.copyOf(nodes);
    }

    SimulatedNode node(int place) {
        return nodes.get(place);
    }

    List<SimulatedNode> up() {
        return nodes.stream().filter(SimulatedNode::isUp).toList();
    }

    /** Puts a new incarnation in the place of a crashed one. */
    SimulatedNode restart(int place) {
        SimulatedNode node = incarnate(place);
        nodes.set(place, node);
        node.start(address(0));
        return node;
    }
}
