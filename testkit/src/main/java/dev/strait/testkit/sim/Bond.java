package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.Connection;
import org.jspecify.annotations.Nullable;

/** What was between the nodes of a sender and a receiver when the receiver took a value: a link, which may be lost. */
final class Bond {
    private final LinkWatch links;
    private final SimulatedNode sender;
    private final SimulatedNode receiver;
    private final boolean wasLost;
    private final @Nullable Connection origin;

    /**
     * As it is now.
     *
     * @param wasLost whether the receiver's node has lost the link on which the value had come
     */
    Bond(LinkWatch links, SimulatedNode sender, SimulatedNode receiver, boolean wasLost) {
        this.links = links;
        this.sender = sender;
        this.receiver = receiver;
        this.wasLost = wasLost;
        this.origin = links.origin(receiver, sender);
    }

    /** Whether it is lost, as one side knows, or one of the nodes is no more. */
    boolean isLost() {
        return wasLost
                || !receiver.isUp()
                || !sender.isUp()
                || (origin != null && (links.hasLost(sender, origin) || links.hasLost(receiver, origin)));
    }
}
