package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.testkit.virtual.DriftingClock;
import dev.strait.wire.dispatch.Answer;
import dev.strait.wire.dispatch.DeadLetter;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.engine.EngineConfig;
import dev.strait.wire.engine.EngineEvent;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.EndRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * One incarnation of a node: an engine, and what the runtime would be around it. {@link Lines} give the engine bytes and {@link Residents}
 * commands; here it is given the time, and what it asks for goes to either. A paused node does nothing until it goes on; then everything
 * that came meanwhile comes at once.
 */
final class SimulatedNode {
    /** Ticks at one moment after which a deadline that stays due counts as a defect. */
    private static final int MAX_TICKS_AT_ONCE = 1_000;

    private final World world;
    private final SimulatedNetwork network;
    private final EngineConfig config;
    private final int place;
    private final DriftingClock clock;
    private final NodeEngine engine;
    private final Lines lines;
    private final Residents residents;
    private int losses;

    private boolean up = true;
    private boolean leaving;
    private long pausedUntil;
    /** What has come since it pauses. */
    private final List<Runnable> backlog = new ArrayList<>();

    private long timerAt = Long.MAX_VALUE;
    /** When there are timers. */
    private final Set<Long> timers = new HashSet<>();

    private long lastTickAt = -1;
    private int ticksAtOnce;

    SimulatedNode(
            World world,
            SimulatedNetwork network,
            EngineConfig config,
            int place,
            DriftingClock clock,
            LongSupplier random) {
        this.world = world;
        this.network = network;
        this.config = config;
        this.place = place;
        this.clock = clock;
        this.engine = new NodeEngine(config, random);
        this.lines = new Lines(world, network, this, engine);
        this.residents = new Residents(name());
        config.addresses().forEach(address -> network.listen(address, this));
    }

    String name() {
        return config.self().id();
    }

    /** Which of the places it is in. */
    int place() {
        return place;
    }

    /** Whether others can dial it. */
    boolean canBeDialled() {
        return !config.addresses().isEmpty();
    }

    EngineConfig config() {
        return config;
    }

    NodeEngine engine() {
        return engine;
    }

    boolean isUp() {
        return up;
    }

    boolean isLeaving() {
        return leaving;
    }

    /** Its connections. */
    Lines lines() {
        return lines;
    }

    /** Whoever runs on it. */
    Residents residents() {
        return residents;
    }

    /** How many links it has lost so far. */
    int losses() {
        return losses;
    }

    /** What its clock shows. */
    long now() {
        return clock.at(world.now());
    }

    // --- life ---

    void start(String directory) {
        input(() -> {
            world.history().add(name(), "starts as %s", config.self());
            if (!config.hostsDirectory()) {
                engine.join(directory, now());
            }
        });
    }

    void pause(long nanos) {
        world.history().add(name(), "pauses for %d ms", nanos / 1_000_000);
        pausedUntil = Math.max(pausedUntil, world.now() + nanos);
    }

    void crash(boolean tellPeers) {
        world.history().add(name(), "crashes, its peers %s", tellPeers ? "are told" : "are not told");
        up = false;
        world.contract().crashed(this);
        network.crashed(this, tellPeers);
        residents.crashed();
    }

    void leave() {
        input(() -> {
            world.history().add(name(), "leaves");
            leaving = true;
            network.stopListening(this);
            engine.leave(now());
        });
    }

    /** Everything that reaches the engine comes through here: what it asks for is done, and what it promises checked. */
    void input(Runnable action) {
        if (!up) {
            return;
        }
        if (world.now() < pausedUntil || !backlog.isEmpty()) {
            if (backlog.isEmpty()) {
                world.queue().at(pausedUntil, this::goOn);
            }
            backlog.add(action);
            return;
        }
        perform(action);
    }

    /** The pause is over, unless another has begun: what came meanwhile comes now, in its order. */
    private void goOn() {
        if (world.now() < pausedUntil) {
            world.queue().at(pausedUntil, this::goOn);
            return;
        }
        List<Runnable> missed = List.copyOf(backlog);
        backlog.clear();
        missed.forEach(this::perform);
    }

    private void perform(Runnable action) {
        if (!up) {
            return;
        }
        action.run();
        pump();
        world.contract().inspect(this);
    }

    /** Does what the engine asks for, until it asks for nothing. */
    void pump() {
        for (EngineEvent event = engine.poll(); event != null; event = engine.poll()) {
            handle(event);
        }
        arm();
    }

    private void arm() {
        long deadline = clock.whenItShows(engine.deadline());
        if (deadline < timerAt) {
            timerAt = Math.max(deadline, world.now());
            setTimer(timerAt);
        }
    }

    private void setTimer(long at) {
        if (timers.add(at)) {
            world.queue().at(at, () -> {
                timers.remove(at);
                input(this::tick);
            });
        }
    }

    private void tick() {
        // A later one was set, or an earlier one has done it: asking once too often does no harm.
        timerAt = Long.MAX_VALUE;
        ticksAtOnce = now() == lastTickAt && engine.deadline() <= now() ? ticksAtOnce + 1 : 0;
        lastTickAt = now();
        if (ticksAtOnce > MAX_TICKS_AT_ONCE) {
            throw new ContractViolation(name() + ": the deadline stays due whatever is done");
        }
        engine.tick(now());
    }

    private void handle(EngineEvent event) {
        switch (event) {
            case EngineEvent.Dial(long dial, String address) -> network.dial(this, dial, address);
            case EngineEvent.Write(long connection) -> lines.write(connection);
            case EngineEvent.Linger(long connection) -> lines.write(connection);
            case EngineEvent.Flush(long connection) -> lines.write(connection);
            case EngineEvent.Disconnect(long connection) -> lines.disconnect(connection);
            case EngineEvent.CanSend(SenderEnd sender) -> residents.wake(sender.ref());
            case EngineEvent.CanReceive(ReceiverEnd receiver) -> residents.wake(receiver.ref());
            case EngineEvent.Settled settled -> residents.settled(settled);
            case EngineEvent.Answered(SenderEnd sender, Answer answer) ->
                residents.sender(sender.ref()).answered(answer);
            case EngineEvent.DeadLettered(SenderEnd sender, DeadLetter letter) ->
                residents.sender(sender.ref()).deadLettered(letter);
            case EngineEvent.ReportTaken(ReceiverEnd receiver) -> residents.report(receiver.ref());
            case EngineEvent.Remind(ReceiverEnd receiver) -> residents.remind(receiver.ref());
            case EngineEvent.Seal(SenderEnd sender) -> residents.seal(sender.ref());
            case EngineEvent.Opened(EndRef end) -> residents.at(end).opened();
            case EngineEvent.Compare compare -> residents.at(compare.end()).compare(compare.schemas());
            case EngineEvent.Refused refused -> world.contract().refused(residents.at(refused.end()), refused);
            case EngineEvent.Drained(SenderEnd sender) ->
                residents.at(sender.ref()).drained();
            case EngineEvent.Attached(String directory) -> world.history().add(name(), "attached to %s", directory);
            case EngineEvent.Detached(String reason) -> world.history().add(name(), "detached: %s", reason);
            case EngineEvent.JoinFailed failed -> world.history().add(name(), "join failed: %s", failed.reason());
            case EngineEvent.LinkChanged(String text) -> {
                losses += text.contains(" is down") ? 1 : 0;
                world.history().add(name(), "%s", text);
                world.contract().linkChanged(this, lines.reading(), world.now(), text);
            }
            case EngineEvent.Warning warning -> {
                world.history().add(name(), "warning %s: %s", warning.code(), warning.text());
                world.contract().warned(this, warning);
            }
        }
    }
}
