package dev.strait.testkit.sim;

import dev.strait.testkit.sim.Tampering.Passage;
import dev.strait.wire.frame.Acked;
import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameDecoder;
import dev.strait.wire.frame.Leave;
import dev.strait.wire.frame.Mark;
import dev.strait.wire.frame.MessageCursor;
import dev.strait.wire.frame.Nack;
import dev.strait.wire.frame.Reject;
import dev.strait.wire.frame.StreamFrame;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Defects to plant in how messages are answered, sent again, and given up. */
final class PlantedAnswerDefects {
    private PlantedAnswerDefects() {}

    /** A stream, as the side speaks of it that sends on it. */
    private record Place(SimulatedNode from, SimulatedNode to, int stream) {
        static Place ofSender(Passage passage, StreamFrame frame) {
            return new Place(passage.from(), passage.to(), frame.stream());
        }

        static Place ofReceiver(Passage passage, StreamFrame frame) {
            return new Place(passage.to(), passage.from(), frame.stream());
        }
    }

    /** What a receiver holds counts as acknowledged once it is taken. */
    static Tampering acknowledgeAtHold() {
        return (_, frame) ->
                frame instanceof Credit credit ? List.of(answering(credit, credit.takenMessages())) : List.of(frame);
    }

    /** The first message that a receiver holds counts as acknowledged. */
    static Tampering acknowledgeOneTooMany() {
        return (_, frame) -> frame instanceof Credit credit
                ? List.of(answering(credit, Math.min(credit.takenMessages(), credit.answeredMessages() + 1)))
                : List.of(frame);
    }

    private static Credit answering(Credit credit, long answered) {
        return new Credit(credit.stream(), credit.takenMessages(), answered, credit.messageLimit(), credit.byteLimit());
    }

    /** A driver forgets that its program is to answer later. */
    static Tampering forgetToHold() {
        return new Tampering() {
            @Override
            public List<Frame> pass(Passage passage, Frame frame) {
                return List.of(frame);
            }

            @Override
            public boolean forgetsToHold() {
                return true;
            }
        };
    }

    static Tampering forgetMarks() {
        return (_, frame) -> frame instanceof Mark ? List.of() : List.of(frame);
    }

    /** The messages of a batch that comes again are in reverse. */
    static Tampering reverseRedelivered() {
        Set<Place> marked = new HashSet<>();
        return (passage, frame) -> switch (frame) {
            case Mark mark -> {
                marked.add(Place.ofSender(passage, mark));
                yield List.of(mark);
            }
            case Data data when marked.remove(Place.ofSender(passage, data)) -> List.of(reversed(data));
            case Frame other -> List.of(other);
        };
    }

    private static Data reversed(Data data) {
        byte[] array = new byte[data.to() - data.from()];
        int at = array.length;
        MessageCursor cursor = new MessageCursor();
        cursor.reset(data.array(), data.from(), data.messages());
        while (cursor.next()) {
            int length = cursor.to() - cursor.start();
            at -= length;
            System.arraycopy(data.array(), cursor.start(), array, at, length);
        }
        return new Data(data.stream(), data.messages(), array, 0, array.length);
    }

    /** What a receiver leaves without having taken it counts as an attempt. */
    static Tampering countWhatWasNotTaken() {
        Map<Place, Long> delivered = new HashMap<>();
        return (passage, frame) -> switch (frame) {
            case Data data -> {
                delivered.merge(Place.ofSender(passage, data), (long) data.messages(), Long::sum);
                yield List.of(data);
            }
            case Leave leave -> {
                long all = delivered.getOrDefault(Place.ofReceiver(passage, leave), 0L);
                long taken = Math.max(all, leave.takenMessages());
                yield List.of(new Leave(leave.stream(), taken, leave.answeredMessages(), leave.code(), leave.text()));
            }
            case Frame other -> List.of(other);
        };
    }

    /** What a receiver holds when it leaves counts as acknowledged. */
    static Tampering dropWhatIsLeft() {
        return (_, frame) -> frame instanceof Leave leave
                ? List.of(new Leave(leave.stream(), leave.takenMessages(), leave.code(), leave.text()))
                : List.of(frame);
    }

    static Tampering loseNacks() {
        return (_, frame) -> frame instanceof Nack ? List.of() : List.of(frame);
    }

    static Tampering rejectWhatIsNacked() {
        return (_, frame) -> frame instanceof Nack nack
                ? List.of(new Reject(nack.stream(), nack.number(), nack.text()))
                : List.of(frame);
    }

    static Tampering loseRejects() {
        return (_, frame) -> frame instanceof Reject ? List.of() : List.of(frame);
    }

    /** What is acknowledged ahead of something held is not noted, so that it may come again. */
    static Tampering loseRanges() {
        return (_, frame) -> frame instanceof Acked ? List.of() : List.of(frame);
    }

    /** A range begins one message too early, with one that is held. */
    static Tampering stretchRanges() {
        return (_, frame) -> {
            if (!(frame instanceof Acked acked) || acked.ranges().size() > 1) {
                return List.of(frame);
            }
            Acked.Range range = acked.ranges().getFirst();
            long first = range.first() > 1 ? range.first() - 1 : range.first();
            return List.of(new Acked(acked.stream(), List.of(new Acked.Range(first, range.last()))));
        };
    }

    /** DONE counts though a message has been given back since it was written. */
    static Tampering endThoughSomethingComesBack() {
        return new Tampering() {
            private final Map<Place, Long> returned = new HashMap<>();

            @Override
            public void written(Passage passage, byte[] bytes) {
                FrameDecoder decoder = FrameDecoder.afterHandshake();
                int at = 0;
                for (Frame frame = decoder.next(bytes, at, bytes.length);
                        frame != null;
                        frame = decoder.next(bytes, at, bytes.length)) {
                    at += decoder.consumed();
                    if (frame instanceof Nack nack) {
                        returned.merge(Place.ofReceiver(passage, nack), 1L, Long::sum);
                    }
                }
            }

            @Override
            public List<Frame> pass(Passage passage, Frame frame) {
                if (!(frame instanceof Done done)) {
                    return List.of(frame);
                }
                long all = Math.max(done.returnedMessages(), returned.getOrDefault(Place.ofSender(passage, done), 0L));
                return List.of(new Done(done.stream(), done.totalMessages(), all, done.without()));
            }
        };
    }
}
