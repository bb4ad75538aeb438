package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.DriftingClock;
import dev.strait.testkit.virtual.Host;
import dev.strait.testkit.virtual.Network;
import dev.strait.testkit.virtual.Side;
import dev.strait.wire.dispatch.Answer;
import dev.strait.wire.dispatch.DeadLetter;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.engine.EngineConfig;
import dev.strait.wire.engine.EngineEvent;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.EndRef;
import java.util.function.LongSupplier;

/**
 * One incarnation of a node: an engine, and what the runtime would be around it. {@link Lines} give the engine bytes and {@link Residents}
 * commands; here it is given the time, and what it asks for goes to either.
 */
final class SimulatedNode extends Host {
    private final World world;
    private final Network network;
    private final EngineConfig config;
    private final NodeEngine engine;
    private final Lines lines;
    private final Residents residents;
    private int losses;

    private boolean leaving;

    SimulatedNode(
            World world, Network network, EngineConfig config, int place, DriftingClock clock, LongSupplier random) {
        super(network, config.self().id(), place, clock);
        this.world = world;
        this.network = network;
        this.config = config;
        this.engine = new NodeEngine(config, random);
        this.lines = new Lines(world, this, engine);
        this.residents = new Residents(name());
    }

    /** Whose side of a connection it is. */
    static SimulatedNode at(Side side) {
        return (SimulatedNode) side.host();
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

    // --- life ---

    void start(String directory) {
        input(() -> {
            world.history().add(name(), "starts as %s", config.self());
            if (!config.hostsDirectory()) {
                engine.join(directory, now());
            }
        });
    }

    void leave() {
        input(() -> {
            world.history().add(name(), "leaves");
            leaving = true;
            network.stopListening(this);
            engine.leave(now());
        });
    }

    // --- what comes ---

    @Override
    protected void accepted(Side side) {
        lines.accepted(side);
    }

    @Override
    protected void dialled(Side side, long dial) {
        lines.dialled(side, dial);
    }

    @Override
    protected void dialFailed(long dial, String reason) {
        engine.dialFailed(dial, reason, now());
    }

    @Override
    protected void arrived(Side side, byte[] bytes) {
        lines.arrived(side, bytes);
    }

    @Override
    protected void ended(Side side, String reason) {
        lines.ended(side, reason);
    }

    @Override
    protected long deadline() {
        return engine.deadline();
    }

    @Override
    protected void tick() {
        engine.tick(now());
    }

    @Override
    protected void crashed() {
        world.contract().crashed(this);
        residents.crashed();
    }

    @Override
    protected void stepped() {
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
            case EngineEvent.Forsaken(ReceiverEnd receiver) -> residents.forsaken(receiver.ref());
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
