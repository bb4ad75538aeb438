package dev.strait;

/** What became of a value that was posted ({@link Sender#post(Object)}). */
public sealed interface Outcome {
    /**
     * A receiver has acknowledged it.
     *
     * @param node the id of the receiver's node
     */
    record Delivered(String node) implements Outcome {}

    /**
     * Nobody has processed it, and nobody will: it was rejected, came back too often, or the channel has failed before anybody took it.
     *
     * @param why the reason
     */
    record NotDelivered(String why) implements Outcome {}

    /**
     * It may have been processed, or may be yet: the answer did not come in time, or whoever could give it is lost.
     *
     * @param why what is known
     */
    record Unknown(String why) implements Outcome {}
}
