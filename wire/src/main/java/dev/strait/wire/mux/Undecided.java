package dev.strait.wire.mux;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.ProtocolViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Messages of a rendezvous channel by their number on the stream: the receiver's verdicts settle them one by one, in any order. */
final class Undecided implements Unsettled {
    private final int stream;
    private final Ledger ledger;
    private final TreeMap<Long, Batch> messages = new TreeMap<>();

    Undecided(int stream, Ledger ledger) {
        this.stream = stream;
        this.ledger = ledger;
    }

    /** The number of a message that was added, from 1. */
    static long number(Batch message) {
        return message.firstPlace() + 1;
    }

    @Override
    public void add(Batch message) {
        messages.put(number(message), message);
    }

    /** The verdicts have said it already; a total beyond them would settle messages without a word on which. */
    @Override
    public void answered(long total, long written) {
        if (total > ledger.takenMessages()) {
            throw violation("announces " + total + " messages decided, with " + ledger.takenMessages() + " verdicts");
        }
    }

    /** Whether there is a message of this number without a verdict. */
    boolean has(long number) {
        return messages.containsKey(number);
    }

    /** A verdict on this message has come. */
    Batch decide(long number, long written) {
        Batch message = number > written ? null : messages.remove(number);
        if (message == null) {
            throw violation("has a verdict on message " + number + ", which waits for none");
        }
        ledger.take(1, 0);
        return message;
    }

    /** Takes off a message that has not begun to be written; those behind it move up by one. */
    void remove(Batch message) {
        long number = number(message);
        messages.remove(number);
        List<Batch> behind = new ArrayList<>(messages.tailMap(number).values());
        messages.tailMap(number).clear();
        for (Batch each : behind) {
            each.place(each.firstPlace() - 1);
            add(each);
        }
    }

    @Override
    public boolean isEmpty() {
        return messages.isEmpty();
    }

    @Override
    public List<Batch> handBack(long taken, long written, EndRef receiver, String why) {
        List<Batch> all = new ArrayList<>(messages.values());
        messages.clear();
        return all;
    }

    private ProtocolViolation violation(String what) {
        return new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, "stream " + stream + " " + what);
    }
}
