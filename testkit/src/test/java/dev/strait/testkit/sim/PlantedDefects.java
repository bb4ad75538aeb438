package dev.strait.testkit.sim;

import dev.strait.testkit.sim.Tampering.Passage;
import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.Leave;
import dev.strait.wire.frame.StreamFrame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Defects to plant. Each keeps up appearances as far as a single place in the code could: totals agree with what was tampered with. */
final class PlantedDefects {
    private PlantedDefects() {}

    /** One direction of one stream. */
    private record Place(Passage passage, int stream) {
        static Place of(Passage passage, StreamFrame frame) {
            return new Place(passage, frame.stream());
        }

        /** The same stream as the other side of the connection speaks of it. */
        static Place seenFromTheOtherSide(Passage passage, StreamFrame frame) {
            return new Place(passage.back(), frame.stream());
        }
    }

    static Tampering loseCredit() {
        int[] seen = {0};
        return (_, frame) -> frame instanceof Credit && ++seen[0] % 5 == 0 ? List.of() : List.of(frame);
    }

    static Tampering swapData() {
        Map<Place, Data> held = new HashMap<>();
        int[] seen = {0};
        return (passage, frame) -> {
            if (!(frame instanceof StreamFrame it)) {
                return List.of(frame);
            }
            Place place = Place.of(passage, it);
            Data earlier = held.remove(place);
            if (earlier != null) {
                return frame instanceof Data ? List.of(frame, earlier) : List.of(earlier, frame);
            }
            if (frame instanceof Data data && ++seen[0] % 4 == 0) {
                held.put(place, data);
                return List.of();
            }
            return List.of(frame);
        };
    }

    static Tampering repeatBatch() {
        Map<Place, Long> repeated = new HashMap<>();
        int[] seen = {0};
        return (passage, frame) -> switch (frame) {
            case Data data
            when ++seen[0] % 10 == 0 -> {
                repeated.merge(Place.of(passage, data), (long) data.messages(), Long::sum);
                yield List.of(data, data);
            }
            case Done done ->
                List.of(new Done(
                        done.stream(),
                        done.totalMessages() + repeated.getOrDefault(Place.of(passage, done), 0L),
                        done.returnedMessages(),
                        done.without()));
            case Frame other -> List.of(other);
        };
    }

    static Tampering forgetReturned() {
        Map<Place, Long> delivered = new HashMap<>();
        return (passage, frame) -> switch (frame) {
            case Data data -> {
                delivered.merge(Place.of(passage, data), (long) data.messages(), Long::sum);
                yield List.of(data);
            }
            case Leave leave -> {
                long all = delivered.getOrDefault(Place.seenFromTheOtherSide(passage, leave), 0L);
                long taken = Math.max(all, leave.takenMessages());
                yield List.of(new Leave(leave.stream(), taken, leave.code(), leave.text()));
            }
            case Frame other -> List.of(other);
        };
    }

    static Tampering loseBatch() {
        Map<Place, Long> lost = new HashMap<>();
        int[] seen = {0};
        return (passage, frame) -> switch (frame) {
            case Data data
            when ++seen[0] % 10 == 0 -> {
                lost.merge(Place.of(passage, data), (long) data.messages(), Long::sum);
                yield List.of();
            }
            case Done done ->
                List.of(new Done(
                        done.stream(),
                        done.totalMessages() - lost.getOrDefault(Place.of(passage, done), 0L),
                        done.returnedMessages(),
                        done.without()));
            case Frame other -> List.of(other);
        };
    }

    static Tampering changeByte() {
        int[] seen = {0};
        return (_, frame) -> {
            if (frame instanceof Data data && ++seen[0] % 10 == 0) {
                byte[] changed = data.array().clone();
                changed[data.to() - 1] ^= 1;
                return List.of(new Data(data.stream(), data.messages(), changed, data.from(), data.to()));
            }
            return List.of(frame);
        };
    }

    static Tampering loseDone() {
        int[] seen = {0};
        return (_, frame) -> frame instanceof Done && ++seen[0] % 3 == 0 ? List.of() : List.of(frame);
    }

    static Tampering grantTooMuch() {
        return (_, frame) -> frame instanceof Credit credit
                ? List.of(new Credit(
                        credit.stream(),
                        credit.takenMessages(),
                        credit.answeredMessages(),
                        credit.messageLimit() + 100,
                        credit.byteLimit() + 10_000))
                : List.of(frame);
    }
}
