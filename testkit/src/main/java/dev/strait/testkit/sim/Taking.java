package dev.strait.testkit.sim;

import dev.strait.wire.mux.InStream;

/** One value as a receiver took it once, and what its program answered. Not thread-safe. */
final class Taking {
    /** What the program answered. */
    enum Outcome {
        /** Nothing so far. */
        OPEN,
        ACKNOWLEDGED,
        NACKED,
        /** As {@link #NACKED}, to be sent again only after a time. */
        NACKED_FOR_LATER,
        REJECTED,
        /** The program has closed its end without an answer. */
        LEFT,
        /** Its answer came too late. */
        TOO_LATE
    }

    private final QueueReceiverProgram by;
    private final InStream stream;
    private final int sender;
    private final int sequence;
    private final int redeliveries;
    private final Bond bond;
    private Outcome outcome = Outcome.OPEN;
    private long turn;
    private String why = "";

    /**
     * A value is taken.
     *
     * @param message whose it is and which
     * @param redeliveries as it is marked: how often it was sent before to receivers that may have taken it
     */
    Taking(QueueReceiverProgram by, InStream stream, Message message, int redeliveries, Bond bond) {
        this.by = by;
        this.stream = stream;
        this.sender = message.sender();
        this.sequence = message.sequence();
        this.redeliveries = redeliveries;
        this.bond = bond;
    }

    QueueReceiverProgram by() {
        return by;
    }

    InStream stream() {
        return stream;
    }

    int sender() {
        return sender;
    }

    int sequence() {
        return sequence;
    }

    int redeliveries() {
        return redeliveries;
    }

    Outcome outcome() {
        return outcome;
    }

    /** When it was answered, among all answers. */
    long turn() {
        return turn;
    }

    /** What the program gave as its reason; empty if it gave none. */
    String why() {
        return why;
    }

    void answered(Outcome how, long inTurn, String reason) {
        outcome = how;
        turn = inTurn;
        why = reason;
    }

    /** Whether the link on which it came is lost, on either side, so that the answer may not have arrived. */
    boolean isLinkLost() {
        return bond.isLost();
    }

    /** Whether it was given back, with an answer or by leaving. */
    boolean isGivenBack() {
        return outcome == Outcome.NACKED || outcome == Outcome.NACKED_FOR_LATER || outcome == Outcome.LEFT;
    }

    @Override
    public String toString() {
        return by + " took it as redelivery " + redeliveries + " (" + outcome + (isLinkLost() ? ", link lost)" : ")");
    }
}
