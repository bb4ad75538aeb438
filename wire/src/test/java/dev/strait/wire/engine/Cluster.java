package dev.strait.wire.engine;

import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameType;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.session.Retention;
import dev.strait.wire.session.SessionTimes;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Engines wired directly, in one thread under a clock of their own, driven until nothing is left to do. Real bytes go between them. */
final class Cluster {
    static final EngineConfig.Credit CREDIT = new EngineConfig.Credit(16, 2_048, 1 << 20, 4 << 20, 1 << 20, 1_000);

    long now;
    private final EngineConfig.Times times;
    private final Retention.Limits retention;
    private final Map<String, Player> players = new LinkedHashMap<>();
    private final Map<Long, Pipe> pipes = new LinkedHashMap<>();
    private final Map<Long, Stranger> strangers = new LinkedHashMap<>();
    private final Map<String, BiFunction<Player, Long, Stranger>> addressesOfStrangers = new LinkedHashMap<>();
    private final Set<String> held = new HashSet<>();
    private final Set<String> swallowed = new HashSet<>();
    private final Set<String> unreachable = new HashSet<>();
    private final Set<String> mute = new HashSet<>();
    /** Dials that are not answered, in the order in which they fail. */
    private final ArrayDeque<Hanging> hanging = new ArrayDeque<>();

    private record Hanging(Player from, long dial, long until) {}

    private final Transmission transmission = new Transmission();
    private final Random random = new Random(7);
    private long nextConnection = 1;
    private long nextStart = 1;

    /** What may be at the other end of a connection and is no node. It hands over its bytes itself. */
    interface Stranger {
        /** The node has written these bytes. */
        void hears(byte[] bytes);

        /** The node has closed the connection. */
        void closed();
    }

    private int pieceBytes = Integer.MAX_VALUE;
    private @Nullable Cut cut;

    /** Connections that are to be cut, each after so many bytes from one to the other. */
    private static final class Cut {
        final Player from;
        final Player to;
        final int every;
        int bytes;
        int times;

        Cut(Player from, Player to, int bytes, int times) {
            this.from = from;
            this.to = to;
            this.every = bytes;
            this.bytes = bytes;
            this.times = times;
        }
    }

    /** Whose links outlive their connections, as they do by default. */
    Cluster() {
        this(SessionTimes.DEFAULT, Retention.Limits.DEFAULT);
    }

    Cluster(SessionTimes session, Retention.Limits retention) {
        this.times = new EngineConfig.Times(session, 5_000_000L, 20_000_000L, 1_000_000_000L, 5_000_000_000L);
        this.retention = retention;
    }

    /** Whose links are lost with their connections. */
    static Cluster withoutResume() {
        return new Cluster(SessionTimes.DEFAULT.withResume(0, 0), Retention.Limits.DEFAULT);
    }

    /** A node that hosts the directory. */
    Player host(String id) {
        return add(id, true, List.of(id), CREDIT);
    }

    /** A node that listens. */
    Player node(String id) {
        return add(id, false, List.of(id), CREDIT);
    }

    /** A node that cannot be dialled. */
    Player hidden(String id) {
        return add(id, false, List.of(), CREDIT);
    }

    Player add(String id, boolean hosts, List<String> addresses, EngineConfig.Credit credit) {
        NodeRef ref = new NodeRef(id, nextStart++, 1);
        EngineConfig config = new EngineConfig(ref, "cluster", addresses, hosts, credit, times, retention);
        Player player = new Player(this, new NodeEngine(config, random::nextLong), ref, addresses);
        players.put(ref.toString(), player);
        return player;
    }

    /** A stranger connects to a node. @return the node's id of the connection */
    long connect(Stranger stranger, Player to) {
        long connection = nextConnection++;
        strangers.put(connection, stranger);
        to.engine.accepted(connection, now);
        run();
        return connection;
    }

    /** The connection of a stranger breaks; what the node has written and what it will write on it is heard by nobody. */
    void cut(long connection, Player to) {
        strangers.remove(connection);
        to.engine.connectionLost(connection, "cut", now);
        run();
    }

    /** Who dials this address gets a stranger, who is told who it was and the id that the connection has there; null for nobody. */
    void answer(String address, @Nullable BiFunction<Player, Long, Stranger> strangersThere) {
        if (strangersThere == null) {
            addressesOfStrangers.remove(address);
        } else {
            addressesOfStrangers.put(address, strangersThere);
        }
    }

    /** Nothing that these two say to each other arrives until {@link #release}. */
    void hold(Player one, Player other) {
        held.add(one.id() + other.id());
        held.add(other.id() + one.id());
    }

    /** What the one says to the other does not arrive until {@link #release}; the other way it does. */
    void holdOneWay(Player from, Player to) {
        held.add(from.id() + to.id());
        held.remove(to.id() + from.id());
    }

    /** Of what is held on its way from the one to the other, so many bytes arrive. */
    void pass(Player from, Player to, int bytes) {
        for (Pipe pipe : List.copyOf(pipes.values())) {
            int left = bytes;
            while (pipe.from == from && pipe.to == to && left > 0 && !pipe.bytes.isEmpty()) {
                byte[] next = pipe.bytes.remove();
                int count = Math.min(left, next.length);
                if (count < next.length) {
                    pipe.bytes.addFirst(Arrays.copyOfRange(next, count, next.length));
                }
                pipe.arrive(Arrays.copyOf(next, count), type -> isSwallowed(pipe, type), now);
                left -= count;
            }
        }
        run();
    }

    /** What these two were held from saying to each other goes on. */
    void release(Player one, Player other) {
        held.remove(one.id() + other.id());
        held.remove(other.id() + one.id());
        run();
    }

    /** Nobody ever reads frames of this type from now on. */
    void swallow(FrameType type) {
        swallowed.add(type.name());
    }

    /** One node does not read frames of this type that another writes, from now on. */
    void swallow(FrameType type, Player from, Player to) {
        swallowed.add(from.id() + to.id() + type);
    }

    /** Frames of every type are read again. */
    void swallowNothing() {
        swallowed.clear();
    }

    private boolean isSwallowed(Pipe pipe, FrameType type) {
        return swallowed.contains(type.name()) || swallowed.contains(pipe.from.id() + pipe.to.id() + type);
    }

    /** Whatever is held goes on. */
    void release() {
        held.clear();
        run();
    }

    /** Everything arrives in pieces of at most so many bytes from now on. */
    void pieces(int bytes) {
        pieceBytes = bytes;
    }

    /** Breaks every connection between two nodes; what was on the way is gone. */
    void cut(Player one, Player other) {
        cutOnly(one, other);
        run();
    }

    /** As {@link #cut}, and neither has had the time to do anything about it. */
    void cutOnly(Player one, Player other) {
        pipes.entrySet().removeIf(entry -> {
            Pipe pipe = entry.getValue();
            boolean hit = pipe.isBetween(one, other);
            if (hit) {
                pipe.from.engine.connectionLost(entry.getKey(), "cut", now);
            }
            return hit;
        });
    }

    /** Cuts the connection of two nodes, this one or the next, once so many more bytes have arrived from one at the other. */
    void cutAfter(int bytes, Player from, Player to) {
        cutAfterEvery(bytes, from, to, 1);
    }

    /** As {@link #cutAfter}, and so on until it was cut so many times. */
    void cutAfterEvery(int bytes, Player from, Player to, int times) {
        cut = new Cut(from, to, bytes, times);
    }

    /** Whether what {@link #cutAfter} has announced is still to come. */
    boolean isToBeCut() {
        return cut != null;
    }

    /** Breaks the connections of two nodes, and only one of them hears of it. */
    void cutUnheardBy(Player deaf, Player other) {
        pipes.entrySet().removeIf(entry -> {
            Pipe pipe = entry.getValue();
            boolean hit = pipe.isBetween(deaf, other);
            if (hit && pipe.from == other) {
                other.engine.connectionLost(entry.getKey(), "cut", now);
            }
            return hit;
        });
        run();
    }

    /** Nobody who dials this node gets through, until {@link #reach}. */
    void unreach(Player player) {
        unreachable.add(player.id());
    }

    /** Who dials this node gets through again. */
    void reach(Player player) {
        unreachable.remove(player.id());
    }

    /** The process dies: its connections break and nobody answers at its address. */
    void kill(Player player) {
        players.remove(player.ref.toString(), player);
        pipes.entrySet().removeIf(entry -> {
            Pipe pipe = entry.getValue();
            if (pipe.to == player) {
                pipe.from.engine.connectionLost(entry.getKey(), "reset", now);
            }
            return pipe.to == player || pipe.from == player;
        });
        run();
    }

    /** Connections that there are now between two nodes. */
    int connections(Player one, Player other) {
        int count = 0;
        for (Pipe pipe : pipes.values()) {
            if (pipe.from == one && pipe.to == other && !pipe.isEnded() && !pipe.isUnread()) {
                count++;
            }
        }
        return count;
    }

    /** Hands a node frames that the other never wrote, as if they had come from it. */
    void forge(Player from, Player to, Frame frame) {
        for (Pipe pipe : List.copyOf(pipes.values())) {
            if (pipe.from == from && pipe.to == to) {
                to.engine.receive(pipe.toConnection, frame, now);
            }
        }
        run();
    }

    /** Runs until nothing is left to do at this time. */
    void run() {
        boolean busy = true;
        for (int rounds = 0; busy; rounds++) {
            if (rounds > 100_000) {
                throw new AssertionError("the nodes do not come to rest at " + now);
            }
            busy = false;
            while (!hanging.isEmpty() && hanging.element().until() <= now) {
                Hanging over = hanging.remove();
                over.from().engine.dialFailed(over.dial(), "no answer", now);
                busy = true;
            }
            for (Player player : List.copyOf(players.values())) {
                busy |= step(player);
            }
            for (Map.Entry<Long, Pipe> entry : List.copyOf(pipes.entrySet())) {
                busy |= deliver(entry.getValue());
            }
        }
    }

    /** Lets time pass, doing at each moment what is due. */
    void advance(long millis) {
        long until = now + millis * 1_000_000;
        run();
        while (true) {
            long next = Long.MAX_VALUE;
            for (Player player : players.values()) {
                next = Math.min(next, player.engine.deadline());
            }
            if (!hanging.isEmpty()) {
                next = Math.min(next, hanging.element().until());
            }
            if (next > until) {
                break;
            }
            if (next <= now) {
                throw new AssertionError("a deadline at " + next + " is not over at " + now);
            }
            now = next;
            run();
        }
        now = until;
        run();
    }

    /** Lets time pass in which nobody does what is due, and does it then. */
    void oversleep(long millis) {
        now += millis * 1_000_000;
        run();
    }

    private boolean step(Player player) {
        boolean busy = false;
        if (player.engine.deadline() <= now) {
            player.engine.tick(now);
            busy = true;
        }
        for (EngineEvent event = player.engine.poll(); event != null; event = player.engine.poll()) {
            busy = true;
            switch (event) {
                case EngineEvent.Dial dial -> dial(player, dial);
                case EngineEvent.Write write -> write(player, write.connection());
                case EngineEvent.Linger linger -> write(player, linger.connection());
                case EngineEvent.Flush flush -> write(player, flush.connection());
                case EngineEvent.Disconnect it -> disconnect(player, it.connection());
                case EngineEvent other -> player.handle(other);
            }
        }
        return busy;
    }

    /** Nobody who dials this node hears anything of that dial for 3 s, when it counts as failed, until {@link #unmute}. */
    void mute(Player player) {
        mute.add(player.id());
    }

    void unmute(Player player) {
        mute.remove(player.id());
    }

    private void dial(Player from, EngineEvent.Dial dial) {
        from.dials++;
        if (mute.contains(dial.address())) {
            hanging.add(new Hanging(from, dial.dial(), now + 3_000_000_000L));
            return;
        }
        List<Player> there = players.values().stream()
                .filter(each -> each.addresses.contains(dial.address()) && !unreachable.contains(each.id()))
                .toList();
        BiFunction<Player, Long, Stranger> stranger = addressesOfStrangers.get(dial.address());
        if (stranger != null) {
            long connection = nextConnection++;
            strangers.put(connection, stranger.apply(from, connection));
            from.engine.dialled(connection, dial.dial(), now);
            return;
        }
        if (there.isEmpty()) {
            from.engine.dialFailed(dial.dial(), "refused", now);
            return;
        }
        Player to = there.getLast();
        long near = nextConnection++;
        long far = nextConnection++;
        pipes.put(near, new Pipe(from, to, far));
        pipes.put(far, new Pipe(to, from, near));
        to.engine.accepted(far, now);
        from.engine.dialled(near, dial.dial(), now);
    }

    private void write(Player player, long connection) {
        Pipe pipe = pipes.get(connection);
        Stranger stranger = strangers.get(connection);
        for (int rounds = 0; ; rounds++) {
            if (rounds > 10_000) {
                throw new AssertionError("a transmission does not come out empty");
            }
            transmission.clear();
            player.engine.transmit(connection, transmission, NodeEngine.SEAL_ALL, now);
            transmission.toSeal().forEach(player::seal);
            if (transmission.isEmpty() && transmission.toSeal().isEmpty()) {
                return;
            }
            if (pipe != null && !transmission.isEmpty()) {
                pipe.add(bytes(transmission));
            } else if (stranger != null && !transmission.isEmpty()) {
                stranger.hears(bytes(transmission));
            }
        }
    }

    private static byte[] bytes(Transmission transmission) {
        ByteBuffer all = ByteBuffer.allocate((int) transmission.bytes());
        for (ByteBuffer buffer : transmission.buffers()) {
            all.put(buffer);
        }
        if (all.hasRemaining()) {
            throw new AssertionError("fewer bytes than announced");
        }
        return all.array();
    }

    private void disconnect(Player player, long connection) {
        write(player, connection);
        player.engine.connectionLost(connection, "closed here", now);
        Stranger stranger = strangers.remove(connection);
        if (stranger != null) {
            stranger.closed();
        }
        Pipe out = pipes.get(connection);
        Pipe back = out == null ? null : pipes.get(out.toConnection);
        if (out != null && out.isUnread()) {
            pipes.remove(connection);
            pipes.remove(out.toConnection);
        } else if (out != null && back != null) {
            out.end();
            back.unread();
        }
    }

    /** What was written before the end has arrived, and now that does. */
    private boolean end(Pipe out) {
        pipes.values().removeIf(it -> it == out);
        pipes.remove(out.toConnection);
        out.to.engine.connectionLost(out.toConnection, "end of file", now);
        return true;
    }

    private boolean deliver(Pipe pipe) {
        if (held.contains(pipe.from.id() + pipe.to.id())) {
            return false;
        }
        if (pipe.bytes.isEmpty()) {
            return pipe.isEnded() && !pipe.isUnread() && end(pipe);
        }
        byte[] bytes = pipe.bytes.remove();
        Cut due = cut != null && cut.from == pipe.from && cut.to == pipe.to ? cut : null;
        int count = Math.min(bytes.length, due == null ? bytes.length : due.bytes);
        for (int from = 0; from < count; from += Math.min(pieceBytes, count - from)) {
            byte[] piece = Arrays.copyOfRange(bytes, from, from + Math.min(pieceBytes, count - from));
            pipe.arrive(piece, type -> isSwallowed(pipe, type), now);
        }
        if (due != null) {
            due.bytes -= count;
            if (due.bytes == 0) {
                due.times--;
                due.bytes = due.every;
                cut = due.times == 0 ? null : due;
                cutOnly(due.from, due.to);
            }
        }
        return true;
    }

    /** The live nodes. */
    List<Player> players() {
        return new ArrayList<>(players.values());
    }
}
