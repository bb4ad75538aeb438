package dev.strait.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator is worth something only if it finds defects: here they are planted, and each is found within some seeds. */
class PlantedDefectsTest {
    private static final int SEEDS = 1_000;

    /** A defect: its name, and a new instance of it for each simulation. */
    record Defect(String name, Supplier<Tampering> tampering) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Defect> defects() {
        return Stream.of(
                new Defect("a CREDIT frame is lost now and then", PlantedDefects::loseCredit),
                new Defect("two DATA frames of a stream are swapped", PlantedDefects::swapData),
                new Defect("a batch is delivered twice, and the end counts it twice", PlantedDefects::repeatBatch),
                new Defect("what a receiver gives back is forgotten", PlantedDefects::forgetReturned),
                new Defect("a batch is lost, and the end does not count it", PlantedDefects::loseBatch),
                new Defect("a byte of a value is changed", PlantedDefects::changeByte),
                new Defect("the end of a stream is lost", PlantedDefects::loseDone),
                new Defect("more is sent than was granted", PlantedDefects::grantTooMuch),
                new Defect("what is held is acknowledged when it is taken", PlantedAnswerDefects::acknowledgeAtHold),
                new Defect("one message too many is acknowledged", PlantedAnswerDefects::acknowledgeOneTooMany),
                new Defect("a driver forgets what its program holds", PlantedAnswerDefects::forgetToHold),
                new Defect("what comes again is not marked", PlantedAnswerDefects::forgetMarks),
                new Defect("what comes again is in reverse", PlantedAnswerDefects::reverseRedelivered),
                new Defect("what was never taken counts as an attempt", PlantedAnswerDefects::countWhatWasNotTaken),
                new Defect("what a receiver holds when it leaves is dropped", PlantedAnswerDefects::dropWhatIsLeft),
                new Defect("NACK is lost", PlantedAnswerDefects::loseNacks),
                new Defect("what is given back is a dead letter at once", PlantedAnswerDefects::rejectWhatIsNacked),
                new Defect("REJECT is lost, and with it the dead letter", PlantedAnswerDefects::loseRejects),
                new Defect("what is acknowledged by ranges may come again", PlantedAnswerDefects::loseRanges),
                new Defect("a range begins one message too early", PlantedAnswerDefects::stretchRanges),
                new Defect(
                        "DONE counts though a message has come back since",
                        PlantedAnswerDefects::endThoughSomethingComesBack),
                new Defect("a value that nobody waits for is kept for ever", PlantedRendezvousDefects::neverGiveBack),
                new Defect("calls that have ended stay in line", PlantedRendezvousDefects::takeForEndedCalls),
                new Defect("offers are kept whatever their rank", PlantedRendezvousDefects::keepWhateverTheRank),
                new Defect("RETURNED turns into TAKEN", PlantedRendezvousDefects::sayTakenOfReturned),
                new Defect("TAKEN turns into RETURNED", PlantedRendezvousDefects::sayReturnedOfTaken),
                new Defect("TAKEN names another message", PlantedRendezvousDefects::nameAnotherMessage),
                new Defect("what is withdrawn is not answered", PlantedRendezvousDefects::loseAnswersToWithdraw),
                new Defect("a ticket is lost now and then", PlantedRendezvousDefects::loseTickets),
                new Defect(
                        "what is on its way is acknowledged, and then lost",
                        PlantedSessionDefects::acknowledgeTooEarly),
                new Defect("one frame too few is written again", PlantedSessionDefects::writeOneTooFewAgain),
                new Defect("one frame too many is written again", PlantedSessionDefects::writeOneTooManyAgain),
                new Defect(
                        "a session goes on from the last acknowledgement",
                        PlantedSessionDefects::forgetWhatWasReceivedSinceAcknowledged),
                new Defect("nothing is written again", PlantedSessionDefects::writeNothingAgain),
                new Defect(
                        "a frame that steers and was cut off counts", PlantedSessionDefects::loseWhatSteersWhenCutOff),
                new Defect("CREDIT that is written again is lost", PlantedSessionDefects::loseCreditWrittenAgain),
                new Defect("RETURNED that is written again is lost", PlantedSessionDefects::loseReturnedWrittenAgain),
                new Defect(
                        "two batches are swapped when written again", PlantedSessionDefects::swapBatchesWrittenAgain),
                new Defect("the connection before is read on", PlantedSessionDefects::readTheConnectionBefore),
                new Defect(
                        "any session is taken for the one asked for",
                        PlantedSessionDefects::takeAnySessionForTheOneAskedFor),
                new Defect("a session is never resumed", PlantedSessionDefects::neverResume),
                new Defect("a link that is full takes messages", PlantedSessionDefects::fillFullLinks),
                new Defect("what a suspended link keeps is counted twice", PlantedSessionDefects::countWhatIsKeptTwice),
                new Defect("the last frame is not acknowledged", PlantedSessionDefects::acknowledgeOneTooFew),
                new Defect(
                        "what is taken after a link was lost is not said",
                        PlantedSessionDefects::forgetToSayWhatIsTaken));
    }

    static Stream<Defect> defectsOfEnds() {
        return Stream.of(
                new Defect(
                        "a receiver in a value that is given back stays open", PlantedEndsDefects::keepWhatIsNobodys),
                new Defect("that a receiver is closed is not said", PlantedEndsDefects::forgetThatItIsClosed),
                new Defect("a value that comes again brings no receivers", PlantedEndsDefects::encloseOnce),
                new Defect(
                        "DONE is not said again where a receiver comes again",
                        PlantedEndsDefects::forgetDoneOfWhatComesAgain),
                new Defect("receivers come with the value behind theirs", PlantedEndsDefects::bringItTooLate),
                new Defect("what is taken out of a value is forgotten", PlantedEndsDefects::forgetWhatIsTakenOut),
                new Defect(
                        "a sender does not hear that its receiver is lost",
                        PlantedEndsDefects::neverTellOfLostReceivers));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void aPlantedDefectIsFound(Defect defect) {
        requireFound(defect, UnaryOperator.identity());
    }

    @ParameterizedTest
    @MethodSource("defectsOfEnds")
    void aPlantedDefectInHowReceiversTravelIsFound(Defect defect) {
        requireFound(defect, SimulationOptions::withEnds);
    }

    private static void requireFound(Defect defect, UnaryOperator<SimulationOptions> with) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            SimulationOptions options = with.apply(SimulationOptions.drawnFrom(seed));
            SimulationResult result =
                    Simulation.runTampered(options, defect.tampering().get());
            if (!result.passed()) {
                String failure = result.failure().orElseThrow();
                System.out.println(defect + ": found by seed " + seed + ": " + firstLine(failure));
                assertTrue(failure.contains("./strait sim --seed " + seed + " --trace"), failure);
                assertTrue(Simulation.run(options).passed(), "the seed fails without the defect too");
                return;
            }
        }
        fail(defect + ": not found within " + SEEDS + " seeds");
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
