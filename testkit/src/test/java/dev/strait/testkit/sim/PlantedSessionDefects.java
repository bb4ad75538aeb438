package dev.strait.testkit.sim;

import dev.strait.testkit.sim.SessionLedger.Direction;
import dev.strait.wire.dispatch.Lane;
import dev.strait.wire.frame.Ack;
import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameType;
import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.Ready;
import dev.strait.wire.frame.Returned;
import dev.strait.wire.frame.SessionToken;
import dev.strait.wire.mux.Batch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Defects of sessions to plant: in what is acknowledged, in where a session goes on, and in what is written again. */
final class PlantedSessionDefects {
    /** Where a frame says its type, in its header. */
    private static final int TYPE_AT = 4;

    private PlantedSessionDefects() {}

    /** A defect in what one side says of how many frames it has received; all that it says later agrees with it. */
    private abstract static class Position implements Tampering {
        final SessionLedger ledger = new SessionLedger();

        /** What is said in READY, or in the ACK that answers it, in place of the truth. */
        abstract long resumesFrom(Direction direction, long received);

        /** What is said in an ACK otherwise. */
        long acknowledges(Direction direction, long received) {
            return received;
        }

        @Override
        public void written(Passage passage, byte[] bytes) {
            ledger.written(passage, bytes);
        }

        @Override
        public List<Frame> pass(Passage passage, Frame frame) {
            if (frame instanceof Hello hello) {
                ledger.introduced(passage, hello);
            }
            long received = SessionLedger.received(frame);
            if (received < 0) {
                return List.of(frame);
            }
            Direction direction = ledger.spokenOf(passage);
            long counted = received + direction.mistake;
            boolean resumes = frame instanceof Ready ? ledger.resumes(passage) : ledger.isFirst(passage);
            long said = resumes ? resumesFrom(direction, counted) : acknowledges(direction, counted);
            if (resumes) {
                direction.mistake += said - counted;
                ledger.writesAgainFrom(passage.back(), said);
            }
            direction.acknowledged = Math.max(direction.acknowledged, said);
            return List.of(SessionLedger.saying(frame, said));
        }
    }

    /** Now and then what is only on its way is acknowledged; what of it is lost with the connection is never written again. */
    static Tampering acknowledgeTooEarly() {
        return new Position() {
            private int seen;

            @Override
            long acknowledges(Direction direction, long received) {
                return ++seen % 3 == 0 ? direction.written : received;
            }

            @Override
            long resumesFrom(Direction direction, long received) {
                return Math.max(received, direction.acknowledged);
            }
        };
    }

    /** The first frame that was not received is not written again. */
    static Tampering writeOneTooFewAgain() {
        return new Position() {
            @Override
            long resumesFrom(Direction direction, long received) {
                return Math.min(direction.written, received + 1);
            }
        };
    }

    /** The last frame that was received is written again. */
    static Tampering writeOneTooManyAgain() {
        return new Position() {
            @Override
            long resumesFrom(Direction direction, long received) {
                return Math.max(direction.acknowledged, received - 1);
            }
        };
    }

    /** Where it goes on is taken from the last acknowledgement. */
    static Tampering forgetWhatWasReceivedSinceAcknowledged() {
        return new Position() {
            @Override
            long resumesFrom(Direction direction, long received) {
                return direction.acknowledged;
            }
        };
    }

    static Tampering writeNothingAgain() {
        return new Position() {
            @Override
            long resumesFrom(Direction direction, long received) {
                return direction.written;
            }
        };
    }

    /** The last frame that was received is never acknowledged, but by those that follow it. */
    static Tampering acknowledgeOneTooFew() {
        return new Position() {
            @Override
            long acknowledges(Direction direction, long received) {
                return Math.max(direction.acknowledged, received - 1);
            }

            @Override
            long resumesFrom(Direction direction, long received) {
                return received;
            }
        };
    }

    /** A frame that steers and came in part before the connection was lost counts as received. */
    static Tampering loseWhatSteersWhenCutOff() {
        return new Position() {
            private final Map<Direction, Boolean> cut = new HashMap<>();

            @Override
            public void closed(Passage passage, byte @Nullable [] cutOff) {
                FrameType type = cutOff == null ? null : FrameType.of(cutOff[TYPE_AT] & 0xff);
                boolean steers = type != null
                        && type != FrameType.DATA
                        && type != FrameType.FRAGMENT
                        && (type == FrameType.DIRECTORY || type.scope() == FrameType.Scope.STREAM);
                cut.put(ledger.direction(passage), steers);
            }

            @Override
            long resumesFrom(Direction direction, long received) {
                boolean lost = Boolean.TRUE.equals(cut.remove(direction));
                return lost ? Math.min(direction.written, received + 1) : received;
            }
        };
    }

    /** Of what is written again, frames of one kind get lost. */
    private static final class Forgetful implements Tampering {
        private final SessionLedger ledger = new SessionLedger();
        private final Predicate<Frame> forgotten;
        /** How many frames are still to come that were written before, on each connection. */
        private final Map<Passage, Long> again = new HashMap<>();

        Forgetful(Predicate<Frame> forgotten) {
            this.forgotten = forgotten;
        }

        @Override
        public boolean leavesFragments() {
            return false;
        }

        @Override
        public void written(Passage passage, byte[] bytes) {
            ledger.written(passage, bytes);
        }

        @Override
        public List<Frame> pass(Passage passage, Frame frame) {
            if (frame instanceof Hello hello) {
                ledger.introduced(passage, hello);
            }
            long received = SessionLedger.received(frame);
            if (received < 0) {
                boolean isAgain = SessionLedger.isSequenced(frame) && again.merge(passage, -1L, Long::sum) >= 0;
                if (!isAgain || !forgotten.test(frame)) {
                    return List.of(frame);
                }
                ledger.direction(passage).mistake++;
                return List.of();
            }
            Direction direction = ledger.spokenOf(passage);
            long counted = received + direction.mistake;
            boolean resumes = frame instanceof Ready ? ledger.resumes(passage) : ledger.isFirst(passage);
            if (resumes) {
                ledger.writesAgainFrom(passage.back(), counted);
                again.put(passage.back(), direction.written - counted);
            }
            return List.of(SessionLedger.saying(frame, counted));
        }
    }

    /** CREDIT that is written again is lost. */
    static Tampering loseCreditWrittenAgain() {
        return new Forgetful(Credit.class::isInstance);
    }

    /** A value that came back, and its ticket, are lost when that is written again. */
    static Tampering loseReturnedWrittenAgain() {
        return new Forgetful(Returned.class::isInstance);
    }

    /** The first two batches on a connection that resumes a session are swapped. */
    static Tampering swapBatchesWrittenAgain() {
        SessionLedger ledger = new SessionLedger();
        Map<Tampering.Passage, Data> held = new HashMap<>();
        Map<Tampering.Passage, Boolean> done = new HashMap<>();
        return (passage, frame) -> {
            if (frame instanceof Hello hello) {
                ledger.introduced(passage, hello);
            }
            Data first = held.remove(passage);
            if (first != null) {
                boolean swaps = frame instanceof Data data && data.stream() == first.stream();
                return swaps ? List.of(frame, first) : List.of(first, frame);
            }
            if (frame instanceof Data data && ledger.resumes(passage) && done.put(passage, true) == null) {
                held.put(passage, data);
                return List.of();
            }
            return List.of(frame);
        };
    }

    /** What still arrives on the connection before is taken for the link. */
    static Tampering readTheConnectionBefore() {
        return new Tampering() {
            @Override
            public List<Frame> pass(Passage passage, Frame frame) {
                return List.of(frame);
            }

            @Override
            public boolean readsWhatIsClosed() {
                return true;
            }
        };
    }

    /** Whatever session the other side answers with is taken for the one that was asked for. */
    static Tampering takeAnySessionForTheOneAskedFor() {
        return new Tampering() {
            private final SessionLedger ledger = new SessionLedger();
            private final Map<Passage, Boolean> mistaken = new HashMap<>();

            @Override
            public void written(Passage passage, byte[] bytes) {
                ledger.written(passage, bytes);
            }

            @Override
            public List<Frame> pass(Passage passage, Frame frame) {
                SessionToken asked = ledger.asked(passage.connection());
                if (frame instanceof Hello hello) {
                    ledger.introduced(passage, hello);
                    boolean answer = passage.connection().dialled().host().equals(passage.to());
                    if (answer && !asked.isNone() && !asked.equals(hello.session())) {
                        Hello another = hello.withSession(asked);
                        ledger.introduced(passage, another);
                        mistaken.put(passage, true);
                        return List.of(another);
                    }
                } else if (mistaken.remove(passage) != null) {
                    return List.of(new Ack(ledger.spokenOf(passage).written), frame);
                }
                return List.of(frame);
            }
        };
    }

    /** A side that has lost its connection asks for a new session. */
    static Tampering neverResume() {
        return (passage, frame) -> {
            boolean asks = frame instanceof Hello
                    && passage.connection().dialled().host().equals(passage.from());
            return List.of(asks ? ((Hello) frame).withSession(SessionToken.NONE) : frame);
        };
    }

    /** Links take messages though they keep more than they may. */
    static Tampering fillFullLinks() {
        return new Tampering() {
            @Override
            public List<Frame> pass(Passage passage, Frame frame) {
                return List.of(frame);
            }

            @Override
            public boolean fullLinksTake() {
                return true;
            }
        };
    }

    /** What is sent on a suspended link is counted twice as kept, and let go of once. */
    static Tampering countWhatIsKeptTwice() {
        return new Tampering() {
            @Override
            public List<Frame> pass(Passage passage, Frame frame) {
                return List.of(frame);
            }

            @Override
            public void sealed(Lane lane, Batch batch) {
                if (!lane.carrier().isUp()) {
                    lane.carrier().waits(batch.keptBytes());
                }
            }
        };
    }

    /** Once a node has lost a link, its programs do not say any more what they take. */
    static Tampering forgetToSayWhatIsTaken() {
        return new Tampering() {
            @Override
            public List<Frame> pass(Passage passage, Frame frame) {
                return List.of(frame);
            }

            @Override
            public boolean reportsAfterLosses() {
                return false;
            }
        };
    }
}
