package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Connection;
import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.testkit.virtual.Network;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is promised of links: that a lost connection is a pause. A link goes down only because a node is gone, because the other side has lost it, or
 * because for all of the time that it waited the two nodes had no stretch long enough to make another connection; and it waits as long as it
 * should. It goes on with nothing but the link that the other side has, too.
 *
 * <p>How long is long enough follows from the rules of dialling: the other side leaves it to the one that had dialled before for 250 ms; an attempt that
 * came to nothing is followed by a pause of a second at most; dial and handshake take six ways; and an attempt that was under way when something
 * began may have to be waited for, by the time limit of dials or of the handshake.
 */
final class LinkWatch {
    private static final long MILLISECOND = 1_000_000;
    private static final Pattern CHANGE = Pattern.compile("link to node (\\S+) (is up|is suspended|goes on|is down)");

    /** How long nodes take that nothing hinders, but for the network. */
    private static final long DIALLING_NANOS = 1_400 * MILLISECOND;

    private static final int WAYS = 8;
    /** The most by which clocks differ, in hundredths, with some to spare. */
    private static final int DRIFT_PERCENT = 2;
    /** How long after it ended a disturbance may still have a link suspended. */
    private static final long AFTER_NANOS = 3_500 * MILLISECOND;

    private record Key(SimulatedNode at, String peer) {}

    /** A link, as the connection on which it began, at one of its nodes. */
    private record At(SimulatedNode at, Connection origin) {}

    /** A node, and another to which it had links. */
    private record Pair(SimulatedNode at, SimulatedNode peer) {}

    /** A link as one of its nodes has it. */
    private static final class Tie {
        /** The connection on which it began: what the two sides of one link have in common. */
        final Connection origin;

        final SimulatedNode peer;
        long suspendedAt = -1;

        Tie(Connection origin, SimulatedNode peer) {
            this.origin = origin;
            this.peer = peer;
        }
    }

    private final SimulationOptions options;
    private final Disturbances disturbances;
    private final Map<Key, Tie> ties = new HashMap<>();
    /** Those that were lost last. */
    private final Map<Key, Tie> lost = new HashMap<>();

    private final Set<At> begun = new HashSet<>();
    private final Set<At> losses = new HashSet<>();
    private final Map<Pair, Integer> lossesBetween = new HashMap<>();
    private long resumed;
    private boolean parting;
    private boolean harmed;

    LinkWatch(SimulationOptions options, Disturbances disturbances) {
        this.options = options;
        this.disturbances = disturbances;
    }

    /** How often a link went on, on either side. */
    long resumed() {
        return resumed;
    }

    /** Whether any link was lost so far, or a node. */
    boolean isHarmed() {
        return harmed;
    }

    /** How often a node has lost its link to another. */
    int losses(SimulatedNode at, SimulatedNode peer) {
        return lossesBetween.getOrDefault(new Pair(at, peer), 0);
    }

    /** The connection on which the link began that a node has to another; null if it has none. */
    @Nullable
    Connection origin(SimulatedNode at, SimulatedNode peer) {
        Tie tie = ties.get(new Key(at, peer.name()));
        return tie == null || tie.peer != peer ? null : tie.origin;
    }

    /** Whether a node has lost the link that began on a connection. */
    boolean hasLost(SimulatedNode at, Connection origin) {
        return losses.contains(new At(at, origin));
    }

    /** A node is gone. */
    void crashed() {
        harmed = true;
    }

    /** From now on nodes leave, so links go down without a fault. */
    void nodesLeave() {
        parting = true;
    }

    /**
     * A link of a node has changed.
     *
     * @param reading the connection that the node has read from last
     * @param text as the engine says it
     * @return the id of the node to which the link was lost; null if none was
     */
    @Nullable
    String changed(SimulatedNode node, @Nullable Line reading, long now, String text) {
        Matcher change = CHANGE.matcher(text);
        if (!change.lookingAt()) {
            throw new ContractViolation(node.name() + " says what nobody understands: " + text);
        }
        Key key = new Key(node, change.group(1));
        switch (change.group(2)) {
            case "is up" -> isUp(key, reading, text);
            case "is suspended" -> isSuspended(key, now, text);
            case "goes on" -> goesOn(key, reading, text);
            default -> {
                isDown(key, now, text);
                return key.peer;
            }
        }
        return null;
    }

    private void isUp(Key key, @Nullable Line reading, String text) {
        require(reading != null && !ties.containsKey(key), key, text + ", and nothing was read, or there was one");
        if (reading == null) {
            return;
        }
        Connection origin = reading.connection();
        // Who dialled has it before the other, and may have lost it by the time that a node that stood still begins it.
        Key there = new Key(reading.otherNode(), key.at.name());
        Tie other =
                ties.getOrDefault(there, reading.connection().accepted() == reading.side() ? lost.get(there) : null);
        if (other != null && other.peer == key.at && !begun.contains(new At(key.at, other.origin))) {
            origin = other.origin; // the other side has had it since a connection that broke before this side knew
        }
        begun.add(new At(key.at, origin));
        ties.put(key, new Tie(origin, reading.otherNode()));
    }

    private void isSuspended(Key key, long now, String text) {
        Tie tie = tie(key, text);
        if (tie.suspendedAt < 0) {
            tie.suspendedAt = now;
        }
        boolean explained = parting
                || isGone(key.at, tie.peer)
                || losses.contains(new At(tie.peer, tie.origin))
                || disturbances.any(key.at.place(), tie.peer.place(), now - AFTER_NANOS, now);
        require(explained, key, text + ", and nothing has gone wrong between the two");
    }

    private void goesOn(Key key, @Nullable Line reading, String text) {
        Tie tie = tie(key, text);
        resumed++;
        tie.suspendedAt = -1;
        Tie other = ties.get(new Key(tie.peer, key.at.name()));
        require(
                reading != null
                        && reading.otherNode() == tie.peer
                        && (other == null || other.origin.equals(tie.origin)),
                key,
                text + " with another than the other side has");
    }

    private void isDown(Key key, long now, String text) {
        Tie tie = tie(key, text);
        ties.remove(key);
        lost.put(key, tie);
        boolean otherLost = losses.contains(new At(tie.peer, tie.origin));
        if (losses.add(new At(key.at, tie.origin))) {
            lossesBetween.merge(new Pair(key.at, tie.peer), 1, Integer::sum);
        }
        harmed |= !parting;
        if (parting || otherLost || isGone(key.at, tie.peer)) {
            return;
        }
        int one = key.at.place();
        int other = tie.peer.place();
        if (tie.suspendedAt < 0) {
            boolean waits = options.nodes().silentResumeNanos() > 0;
            require(!waits, key, text + ", at once");
            require(
                    disturbances.any(one, other, now - AFTER_NANOS, now),
                    key,
                    text + ", and nothing has gone wrong between the two");
            return;
        }
        // Of a side that has never begun it, nobody can tell when it gave it up.
        boolean otherBegan = begun.contains(new At(tie.peer, tie.origin));
        long since = otherBegan ? tie.suspendedAt : Math.min(tie.suspendedAt, tie.origin.openedAt());
        long waited = now - since;
        require(
                waited * (100 + DRIFT_PERCENT) / 100 >= options.nodes().resumeNanos(),
                key,
                text + ", after " + waited / MILLISECOND + " ms");
        for (Disturbances.Calm calm : disturbances.calm(one, other, since, now)) {
            require(
                    calm.nanos() < enough(calm.afterSilence()),
                    key,
                    text + ", and nothing was between the two from " + calm.fromNanos() / MILLISECOND + " to "
                            + calm.toNanos() / MILLISECOND + " ms");
        }
    }

    /** In so much time without a disturbance two nodes are connected. */
    private long enough(boolean afterSilence) {
        long nanos = DIALLING_NANOS + WAYS * options.network().maxDelayNanos();
        if (afterSilence) {
            long window = options.nodes().resumeNanos() > 0
                    ? options.nodes().resumeNanos()
                    : options.nodes().silentResumeNanos();
            nanos += Math.max(Network.DIAL_NANOS, Math.min(5_000 * MILLISECOND, window / 2));
        }
        return nanos * (100 + DRIFT_PERCENT) / 100;
    }

    private Tie tie(Key key, String text) {
        Tie tie = ties.get(key);
        if (tie == null) {
            throw new ContractViolation(key.at.name() + ": " + text + ", and it never was up");
        }
        return tie;
    }

    private static boolean isGone(SimulatedNode one, SimulatedNode other) {
        return !other.isUp() || other.isLeaving() || one.isLeaving();
    }

    private static void require(boolean holds, Key key, String otherwise) {
        if (!holds) {
            throw new ContractViolation(key.at.name() + ": " + otherwise);
        }
    }
}
