package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.testkit.virtual.Defect;
import dev.strait.testkit.virtual.Dice;
import dev.strait.testkit.virtual.EventQueue;
import dev.strait.testkit.virtual.Fault;
import dev.strait.testkit.virtual.Faults;
import dev.strait.testkit.virtual.History;
import dev.strait.testkit.virtual.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One simulation: a few nodes with their real engines, a network and programs, in one thread and under virtual time. First programs work
 * while things go wrong; then nothing goes wrong any more, and everything must come to its end; at last everybody goes, and nothing
 * may be left over. The contract is checked after every step. The same options give the same history, on every machine.
 *
 * <p>The scheme is that of TigerBeetle's VOPR (options drawn per seed, a phase of safety, then one of liveness).
 *
 * <p>Used for one run and from one thread; different simulations may run at the same time.
 */
public final class Simulation {
    private static final long SECOND = 1_000_000_000L;
    /** How long, in virtual time, everything may take to end once nothing goes wrong any more. */
    private static final long LIVENESS_NANOS = 600 * SECOND;
    /** How long threads go on making calls then. */
    private static final long OPENING_HOURS_NANOS = 5 * SECOND;

    private final World world;
    private final Cluster cluster;
    private final Workload workload;
    private final Faults faults;
    private final Verdict verdict;
    private final Standstill standstill;

    private Simulation(SimulationOptions options, @Nullable Consumer<String> reader, Tampering tampering) {
        EventQueue queue = new EventQueue();
        History history = new History(queue, reader);
        Disturbances disturbances = new Disturbances();
        Contract contract = new Contract(options, disturbances);
        world = new World(options, queue, history, contract, new Hazards(), new UnnamedChannels(options), tampering);
        Network network = new Network(
                queue,
                history,
                new Dice(options.seed(), "network"),
                options.network(),
                options.nodes().count(),
                new FaultsNoted(queue, disturbances));
        cluster = new Cluster(world, network);
        workload = new Workload(world, cluster);
        Dice dice = new Dice(options.seed(), "faults");
        faults = new Faults(network, new Residence(cluster, workload), dice, options.faults());
        if (options.faults().contains(Fault.CRASH)) {
            world.hazards().arm(new Kills(world, cluster, faults, dice)::kill);
        }
        verdict = new Verdict(world, workload);
        standstill = new Standstill(world, workload);
    }

    /** Runs what the seed describes. Never throws for what is found: that is in the result. */
    public static SimulationResult run(long seed) {
        return run(SimulationOptions.drawnFrom(seed));
    }

    /** Runs a simulation. Never throws for what is found: that is in the result. */
    public static SimulationResult run(SimulationOptions options) {
        return new Simulation(options, null, Tampering.none()).run();
    }

    /** Runs a simulation and tells its history, a line at a time, as it happens. */
    public static SimulationResult run(SimulationOptions options, Consumer<String> reader) {
        return new Simulation(options, reader, Tampering.none()).run();
    }

    static SimulationResult runTampered(SimulationOptions options, Tampering tampering) {
        return new Simulation(options, null, tampering).run();
    }

    private SimulationResult run() {
        String failure = null;
        try {
            work();
            comeToAnEnd();
            everybodyGoes();
        } catch (ContractViolation violation) {
            failure = violation.getMessage();
        } catch (Throwable defect) {
            failure = Defect.text(defect, Simulation.class);
        }
        return result(failure);
    }

    private SimulationResult result(@Nullable String failure) {
        SimulationOptions options = world.options();
        String text = failure == null
                ? null
                : "seed " + options.seed() + " failed after " + world.now() / 1_000_000 + " ms of virtual time: "
                        + failure + System.lineSeparator() + "replay with: "
                        + SimulationResult.replayCommand(options);
        return new SimulationResult(
                options,
                Optional.ofNullable(text),
                world.history().hash(),
                world.history().lines(),
                world.now(),
                world.contract().sent(),
                world.contract().taken(),
                world.contract().redelivered(),
                world.contract().deadLetters(),
                world.contract().dropped(),
                world.unnamed().claimed(),
                world.contract().links().resumed(),
                world.queue().ran(),
                faults.counts());
    }

    private void work() {
        cluster.start();
        workload.plan();
        faults.plan();
        world.queue().runUntil(Math.max(workload.lastOpenAt(), faults.quietAt()) + 1);
        world.history().add("all", "nothing goes wrong from now on");
    }

    private void comeToAnEnd() {
        long limit = world.now() + LIVENESS_NANOS;
        world.queue().after(OPENING_HOURS_NANOS, world.contract()::closingTime);
        while (verdict.isSomethingToCome()) {
            if (world.now() >= limit) {
                verdict.requireNothingStuck();
                throw new ContractViolation("something is to come and does not");
            }
            workload.sweep();
            standstill.look();
            world.queue().runUntil(world.now() + SECOND);
        }
    }

    private void everybodyGoes() {
        world.history().add("all", "everybody goes");
        for (Program program : workload.programs()) {
            if (program instanceof SenderProgram sender) {
                sender.node.input(sender::give);
            }
        }
        comeToAnEnd();
        for (Program program : workload.programs()) {
            if (program instanceof ReceiverProgram receiver) {
                receiver.node.input(receiver::leave);
            }
        }
        world.queue().runUntil(world.now() + 2 * SECOND);
        cluster.up().forEach(world.contract().kept()::note);
        world.queue().runUntil(world.now() + 3 * SECOND);
        cluster.up().forEach(world.contract().kept()::requireAcknowledged);
        if (world.options().endsTravel()) {
            world.unnamed().requireNothingLeft(cluster.up());
        }
        world.contract().links().nodesLeave();
        Dice dice = new Dice(world.options().seed(), "parting");
        List<SimulatedNode> nodes = new ArrayList<>(cluster.up());
        while (!nodes.isEmpty()) {
            SimulatedNode node = nodes.remove(dice.between(0, nodes.size() - 1));
            node.leave();
            world.queue().runUntil(world.now() + dice.skewed(1_000, SECOND));
        }
        world.queue().runUntil(world.now() + 45 * SECOND);
        world.contract().finish(cluster.up());
        world.history().add("all", "over");
    }
}
