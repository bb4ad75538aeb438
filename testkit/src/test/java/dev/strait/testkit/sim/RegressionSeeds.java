package dev.strait.testkit.sim;

import java.util.List;

/**
 * Seeds that have failed once, each with what it found. They are run at every build, whatever other seeds are. To add one, add a line; to replay it, use the
 * command that its failure prints. A seed means the same as long as the simulator draws the same, so what it found has a test of its own, too, at the
 * level where the defect was, and a line may go once the seed does not meet its case any more.
 */
final class RegressionSeeds {
    /**
     * One of them.
     *
     * @param seed which
     * @param found what was wrong, in the past tense
     */
    record Entry(long seed, String found) {
        @Override
        public String toString() {
            return "seed " + seed + ": " + found;
        }
    }

    static final List<Entry> ALL = List.of(
            new Entry(
                    102,
                    "a receiver that had heard of the end left what it had in its hands when it answered something"),
            new Entry(165, "a value five bytes shorter than the one that was asked for held the budget for ever"),
            new Entry(178, "a session was lost because the connection broke ahead of the dialler's READY"),
            new Entry(1009, "the same, while the acceptor had not heard of that"),
            new Entry(2393, "the same, while the acceptor still waited for a session before that one"),
            new Entry(
                    2457,
                    "a node that had stood still was told that its handshake was over, in the read that began it"),
            new Entry(3110, "a receiver came back to its channel in the step in which its link was lost"),
            new Entry(
                    3606,
                    "a receiver came back to the directory, where its failed channel had another life, and waited for a sender that it was not told was gone"),
            new Entry(
                    4308,
                    "a node that had stood still began a session that the other side had lost meanwhile, and the watch blamed it"),
            new Entry(
                    7586,
                    "a receiver of a channel that had completed waited for a sender of which the directory had said on another link that it was there"),
            new Entry(
                    8483,
                    "a node that had stood still took an answer that it could not hear for one that was not given"),
            new Entry(
                    14893,
                    "a sender that came back to a channel that had failed failed the next of that name when it was closed"),
            new Entry(15302, "the same, of one that was closed before it came back"),
            new Entry(
                    15756,
                    "a sender that had given values up ended its streams with the failure of another, ahead of that one's values"),
            new Entry(17240, "the same, with what it remembered of the channel"),
            new Entry(
                    20145,
                    "a session was lost because its acceptor dialled, too, ahead of its answer and again after that"),
            new Entry(
                    21697,
                    "a node brought its channel back complete, without its own sender, whose values were not taken"),
            new Entry(
                    31755,
                    "a receiver of a channel that had failed waited for the sender that had failed it, which was lost"),
            new Entry(
                    32978,
                    "a node that always had something small to write acknowledged nothing, and the other, which might keep little, could not send"),
            new Entry(
                    34224,
                    "a receiver forgot that a sender was lost, of which a directory that had started anew knew nothing"),
            new Entry(34347, "a node brought its channel back complete, without its own sender, twice"),
            new Entry(
                    37247,
                    "a node that was cut off twice forgot the senders that the directory waited for, and its receiver waited for ever"),
            new Entry(
                    41998,
                    "a sender that was done did not end its streams once a later life of its channel had failed, and a receiver of its own waited"),
            new Entry(44354, "a receiver of a rendezvous that had failed waited for the sender that had failed it"),
            new Entry(
                    47606,
                    "a value that two lost links had not written came to the receiver that it was first sent to, and was blamed for its place"),
            new Entry(
                    57301,
                    "a session was lost because its acceptor, which had not heard of it, dialled and began another"),
            new Entry(
                    70908,
                    "a sender asked behind the completion and crashed unanswered, and the contract took it for one of the channel"));

    /** The same of simulations in which receivers travel. */
    static final List<Entry> OF_ENDS = List.of(
            new Entry(1171, "a value overtook one that was to come back with the value that its receiver was in"),
            new Entry(4208, "a value overtook one that was sent to a receiver whose value was not taken any more"),
            new Entry(
                    1960,
                    "a sender that was done was told that its receiver was gone, because of a dead letter that nobody had yet"),
            new Entry(
                    12810,
                    "a value came back with a lost link, was sent again on another stream of that link, and its receivers' streams there were never over"));

    private RegressionSeeds() {}
}
