package dev.strait.testkit.sim;

import dev.strait.testkit.sim.Tampering.Passage;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.Enclosed;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.Leave;
import dev.strait.wire.frame.StreamFrame;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Defects to plant in how receivers travel in values. Nodes that speak to themselves write no frames: of their ends only the last two concern any. */
final class PlantedEndsDefects {
    /** How a node begins to say why it closes a receiver that no program has, or that is in a value which is given back. */
    private static final String NOBODYS = "the value that the receiver was in";

    private PlantedEndsDefects() {}

    /** A stream, as the side speaks of it that sends on it. */
    private record Place(SimulatedNode from, SimulatedNode to, int stream) {
        static Place ofSender(Passage passage, StreamFrame frame) {
            return new Place(passage.from(), passage.to(), frame.stream());
        }

        static Place ofReceiver(Passage passage, StreamFrame frame) {
            return new Place(passage.to(), passage.from(), frame.stream());
        }
    }

    /** A sender end of a node. */
    private record Source(SimulatedNode node, long senderEnd) {}

    /** The streams that receivers in messages opened, and which of them are not the first of their sender ends. */
    private static final class Opened {
        private final Map<Source, Place> first = new HashMap<>();
        private final Set<Place> all = new HashSet<>();
        private final Set<Place> again = new HashSet<>();

        void note(Passage passage, Enclosed frame) {
            Place place = Place.ofSender(passage, frame);
            all.add(place);
            if (first.putIfAbsent(new Source(passage.from(), frame.senderEnd()), place) != null) {
                again.add(place);
            }
        }
    }

    /** What is in a message that is given back, or that nobody has taken out of it, stays open. */
    static Tampering keepWhatIsNobodys() {
        return (_, frame) ->
                frame instanceof Leave leave && leave.text().startsWith(NOBODYS) ? List.of() : List.of(frame);
    }

    /** That a program closes a receiver which had come in a message is not said. */
    static Tampering forgetThatItIsClosed() {
        Opened opened = new Opened();
        return (passage, frame) -> {
            if (frame instanceof Enclosed enclosed) {
                opened.note(passage, enclosed);
            }
            boolean lost = frame instanceof Leave leave
                    && !leave.text().startsWith(NOBODYS)
                    && opened.all.contains(Place.ofReceiver(passage, leave));
            return lost ? List.of() : List.of(frame);
        };
    }

    /** A message that comes again brings no receivers. */
    static Tampering encloseOnce() {
        Opened opened = new Opened();
        return (passage, frame) -> {
            if (frame instanceof Enclosed enclosed) {
                opened.note(passage, enclosed);
            }
            boolean lost = frame instanceof StreamFrame it && opened.again.contains(Place.ofSender(passage, it));
            return lost ? List.of() : List.of(frame);
        };
    }

    /** The end that a sender had said is not said again where its receiver comes again. */
    static Tampering forgetDoneOfWhatComesAgain() {
        Opened opened = new Opened();
        return (passage, frame) -> {
            if (frame instanceof Enclosed enclosed) {
                opened.note(passage, enclosed);
            }
            boolean lost = frame instanceof Done done && opened.again.contains(Place.ofSender(passage, done));
            return lost ? List.of() : List.of(frame);
        };
    }

    /** Receivers come with the message behind theirs. */
    static Tampering bringItTooLate() {
        return (_, frame) -> frame instanceof Enclosed it
                ? List.of(new Enclosed(
                        it.stream(), it.senderEnd(), it.enclosing(), it.number() + 1, it.capacity(), it.schema()))
                : List.of(frame);
    }

    /** Programs have what they take out of messages, and forget it. */
    static Tampering forgetWhatIsTakenOut() {
        return new Tampering() {
            @Override
            public List<Frame> pass(Passage passage, Frame frame) {
                return List.of(frame);
            }

            @Override
            public boolean readsWhatItTakesOut() {
                return false;
            }
        };
    }

    /** A sender does not hear that its receiver is lost. */
    static Tampering neverTellOfLostReceivers() {
        return new Tampering() {
            @Override
            public List<Frame> pass(Passage passage, Frame frame) {
                return List.of(frame);
            }

            @Override
            public boolean hears(Closure.ReceiverGone gone) {
                return gone.text().contains("closed");
            }
        };
    }
}
