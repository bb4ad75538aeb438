package dev.strait.testkit.virtual;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One incarnation of a host that runs a protocol, and the environment of that protocol: its connections by number, and what waits to be written on them. */
final class ProtocolHost extends Host implements Environment {
    /** A connection that is up. */
    private static final class Line {
        final long number;
        final Side side;
        final ArrayDeque<byte[]> unwritten = new ArrayDeque<>();
        long unwrittenBytes;
        /** Whether somebody will write on once the way is free. */
        boolean waiting;

        Line(long number, Side side) {
            this.number = number;
            this.side = side;
        }
    }

    private final Network network;
    private final Scenario scenario;
    private final int incarnation;
    private final Dice dice;
    private @Nullable Protocol protocol;
    /** Whether the protocol is being told something, and so may ask. */
    private boolean isTold;

    private long nextNumber = 1;
    private final Set<Long> dialling = new HashSet<>();
    private final Map<Long, Line> lines = new HashMap<>();
    private final Map<Side, Line> bySide = new HashMap<>();
    /** What has come on connections whose dial is not answered yet: who is dialled may be the first to speak. */
    private final Map<Side, List<byte[]>> early = new HashMap<>();

    ProtocolHost(Network network, Scenario scenario, int place, int incarnation, DriftingClock clock, Dice dice) {
        super(network, name(place), place, clock);
        this.network = network;
        this.scenario = scenario;
        this.incarnation = incarnation;
        this.dice = dice;
    }

    static String name(int place) {
        return "h" + place;
    }

    void start() {
        input(() -> {
            trace("starts, incarnation %d", incarnation);
            protocol = scenario.protocol(this);
            network.listen(name(), this);
            tell(Protocol::start);
        });
    }

    /** Whether there was a start; a host may crash ahead of it. */
    boolean hasStarted() {
        return protocol != null;
    }

    void stall(long nanos) {
        input(() -> {
            trace("is not to take anything for %d ms", nanos / 1_000_000);
            if (hasStarted()) {
                tell(it -> it.stall(nanos));
            }
        });
    }

    private Protocol protocol() {
        return Objects.requireNonNull(protocol, "nothing comes before the start");
    }

    /** Tells the protocol something; while it is told, it may ask for something. */
    private void tell(Consumer<Protocol> something) {
        isTold = true;
        try {
            something.accept(protocol());
        } finally {
            isTold = false;
        }
    }

    // --- what comes ---

    @Override
    protected void accepted(Side side) {
        Line line = add(nextNumber++, side);
        trace("accepts %d from %s", line.number, side.other().host().name());
        tell(it -> it.accepted(line.number));
    }

    @Override
    protected void dialled(Side side, long dial) {
        List<byte[]> come = early.remove(side);
        if (!dialling.remove(dial)) {
            side.close("given up by " + name());
            return;
        }
        add(dial, side);
        trace("is connected on %d", dial);
        tell(it -> it.dialled(dial));
        if (come != null) {
            come.forEach(bytes -> arrived(side, bytes));
        }
    }

    private Line add(long number, Side side) {
        Line line = new Line(number, side);
        lines.put(number, line);
        bySide.put(side, line);
        return line;
    }

    @Override
    protected void dialFailed(long dial, String reason) {
        if (dialling.remove(dial)) {
            trace("is not connected on %d: %s", dial, reason);
            tell(it -> it.dialFailed(dial, reason));
        }
    }

    @Override
    protected void arrived(Side side, byte[] bytes) {
        if (side.isClosed()) {
            return;
        }
        Line line = bySide.get(side);
        if (line == null) {
            early.computeIfAbsent(side, _ -> new ArrayList<>()).add(bytes);
        } else {
            trace("reads %d bytes on %d, %08x", bytes.length, line.number, Arrays.hashCode(bytes));
            tell(it -> it.received(line.number, bytes));
        }
    }

    @Override
    protected void ended(Side side, String reason) {
        early.remove(side);
        Line line = bySide.remove(side);
        if (line != null) {
            lines.remove(line.number);
            trace("has lost %d: %s", line.number, reason);
            tell(it -> it.closed(line.number, reason));
        }
    }

    @Override
    protected long deadline() {
        return protocol == null ? Long.MAX_VALUE : protocol.deadline();
    }

    @Override
    protected void tick() {
        if (deadline() <= now()) {
            tell(Protocol::tick);
        } // else the timer was for an earlier deadline, which was put off
    }

    @Override
    protected void stepped() {
        arm();
        scenario.check();
    }

    @Override
    protected void crashed() {
        // Nobody is left to be told.
    }

    // --- what the protocol asks for ---

    @Override
    public int incarnation() {
        return incarnation;
    }

    @Override
    public int hosts() {
        return network.places();
    }

    @Override
    public Dice dice() {
        return dice;
    }

    @Override
    public String address(int place) {
        if (place < 0 || place >= network.places()) {
            throw new IllegalArgumentException("there are " + network.places() + " hosts, and not " + place);
        }
        return name(place);
    }

    @Override
    public long dial(String address) {
        requireTold("to dial");
        long number = nextNumber++;
        dialling.add(number);
        trace("dials %s as %d", address, number);
        network.dial(this, number, address);
        return number;
    }

    @Override
    public void write(long connection, byte[] bytes) {
        requireTold("to write");
        Line line = lines.get(connection);
        if (line == null) {
            throw new IllegalStateException(name() + " writes on connection " + connection + ", which is not there");
        }
        trace("writes %d bytes on %d, %08x", bytes.length, connection, Arrays.hashCode(bytes));
        line.unwritten.add(bytes.clone());
        line.unwrittenBytes += bytes.length;
        if (!line.waiting) {
            writeOn(line);
        }
    }

    /** Writes until nothing waits, or the way is not free. */
    private void writeOn(Line line) {
        line.waiting = false;
        while (!line.side.isClosed() && !line.unwritten.isEmpty()) {
            if (!line.side.isFree(() -> goOn(line))) {
                line.waiting = true;
                return;
            }
            writeNext(line);
        }
    }

    private void goOn(Line line) {
        writeOn(line);
        if (!line.waiting && !line.side.isClosed()) {
            tell(it -> it.drained(line.number));
        }
    }

    private static void writeNext(Line line) {
        byte[] bytes = line.unwritten.remove();
        line.unwrittenBytes -= bytes.length;
        line.side.write(bytes);
    }

    @Override
    public long unwritten(long connection) {
        Line line = lines.get(connection);
        return line == null ? 0 : line.unwrittenBytes;
    }

    @Override
    public void close(long connection) {
        requireTold("to close a connection");
        dialling.remove(connection);
        Line line = lines.remove(connection);
        if (line != null) {
            trace("closes %d", connection);
            bySide.remove(line.side);
            while (!line.unwritten.isEmpty()) {
                writeNext(line);
            }
            line.side.close("closed by " + name());
        }
    }

    @Override
    public void trace(String format, Object... details) {
        network.history().add(name(), format, details);
    }

    private void requireTold(String what) {
        if (!isUp()) {
            throw new IllegalStateException(name() + " is asked " + what + ", and has crashed");
        }
        if (!isTold) {
            throw new IllegalStateException(name() + " is asked " + what
                    + " while its protocol is told nothing: ask in start(), received(), tick() and so on; for a tick at a time of its own the"
                    + " protocol says when in deadline()");
        }
    }
}
