package dev.strait.runtime;

/**
 * What a program says of a message that it took.
 *
 * @param kind acknowledged, given back, or never to be sent again
 * @param delayMillis how long to wait before it is sent again; only of {@link Kind#NACK}
 * @param why the reason; empty if it is acknowledged
 */
public record Answer(Kind kind, int delayMillis, String why) {
    /** The three answers. */
    public enum Kind {
        /** It was processed. */
        ACK,
        /** It was not processed, and goes to another receiver, or comes again. */
        NACK,
        /** It can never be processed. */
        REJECT
    }

    /** It was processed. */
    public static final Answer ACK = new Answer(Kind.ACK, 0, "");

    /** It was not processed, for this reason. */
    public static Answer nack(int delayMillis, String why) {
        return new Answer(Kind.NACK, delayMillis, why);
    }

    /** It can never be processed, for this reason. */
    public static Answer reject(String why) {
        return new Answer(Kind.REJECT, 0, why);
    }
}
