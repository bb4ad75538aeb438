package dev.strait.testkit.sim;

/** What was between the nodes of a sender and a receiver when the receiver took a value: a link, which may be lost since. */
final class Bond {
    private final LinkWatch links;
    private final SimulatedNode sender;
    private final SimulatedNode receiver;
    private final boolean wasLost;
    private final int losses;

    /**
     * As it is now.
     *
     * @param wasLost whether the link on which the value had come was lost before it was taken
     */
    Bond(LinkWatch links, SimulatedNode sender, SimulatedNode receiver, boolean wasLost) {
        this.links = links;
        this.sender = sender;
        this.receiver = receiver;
        this.wasLost = wasLost;
        this.losses = countLosses();
    }

    private int countLosses() {
        return links.losses(sender, receiver) + links.losses(receiver, sender);
    }

    /** Whether it is lost, as one side knows, or one of the nodes is no more. */
    boolean isLost() {
        return wasLost || !receiver.isUp() || !sender.isUp() || countLosses() > losses;
    }
}
