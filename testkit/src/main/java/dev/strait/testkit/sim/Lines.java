package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.testkit.virtual.Side;
import dev.strait.wire.directory.DirectoryCodec;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.engine.Transmission;
import dev.strait.wire.frame.DirectoryFrame;
import dev.strait.wire.frame.FragmentHead;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.mux.Place;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one incarnation of a node, and what its readers and writers would be: bytes that come go to the engine as frames, and
 * what the engine has for a connection goes out.
 */
final class Lines {
    private final World world;
    private final SimulatedNode node;
    private final NodeEngine engine;
    private final Transmission transmission = new Transmission();
    /** Those that the engine has. */
    private final Map<Long, Line> lines = new LinkedHashMap<>();
    /** Those, and those that it had. */
    private final Map<Side, Line> all = new HashMap<>();
    /** The connection that it has read from last. */
    private @Nullable Line reading;

    Lines(World world, SimulatedNode node, NodeEngine engine) {
        this.world = world;
        this.node = node;
        this.engine = engine;
    }

    /** The connection from which was read last; null if none was. */
    @Nullable
    Line reading() {
        return reading;
    }

    void accepted(Side side) {
        lines.put(side.id(), line(side));
        engine.accepted(side.id(), node.now());
    }

    void dialled(Side side, long dial) {
        lines.put(side.id(), line(side));
        engine.dialled(side.id(), dial, node.now());
    }

    void arrived(Side side, byte[] bytes) {
        Line line = line(side);
        if (!line.isClosed()) {
            takeIn(line, bytes);
        } else if (world.tampering().readsWhatIsClosed()) {
            Line current = lineTo(line.otherNode());
            if (current != null) {
                takeIn(line, bytes, current);
            }
        }
    }

    void ended(Side side, String reason) {
        closed(line(side));
        if (lines.remove(side.id()) != null) {
            engine.connectionLost(side.id(), reason, node.now());
        }
    }

    private Line line(Side side) {
        return all.computeIfAbsent(side, Line::new);
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
            engine.alive(carrier.id(), node.now());
            line.takeIn(bytes, world.tampering().leavesFragments(), new Intake(carrier));
        } catch (ProtocolViolation violation) {
            engine.violated(carrier.id(), violation, node.now());
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
                    world.history()
                            .add(node.name(), "<- %s %s", line.otherNode().name(), text(each));
                }
                goesOn = goesOn && engine.receive(line.id(), each, node.now());
            }
            if (!isEstablished()) {
                // Else once for all frames of the read, as in a node: what follows from them is settled together.
                node.pump();
            }
            return goesOn;
        }

        @Override
        public boolean begins(FragmentHead head) {
            world.history().add(node.name(), "<- %s begins %s", line.otherNode().name(), head);
            return engine.begin(line.id(), head, node.now());
        }

        @Override
        public @Nullable Place place(FragmentHead head) {
            return engine.place(line.id(), head);
        }

        @Override
        public boolean arrived(FragmentHead head) {
            return engine.arrived(line.id(), head, node.now());
        }

        @Override
        public boolean isEstablished() {
            return engine.isEstablished(line.id());
        }
    }

    private static Object text(Frame frame) {
        return frame instanceof DirectoryFrame it ? DirectoryCodec.decode(it.array(), it.from(), it.to()) : frame;
    }

    /** Writes what the engine has for a connection, now or once the way out is free. */
    void write(long connection) {
        Line line = lines.get(connection);
        if (line != null && !line.isWriting()) {
            line.writing(true);
            write(line);
        }
    }

    /** Writes until the engine has nothing more for the connection, or the way out is not free. */
    private void write(Line line) {
        while (!line.isClosed()) {
            if (!line.side().isFree(() -> write(line))) {
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
        engine.transmit(line.id(), transmission, NodeEngine.SEAL_ALL, node.now());
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
            world.tampering().written(new Tampering.Passage(line.connection(), node, line.otherNode()), bytes);
            line.side().write(bytes);
        }
        for (SenderEnd sender : List.copyOf(transmission.toSeal())) {
            node.residents().seal(sender.ref());
        }
        return more;
    }

    /** Writes what there is, and closes a connection that is not closed yet. */
    void disconnect(long connection) {
        Line line = lines.get(connection);
        if (line == null) {
            return;
        }
        while (transmit(line)) {
            // CLOSE, and what was queued ahead of it
        }
        closed(line);
        lines.remove(line.id());
        line.side().close("closed by node " + node.name());
        engine.connectionLost(line.id(), "closed", node.now());
    }
}
