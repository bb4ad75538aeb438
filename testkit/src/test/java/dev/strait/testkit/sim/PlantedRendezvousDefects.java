package dev.strait.testkit.sim;

import dev.strait.testkit.sim.Tampering.Passage;
import dev.strait.wire.dispatch.OfferRank;
import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.Returned;
import dev.strait.wire.frame.StreamFrame;
import dev.strait.wire.frame.Taken;
import dev.strait.wire.frame.Withdraw;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Defects of rendezvous channels to plant: in verdicts and tickets under way, and in what the runtime decides. */
final class PlantedRendezvousDefects {
    private PlantedRendezvousDefects() {}

    /** One stream, as it is seen where its verdicts arrive. */
    private record Place(Passage passage, int stream) {}

    /** One message of one stream, as it is seen where its verdict arrives. */
    private record Numbered(Passage passage, int stream, long number) {
        static Numbered of(Passage passage, StreamFrame frame, long number) {
            return new Numbered(passage, frame.stream(), number);
        }

        /** A message that is spoken of by a frame in the other direction. */
        static Numbered seenFromTheOtherSide(Passage passage, StreamFrame frame, long number) {
            return new Numbered(passage.back(), frame.stream(), number);
        }
    }

    /** What nobody waits for any more is neither taken nor given back. */
    static Tampering neverGiveBack() {
        return new Tampering() {
            @Override
            public List<Frame> pass(Passage passage, Frame frame) {
                return List.of(frame);
            }

            @Override
            public boolean givesBack() {
                return false;
            }
        };
    }

    static Tampering takeForEndedCalls() {
        return new Tampering() {
            @Override
            public List<Frame> pass(Passage passage, Frame frame) {
                return List.of(frame);
            }

            @Override
            public boolean endedCallsStay() {
                return true;
            }
        };
    }

    static Tampering keepWhateverTheRank() {
        return new Tampering() {
            @Override
            public List<Frame> pass(Passage passage, Frame frame) {
                return List.of(frame);
            }

            @Override
            public boolean keeps(OfferRank own, OfferRank offered) {
                return !own.equals(offered);
            }
        };
    }

    static Tampering sayTakenOfReturned() {
        int[] seen = {0};
        return (_, frame) -> frame instanceof Returned returned && ++seen[0] % 3 == 0
                ? List.of(new Taken(returned.stream(), returned.number()))
                : List.of(frame);
    }

    static Tampering sayReturnedOfTaken() {
        int[] seen = {0};
        return (_, frame) -> frame instanceof Taken taken && ++seen[0] % 10 == 0
                ? List.of(new Returned(taken.stream(), taken.number()))
                : List.of(frame);
    }

    static Tampering nameAnotherMessage() {
        return (_, frame) -> frame instanceof Taken taken && taken.number() > 1
                ? List.of(new Taken(taken.stream(), taken.number() - 1))
                : List.of(frame);
    }

    /** The verdict on a message that is withdrawn is lost; totals know nothing of it. */
    static Tampering loseAnswersToWithdraw() {
        Set<Numbered> withdrawn = new HashSet<>();
        Map<Place, Long> lost = new HashMap<>();
        return (passage, frame) -> switch (frame) {
            case Withdraw withdraw -> {
                withdrawn.add(Numbered.seenFromTheOtherSide(passage, withdraw, withdraw.number()));
                yield List.of(withdraw);
            }
            case Returned returned
            when withdrawn.contains(Numbered.of(passage, returned, returned.number())) -> {
                lost.merge(stream(passage, returned), 1L, Long::sum);
                yield List.of();
            }
            case Credit credit -> {
                long taken = credit.takenMessages() - lost.getOrDefault(stream(passage, credit), 0L);
                yield List.of(new Credit(
                        credit.stream(),
                        taken,
                        Math.min(taken, credit.answeredMessages()),
                        credit.messageLimit(),
                        credit.byteLimit()));
            }
            case Frame other -> List.of(other);
        };
    }

    /** A ticket gets lost now and then, and nothing makes up for it. */
    static Tampering loseTickets() {
        Map<Place, Credit> last = new HashMap<>();
        Map<Place, Long> lost = new HashMap<>();
        int[] seen = {0};
        return (passage, frame) -> {
            if (!(frame instanceof Credit credit)) {
                return List.of(frame);
            }
            Place stream = stream(passage, credit);
            Credit before = last.put(stream, credit);
            boolean ticket = before == null
                    || (credit.messageLimit() == before.messageLimit() + 1
                            && credit.takenMessages() == before.takenMessages());
            if (ticket && ++seen[0] % 4 == 0) {
                lost.merge(stream, 1L, Long::sum);
            }
            return List.of(new Credit(
                    credit.stream(),
                    credit.takenMessages(),
                    credit.answeredMessages(),
                    Math.max(credit.takenMessages(), credit.messageLimit() - lost.getOrDefault(stream, 0L)),
                    credit.byteLimit()));
        };
    }

    private static Place stream(Passage passage, StreamFrame frame) {
        return new Place(passage, frame.stream());
    }
}
