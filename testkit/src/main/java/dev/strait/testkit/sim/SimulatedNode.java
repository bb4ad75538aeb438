package dev.strait.testkit.sim;

import dev.strait.wire.directory.DirectoryCodec;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.engine.EngineConfig;
import dev.strait.wire.engine.EngineEvent;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.engine.Transmission;
import dev.strait.wire.frame.DirectoryFrame;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.FragmentHead;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.mux.Place;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of a node: an engine, and what the runtime would be around it. It gives the engine bytes, commands of programs and the
 * time, and does what the engine asks. A paused node does nothing until it goes on; then everything that came meanwhile comes at once.
 */
final class SimulatedNode {
    /** Ticks at one moment after which a deadline that stays due counts as a defect. */
    private static final int MAX_TICKS_AT_ONCE = 1_000;

    private final World world;
    private final SimulatedNetwork network;
    private final EngineConfig config;
    private final int place;
    private final Clock clock;
    private final NodeEngine engine;
    private final Transmission transmission = new Transmission();
    private final Map<Long, Line> lines = new LinkedHashMap<>();
    private final Map<EndRef, Program> programs = new LinkedHashMap<>();
    private final List<Caller> callers = new ArrayList<>();
    private int losses;
    /** The connection that it has read from last. */
    private @Nullable Line reading;

    private boolean up = true;
    private boolean leaving;
    private long pausedUntil;
    /** What has come since it pauses. */
    private final List<Runnable> backlog = new ArrayList<>();

    private long timerAt = Long.MAX_VALUE;
    private long lastTickAt = -1;
    private int ticksAtOnce;

    SimulatedNode(
            World world, SimulatedNetwork network, EngineConfig config, int place, Clock clock, LongSupplier random) {
        this.world = world;
        this.network = network;
        this.config = config;
        this.place = place;
        this.clock = clock;
        this.engine = new NodeEngine(config, random);
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

    /** Whether every connection is closed. */
    boolean isCutOff() {
        return lines.isEmpty();
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
        List.copyOf(programs.values()).forEach(Program::crashed);
        callers.forEach(Caller::crashed);
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
            world.queue().at(timerAt, () -> input(this::tick));
        }
    }

    private void tick() {
        // A later one was set, or an earlier one has done it: asking once too often does no harm.
        timerAt = Long.MAX_VALUE;
        ticksAtOnce = now() == lastTickAt ? ticksAtOnce + 1 : 0;
        lastTickAt = now();
        if (ticksAtOnce > MAX_TICKS_AT_ONCE) {
            throw new ContractViolation(name() + ": the deadline stays due whatever is done");
        }
        engine.tick(now());
    }

    private void handle(EngineEvent event) {
        switch (event) {
            case EngineEvent.Dial(long dial, String address) -> network.dial(this, dial, address);
            case EngineEvent.Write(long connection) -> write(connection);
            case EngineEvent.Linger(long connection) -> write(connection);
            case EngineEvent.Flush(long connection) -> write(connection);
            case EngineEvent.Disconnect(long connection) -> {
                Line line = lines.get(connection);
                if (line != null) {
                    disconnect(line);
                }
            }
            case EngineEvent.CanSend(SenderEnd sender) -> wake(sender.ref());
            case EngineEvent.CanReceive(ReceiverEnd receiver) -> wake(receiver.ref());
            case EngineEvent.Settled settled -> settled(settled);
            case EngineEvent.ReportTaken(ReceiverEnd receiver) -> report(receiver.ref());
            case EngineEvent.Seal(SenderEnd sender) -> seal(sender.ref());
            case EngineEvent.Opened(EndRef end) -> program(end).opened();
            case EngineEvent.Compare compare -> program(compare.end()).compare(compare.schemas());
            case EngineEvent.Refused refused -> world.contract().refused(program(refused.end()), refused);
            case EngineEvent.Drained(SenderEnd sender) -> program(sender.ref()).drained();
            case EngineEvent.Attached(String directory) -> world.history().add(name(), "attached to %s", directory);
            case EngineEvent.Detached(String reason) -> world.history().add(name(), "detached: %s", reason);
            case EngineEvent.JoinFailed failed -> world.history().add(name(), "join failed: %s", failed.reason());
            case EngineEvent.LinkChanged(String text) -> {
                losses += text.contains(" is down") ? 1 : 0;
                world.history().add(name(), "%s", text);
                world.contract().linkChanged(this, reading, world.now(), text);
            }
            case EngineEvent.Warning warning -> {
                world.history().add(name(), "warning %s: %s", warning.code(), warning.text());
                world.contract().warned(this, warning);
            }
        }
    }

    // --- connections ---

    void accepted(Line line) {
        input(() -> {
            lines.put(line.id(), line);
            engine.accepted(line.id(), now());
        });
    }

    void dialled(Line line, long dial) {
        input(() -> {
            if (line.isClosed()) {
                engine.dialFailed(dial, "connection reset", now());
            } else {
                lines.put(line.id(), line);
                engine.dialled(line.id(), dial, now());
            }
        });
    }

    void dialFailed(long dial, String reason) {
        input(() -> engine.dialFailed(dial, reason, now()));
    }

    void arrived(Line line, byte[] bytes) {
        input(() -> {
            if (!line.isClosed()) {
                takeIn(line, bytes);
            } else if (world.tampering().readsWhatIsClosed()) {
                Line current = lineTo(line.otherNode());
                if (current != null) {
                    takeIn(line, bytes, current);
                }
            }
        });
    }

    void ended(Line line, String reason) {
        input(() -> {
            if (!line.isClosed()) {
                closed(line);
                line.sever();
                if (lines.remove(line.id()) != null) {
                    engine.connectionLost(line.id(), reason, now());
                }
            }
        });
    }

    /** The connection with a session with another node; null if there is none. */
    private @Nullable Line lineTo(SimulatedNode other) {
        for (Line each : lines.values()) {
            if (each.otherNode() == other && engine.isEstablished(each.id())) {
                return each;
            }
        }
        return null;
    }

    private void closed(Line line) {
        line.close();
        world.tampering().closed(passage(line), line.cutOff());
    }

    private static Tampering.Passage passage(Line line) {
        return new Tampering.Passage(line.connection(), line.otherNode(), line.node());
    }

    private void takeIn(Line line, byte[] bytes) {
        reading = line;
        takeIn(line, bytes, line);
    }

    private void takeIn(Line line, byte[] bytes, Line carrier) {
        try {
            engine.alive(carrier.id(), now());
            line.takeIn(bytes, world.tampering().leavesFragments(), new Intake(carrier));
        } catch (ProtocolViolation violation) {
            engine.violated(carrier.id(), violation, now());
        }
    }

    /** What came on a connection goes to the engine. */
    private final class Intake implements Line.Taker {
        private final Line line;

        Intake(Line line) {
            this.line = line;
        }

        @Override
        public boolean frame(Frame frame) {
            boolean goesOn = true;
            for (Frame each : world.tampering().pass(passage(line), frame)) {
                if (world.history().isRead()) {
                    world.history().add(name(), "<- %s %s", line.otherNode().name(), text(each));
                }
                goesOn = goesOn && engine.receive(line.id(), each, now());
            }
            if (!isEstablished()) {
                pump(); // else once for all frames of the read, as in a node: what follows from them is settled
                // together
            }
            return goesOn;
        }

        @Override
        public boolean begins(FragmentHead head) {
            world.history().add(name(), "<- %s begins %s", line.otherNode().name(), head);
            return engine.begin(line.id(), head, now());
        }

        @Override
        public @Nullable Place place(FragmentHead head) {
            return engine.place(line.id(), head);
        }

        @Override
        public boolean arrived(FragmentHead head) {
            return engine.arrived(line.id(), head, now());
        }

        @Override
        public boolean isEstablished() {
            return engine.isEstablished(line.id());
        }
    }

    private static Object text(Frame frame) {
        return frame instanceof DirectoryFrame it ? DirectoryCodec.decode(it.array(), it.from(), it.to()) : frame;
    }

    private void write(long connection) {
        Line line = lines.get(connection);
        if (line != null && !line.isWriting()) {
            line.writing(true);
            write(line);
        }
    }

    /** Writes until the engine has nothing more for the connection, or the way out is not free. */
    private void write(Line line) {
        while (!line.isClosed()) {
            if (!line.out().isFree(() -> input(() -> write(line)))) {
                return;
            }
            if (!transmit(line)) {
                line.writing(false);
                return;
            }
        }
    }

    /** Writes what the engine has now. @return whether there may be more */
    private boolean transmit(Line line) {
        transmission.clear();
        engine.transmit(line.id(), transmission, NodeEngine.SEAL_ALL, now());
        boolean more = !transmission.isEmpty() || !transmission.toSeal().isEmpty();
        if (!transmission.isEmpty()) {
            byte[] bytes = new byte[Math.toIntExact(transmission.bytes())];
            int at = 0;
            for (ByteBuffer buffer : transmission.buffers()) {
                int length = buffer.remaining();
                buffer.get(bytes, at, length);
                at += length;
            }
            if (at != bytes.length) {
                throw new ContractViolation("a transmission of " + bytes.length + " bytes has " + at);
            }
            world.tampering().written(new Tampering.Passage(line.connection(), this, line.otherNode()), bytes);
            line.out().write(bytes);
            network.wrote(line.connection(), bytes.length);
        }
        for (SenderEnd sender : List.copyOf(transmission.toSeal())) {
            seal(sender.ref());
        }
        return more;
    }

    private void disconnect(Line line) {
        while (transmit(line)) {
            // CLOSE, and what was queued ahead of it
        }
        closed(line);
        lines.remove(line.id());
        line.out().end("closed by node " + name());
        engine.connectionLost(line.id(), "closed", now());
    }

    // --- programs ---

    void register(EndRef end, Program program) {
        programs.put(end, program);
    }

    List<Program> programs() {
        return new ArrayList<>(programs.values());
    }

    private Program program(EndRef end) {
        Program program = programs.get(end);
        if (program == null) {
            throw new ContractViolation(name() + " speaks of end " + end + ", which it does not have");
        }
        return program;
    }

    void register(Caller caller) {
        callers.add(caller);
    }

    List<Caller> callers() {
        return callers;
    }

    /** Ends of rendezvous channels that calls may use now. */
    List<Program> rendezvousEnds() {
        return programs.values().stream()
                .filter(each -> each.channel.isRendezvous() && each.stage() == Program.Stage.RUNNING)
                .toList();
    }

    /** How many links it has lost so far. */
    int losses() {
        return losses;
    }

    private void wake(EndRef end) {
        switch (program(end)) {
            case RendezvousSenderProgram sender -> sender.signal();
            case RendezvousReceiverProgram receiver -> receiver.signal();
            case Program other -> other.wake();
        }
    }

    private void settled(EngineEvent.Settled settled) {
        if (program(settled.sender().ref()) instanceof RendezvousSenderProgram sender) {
            sender.settled(settled.offer(), settled.verdict());
        } else {
            throw new ContractViolation("a verdict for " + settled.sender().ref() + ", which makes no offers");
        }
    }

    private void seal(EndRef end) {
        if (program(end) instanceof SenderProgram sender) {
            sender.seal();
        }
    }

    private void report(EndRef end) {
        if (program(end) instanceof ReceiverProgram receiver) {
            receiver.report();
        }
    }
}
