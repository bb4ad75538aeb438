package dev.strait.integration.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.integration.kills.Entry.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the judge of {@link KillsTest} allows what is promised, and finds what is not: each test tells a history in which one thing is wrong, or none. */
class JudgeTest {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long VALUE = Channels.value(1, 7);
    private static final long POISON = Channels.value(1, 999);

    private final List<Life> lives = new ArrayList<>();

    private static Entry at(long nanos, Kind kind, long value, int mark, String text) {
        return new Entry(kind, "tolerant", value, mark, nanos, text);
    }

    private static Entry ended(String channel, String how) {
        return new Entry(Kind.ENDED, channel, 0, 0, 1_000, how);
    }

    private void hub(Entry... entries) {
        lives.add(new Life("hub", 1, Role.HUB, NEVER, List.of(entries)));
    }

    private void worker(String name, long killedNanos, Entry... entries) {
        List<Entry> diary = new ArrayList<>(List.of(entries));
        if (killedNanos == NEVER) {
            diary.add(ended("tolerant", "done"));
            diary.add(ended("strict", "done"));
        }
        lives.add(new Life(name, lives.size() + 1, Role.DELIVERIES, killedNanos, diary));
    }

    private void assertFound(String problem) {
        AssertionError found = assertThrows(AssertionError.class, () -> new Judge().judge(lives));
        assertTrue(String.valueOf(found.getMessage()).contains(problem), found.getMessage());
    }

    /** The hub's part in the history of a value that was delivered at this moment. */
    private void delivered(String by, long resultNanos, long nanos) {
        hub(
                at(1, Kind.SENT, VALUE, 0, ""),
                at(resultNanos, Kind.RESULT, VALUE, 0, by),
                at(nanos, Kind.SETTLED, VALUE, 0, "delivered " + by));
    }

    @Test
    void whatAWorkerHadThatWasKilledMayBeTakenAgain() {
        delivered("b", 25, 30);
        worker("a", 15, at(10, Kind.TAKEN, VALUE, 0, ""), at(12, Kind.PROCESSED, VALUE, 0, ""));
        worker("b", NEVER, at(20, Kind.TAKEN, VALUE, 1, ""), at(26, Kind.PROCESSED, VALUE, 0, ""));
        assertEquals(new Judge.Verdict(1, 1, 1, 0), new Judge().judge(lives));
    }

    @Test
    void whatALivingWorkerHasIsTakenByNobodyElse() {
        delivered("b", 25, 30);
        worker("a", NEVER, at(10, Kind.TAKEN, VALUE, 0, ""), at(12, Kind.PROCESSED, VALUE, 0, ""));
        worker("b", NEVER, at(20, Kind.TAKEN, VALUE, 1, ""), at(26, Kind.PROCESSED, VALUE, 0, ""));
        assertFound("though another had it");
    }

    @Test
    void whatIsAcknowledgedIsNotTakenAgainThoughItsWorkerIsKilled() {
        delivered("a", 11, 13);
        worker("a", 15, at(10, Kind.TAKEN, VALUE, 0, ""), at(12, Kind.PROCESSED, VALUE, 0, ""));
        worker("b", NEVER, at(20, Kind.TAKEN, VALUE, 1, ""), at(26, Kind.PROCESSED, VALUE, 0, ""));
        assertFound("was taken after its post was answered");
    }

    @Test
    void whatComesAgainIsMarked() {
        delivered("b", 25, 30);
        worker("a", 15, at(10, Kind.TAKEN, VALUE, 0, ""));
        worker("b", NEVER, at(20, Kind.TAKEN, VALUE, 0, ""), at(26, Kind.PROCESSED, VALUE, 0, ""));
        assertFound("without a higher mark");
    }

    @Test
    void everyValueIsProcessed() {
        hub(at(1, Kind.SENT, VALUE, 0, ""), at(30, Kind.SETTLED, VALUE, 0, "delivered a"));
        worker("a", 15, at(10, Kind.TAKEN, VALUE, 0, ""));
        assertFound("was not processed");
    }

    @Test
    void everyPostIsAnswered() {
        hub(at(1, Kind.SENT, VALUE, 0, ""), at(20, Kind.RESULT, VALUE, 0, "a"));
        worker("a", NEVER, at(10, Kind.TAKEN, VALUE, 0, ""), at(22, Kind.PROCESSED, VALUE, 0, ""));
        assertFound("was not answered");
    }

    @Test
    void theAnswerNamesWhoAcknowledged() {
        delivered("a", 25, 30);
        worker("a", 15, at(10, Kind.TAKEN, VALUE, 0, ""), at(12, Kind.PROCESSED, VALUE, 0, ""));
        worker("b", NEVER, at(20, Kind.TAKEN, VALUE, 1, ""), at(26, Kind.PROCESSED, VALUE, 0, ""));
        assertFound("was not acknowledged by whom the answer names");
    }

    @Test
    void nothingIsAcknowledgedBeforeItsResultWasReceived() {
        delivered("a", 31, 30);
        worker("a", NEVER, at(10, Kind.TAKEN, VALUE, 0, ""), at(12, Kind.PROCESSED, VALUE, 0, ""));
        assertFound("was acknowledged before its result");
    }

    @Test
    void aLivingSenderKnowsTheFateOfItsValues() {
        hub(at(1, Kind.SENT, VALUE, 0, ""), at(30, Kind.SETTLED, VALUE, 0, "unknown because"));
        worker("a", NEVER, at(10, Kind.TAKEN, VALUE, 0, ""), at(12, Kind.PROCESSED, VALUE, 0, ""));
        assertFound("has an unknown fate");
    }

    @Test
    void aDeadLetterWasTriedAsOftenAsTheLimitSays() {
        assertTrue(Channels.isPoison(POISON));
        hub(
                at(1, Kind.SENT, POISON, 0, ""),
                at(30, Kind.SETTLED, POISON, 0, "not-delivered because"),
                at(31, Kind.DEAD, POISON, 5, "because"));
        worker("a", NEVER, at(10, Kind.TAKEN, POISON, 0, ""), at(12, Kind.RETURNED, POISON, 0, ""));
        assertFound("before its attempts were over");
    }

    @Test
    void whatWasSentFirstIsTakenFirst() {
        worker("a", 50, at(10, Kind.TAKEN, VALUE, 0, ""), at(12, Kind.TAKEN, VALUE - 1, 0, ""));
        lives.add(new Life(
                "sender",
                2,
                Role.SENDER,
                60,
                List.of(at(1, Kind.SENT, VALUE - 1, 0, ""), at(2, Kind.SENT, VALUE, 0, ""))));
        assertFound("after Entry");
    }

    @Test
    void everyReceiverIsToldOfALostSender() {
        lives.add(new Life("sender", 1, Role.SENDER, 60, List.of(new Entry(Kind.BEGUN, "strict", 0, 0, 1, ""))));
        worker("a", NEVER);
        assertFound("was told that [] were lost; killed were [sender]");
    }

    @Test
    void nothingIsTakenThatNobodyHasSent() {
        worker("a", 15, at(10, Kind.TAKEN, VALUE, 0, ""));
        assertFound("was never sent");
    }

    @Test
    void whatIsGivenBackIsTakenByOthersOnlyAfterwards() {
        delivered("b", 25, 30);
        worker("a", NEVER, at(10, Kind.TAKEN, VALUE, 0, ""), at(19, Kind.RETURNED, VALUE, 0, ""));
        worker("b", NEVER, at(20, Kind.TAKEN, VALUE, 1, ""), at(26, Kind.PROCESSED, VALUE, 0, ""));
        assertEquals(new Judge.Verdict(1, 0, 0, 0), new Judge().judge(lives));
        lives.clear();
        delivered("b", 25, 30);
        worker("a", NEVER, at(10, Kind.TAKEN, VALUE, 0, ""), at(21, Kind.RETURNED, VALUE, 0, ""));
        worker("b", NEVER, at(20, Kind.TAKEN, VALUE, 1, ""), at(26, Kind.PROCESSED, VALUE, 0, ""));
        assertFound("though another had it");
    }

    /** The part of a worker that gives a value back as often as the limit says. */
    private void givenBackFiveTimes(long value) {
        List<Entry> entries = new ArrayList<>();
        for (int attempt = 0; attempt < Channels.MAX_ATTEMPTS; attempt++) {
            entries.add(at(10 + 2 * attempt, Kind.TAKEN, value, attempt, ""));
            entries.add(at(11 + 2 * attempt, Kind.RETURNED, value, 0, ""));
        }
        worker("a", NEVER, entries.toArray(Entry[]::new));
    }

    @Test
    void aDeadLetterIsOneOnce() {
        hub(
                at(1, Kind.SENT, POISON, 0, ""),
                at(30, Kind.SETTLED, POISON, 0, "not-delivered because"),
                at(31, Kind.DEAD, POISON, 5, "because"));
        givenBackFiveTimes(POISON);
        assertEquals(new Judge.Verdict(1, 0, 0, 1), new Judge().judge(lives));
        lives.removeFirst();
        hub(
                at(1, Kind.SENT, POISON, 0, ""),
                at(30, Kind.SETTLED, POISON, 0, "not-delivered because"),
                at(31, Kind.DEAD, POISON, 5, "because"),
                at(32, Kind.DEAD, POISON, 5, "because"));
        assertFound("is a dead letter twice");
    }

    @Test
    void whatIsNotDeliveredIsADeadLetter() {
        hub(at(1, Kind.SENT, POISON, 0, ""), at(30, Kind.SETTLED, POISON, 0, "not-delivered because"));
        givenBackFiveTimes(POISON);
        assertFound("is neither delivered nor a dead letter");
    }

    @Test
    void whatIsDeliveredIsNoDeadLetter() {
        hub(
                at(1, Kind.SENT, VALUE, 0, ""),
                at(25, Kind.RESULT, VALUE, 0, "a"),
                at(30, Kind.SETTLED, VALUE, 0, "delivered a"),
                at(31, Kind.DEAD, VALUE, 5, "because"));
        worker("a", NEVER, at(10, Kind.TAKEN, VALUE, 0, ""), at(26, Kind.PROCESSED, VALUE, 0, ""));
        assertFound("was delivered and is a dead letter");
    }

    @Test
    void whatNobodyCanProcessIsNotDelivered() {
        hub(
                at(1, Kind.SENT, POISON, 0, ""),
                at(25, Kind.RESULT, POISON, 0, "a"),
                at(30, Kind.SETTLED, POISON, 0, "delivered a"));
        worker("a", NEVER, at(10, Kind.TAKEN, POISON, 0, ""), at(26, Kind.PROCESSED, POISON, 0, ""));
        assertFound("was delivered, which is never acknowledged");
    }

    @Test
    void whatNobodyHadIsNotAnswered() {
        delivered("a", 25, 30);
        assertFound("was answered though nobody had it");
    }

    @Test
    void resultsComeFromThoseWhoHadTheValue() {
        hub(
                at(1, Kind.SENT, VALUE, 0, ""),
                at(24, Kind.RESULT, VALUE, 0, "b"),
                at(25, Kind.RESULT, VALUE, 0, "a"),
                at(30, Kind.SETTLED, VALUE, 0, "delivered a"));
        worker("a", NEVER, at(10, Kind.TAKEN, VALUE, 0, ""), at(26, Kind.PROCESSED, VALUE, 0, ""));
        worker("b", NEVER);
        assertFound("has a result of a node that never had it");
    }

    private void workerWithEnds(String tolerant, String strict) {
        lives.add(new Life("a", 9, Role.LOOP, NEVER, List.of(ended("tolerant", tolerant), ended("strict", strict))));
    }

    @Test
    void lostSendersEndNoChannelThatToleratesThem() {
        lives.add(new Life("sender", 1, Role.SENDER, 60, List.of()));
        workerWithEnds("lost sender", "lost sender");
        assertFound("came to another end of the channel that tolerates lost senders");
    }

    @Test
    void everyWorkerThatLivesComesToAnEnd() {
        lives.add(new Life("a", 1, Role.LOOP, NEVER, List.of(ended("tolerant", "done"))));
        assertFound("came to no end of the channel that does not");
    }

    @Test
    void nobodyIsToldThatASenderIsLostThatWasNotKilled() {
        lives.add(new Life("sender", 1, Role.SENDER, NEVER, List.of(new Entry(Kind.BEGUN, "strict", 0, 0, 1, ""))));
        workerWithEnds("done", "lost sender");
        assertFound("was told that [sender] were lost; killed were []");
    }
}
