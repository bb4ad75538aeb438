package dev.strait.wire.dispatch;

/**
 * What became of the messages of a sender, or of several: {@code sent} is the sum of all others but {@code redelivered}.
 *
 * @param sent messages that the program has sent
 * @param unanswered those whose fate is open
 * @param acknowledged those of fate {@link Fate#ACKNOWLEDGED}
 * @param deadLettered those of fate {@link Fate#DEAD_LETTERED}
 * @param dropped those of fate {@link Fate#DROPPED}
 * @param undelivered those of fate {@link Fate#UNDELIVERED}
 * @param unknown those of fate {@link Fate#UNKNOWN}
 * @param redelivered how often one was sent again that a receiver may have taken before
 */
public record SenderCounts(
        long sent,
        long unanswered,
        long acknowledged,
        long deadLettered,
        long dropped,
        long undelivered,
        long unknown,
        long redelivered) {
    /** Nothing was sent. */
    public static final SenderCounts NONE = new SenderCounts(0, 0, 0, 0, 0, 0, 0, 0);

    /** The sums of both. */
    public SenderCounts plus(SenderCounts other) {
        return new SenderCounts(
                sent + other.sent,
                unanswered + other.unanswered,
                acknowledged + other.acknowledged,
                deadLettered + other.deadLettered,
                dropped + other.dropped,
                undelivered + other.undelivered,
                unknown + other.unknown,
                redelivered + other.redelivered);
    }
}
