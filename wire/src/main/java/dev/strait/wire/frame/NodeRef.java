package dev.strait.wire.frame;

import org.jspecify.annotations.Nullable;

/**
 * One incarnation of a node: its id and, new at every start, when it started and a random number. Of two incarnations of
 * one id the one that started later is newer; if both started in the same millisecond, the one with the greater random
 * number (as unsigned). Ordered by id (by UTF-8 bytes), then by incarnation. Immutable.
 *
 * @param id the node's name, 1 to 255 bytes of UTF-8
 * @param startMillis when the node started, in milliseconds since 1970-01-01T00:00Z; not negative
 * @param random 64 random bits
 */
public record NodeRef(String id, long startMillis, long random) implements Comparable<NodeRef> {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public NodeRef {
        Checks.text("node id", id, 1, FrameLimits.MAX_NODE_ID_BYTES);
        Checks.notNegative("node start time", startMillis);
    }

    /** Whether both are incarnations of one node id. */
    public boolean sameId(NodeRef other) {
        return id.equals(other.id);
    }

    /** Negative, zero or positive as this incarnation is older than, the same as or newer than the other's; ids play no part. */
    public int compareIncarnation(NodeRef other) {
        int byStart = Long.compare(startMillis, other.startMillis);
        return byStart != 0 ? byStart : Long.compareUnsigned(random, other.random);
    }

    @Override
    public int compareTo(NodeRef other) {
        int byId = Utf8.compare(id, other.id);
        return byId != 0 ? byId : compareIncarnation(other);
    }

    // Written out, because nodes are parts of keys everywhere: what a record generates goes through a method handle for
    // each component, which was a
    // twentieth of the time to open and end a channel.

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof NodeRef(var thatId, var thatStart, var thatRandom)
                        && random == thatRandom
                        && startMillis == thatStart
                        && id.equals(thatId));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * id.hashCode() + Long.hashCode(startMillis)) + Long.hashCode(random);
    }

    /** For logs: the id, and enough of the incarnation to tell two apart. */
    @Override
    public String toString() {
        return id + "@" + startMillis + "-" + Long.toHexString(random);
    }
}
