package dev.strait.wire.frame;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One end of a channel, cluster-wide: the node it is open on and its number there. A number is used once per
 * incarnation. Ordered by node, then by number. Immutable.
 *
 * @param node the incarnation that holds the end
 * @param number the end's number on that node; not negative
 */
public record EndRef(NodeRef node, long number) implements Comparable<EndRef> {
    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public EndRef {
        Objects.requireNonNull(node);
        Checks.notNegative("end number", number);
    }

    @Override
    public int compareTo(EndRef other) {
        int byNode = node.compareTo(other.node);
        return byNode != 0 ? byNode : Long.compare(number, other.number);
    }

    // Written out, because ends are keys everywhere: what a record generates goes through a method handle for each
    // component, which was a
    // twentieth of the time to open and end a channel.

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof EndRef(var thatNode, var thatNumber)
                        && number == thatNumber
                        && node.equals(thatNode));
    }

    @Override
    public int hashCode() {
        return 31 * node.hashCode() + Long.hashCode(number);
    }

    /** For logs: node and number. */
    @Override
    public String toString() {
        return node + "/" + number;
    }
}
