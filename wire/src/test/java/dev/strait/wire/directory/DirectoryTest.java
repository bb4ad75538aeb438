package dev.strait.wire.directory;

import static dev.strait.wire.directory.Stage.A;
import static dev.strait.wire.directory.Stage.B;
import static dev.strait.wire.directory.Stage.BROKEN;
import static dev.strait.wire.directory.Stage.C;
import static dev.strait.wire.directory.Stage.OLD_HOST;
import static dev.strait.wire.directory.Stage.SPEC;
import static dev.strait.wire.directory.Stage.end;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.FrameLimits;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.ProtocolViolation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    private final Stage stage = new Stage();
    private final EndRef sender = end(A, 1);
    private final EndRef other = end(C, 1);
    private final EndRef receiver = end(B, 1);

    @Test
    void everyNodeOfAChannelHearsOfAnEndOnce() {
        stage.joined(A, B);
        stage.open(receiver, Role.RECEIVER);
        stage.open(end(B, 2), Role.RECEIVER);
        stage.drain();
        stage.open(sender, Role.SENDER);
        assertEquals(List.of("a: OPENED LIVE [a1, b1, b2]", "b: APPEARED a1 OPEN"), stage.drain());
    }

    @Test
    void aChannelCompletesWhenAllItsSendersAreDone() {
        openTwoSendersAndAReceiver(SPEC);
        stage.end(sender, EndState.DONE);
        assertEquals(List.of(), stage.drain());
        stage.end(other, EndState.DONE);
        assertEquals(List.of("b: COMPLETED [a1, c1] lost []"), stage.drain());
    }

    @Test
    void aNodeThatHasMoreThanDoneSendersHearsThatTheChannelIsComplete() {
        openTwoSendersAndAReceiver(SPEC);
        stage.open(end(C, 2), Role.RECEIVER);
        stage.end(sender, EndState.DONE);
        stage.drain();
        stage.end(other, EndState.DONE);
        assertEquals(List.of("b: COMPLETED [a1, c1] lost []", "c: COMPLETED [a1, c1] lost []"), stage.drain());
    }

    @Test
    void thatEndsLeaveIsHeardOnceForAllThatWereSaidBehindWhatFollowsFromThem() {
        openTwoSendersAndAReceiver(SPEC);
        stage.open(end(A, 2), Role.RECEIVER);
        stage.end(sender, EndState.DONE);
        stage.drain();
        stage.close(sender);
        stage.withdraw(end(A, 2));
        stage.close(end(A, 77)); // unknown, as one is that was refused
        assertEquals(
                List.of(
                        "b: GONE a1 CLOSED",
                        "c: GONE a1 CLOSED",
                        "b: GONE a2 WITHDRAWN",
                        "c: GONE a2 WITHDRAWN",
                        "a: HEARD 3"),
                stage.drain());
        assertEquals(List.of(), stage.drain());
        stage.rejoin(A, Stage.HOST);
        stage.open(sender, SPEC, Role.SENDER, EndState.DONE, null);
        stage.close(sender);
        assertEquals("a: HEARD 1", stage.drain().getLast());
    }

    @Test
    void aChannelThatExpectsTwoSendersDoesNotCompleteWithOne() {
        ChannelSpec two = Stage.spec("words", 2, false, false);
        stage.joined(A, B, C);
        stage.open(receiver, two, Role.RECEIVER);
        stage.open(sender, two, Role.SENDER);
        stage.end(sender, EndState.DONE);
        stage.close(sender);
        assertInstanceOf(ChannelState.Live.class, stage.directory.state("words"));
        stage.open(other, two, Role.SENDER);
        stage.drain();
        stage.end(other, EndState.DONE);
        assertEquals("b: COMPLETED [c1] lost []", stage.drain().getLast());
    }

    @Test
    void aChannelThatNeverCompletesStaysLive() {
        openTwoSendersAndAReceiver(Stage.spec("words", 0, true, false));
        stage.end(sender, EndState.DONE);
        stage.end(other, EndState.DONE);
        assertInstanceOf(ChannelState.Live.class, stage.directory.state("words"));
    }

    @Test
    void aChannelWithoutSendersDoesNotComplete() {
        stage.joined(B);
        stage.open(receiver, Role.RECEIVER);
        assertInstanceOf(ChannelState.Live.class, stage.directory.state("words"));
    }

    @Test
    void completionNamesALostSender() {
        openTwoSendersAndAReceiver(SPEC);
        stage.directory.lost(A);
        assertEquals(List.of("b: GONE a1 LOST", "c: GONE a1 LOST"), stage.drain());
        stage.end(other, EndState.DONE);
        assertEquals("b: COMPLETED [c1] lost [a1]", stage.drain().getLast());
    }

    @Test
    void completionNamesALostSenderThoughTheSpecToleratesIt() {
        openTwoSendersAndAReceiver(Stage.spec("words", 0, false, true));
        stage.directory.lost(A);
        stage.end(other, EndState.DONE);
        assertEquals("b: COMPLETED [c1] lost [a1]", stage.drain().getLast());
    }

    @Test
    void aSenderLostAfterDoneButBeforeItWentIsLost() {
        openTwoSendersAndAReceiver(SPEC);
        stage.end(sender, EndState.DONE);
        stage.directory.lost(A);
        stage.drain();
        stage.end(other, EndState.DONE);
        assertEquals("b: COMPLETED [c1] lost [a1]", stage.drain().getLast());
    }

    @Test
    void aDoneSenderThatWentInOrderIsNotLost() {
        openTwoSendersAndAReceiver(SPEC);
        stage.end(sender, EndState.DONE);
        stage.close(sender);
        stage.directory.lost(A);
        stage.drain();
        stage.end(other, EndState.DONE);
        assertEquals("b: COMPLETED [c1] lost []", stage.drain().getLast());
    }

    @Test
    void theLossOfTheOnlySenderEndsTheChannel() {
        stage.joined(A, B);
        stage.open(receiver, Role.RECEIVER);
        stage.open(sender, Role.SENDER);
        stage.drain();
        stage.directory.lost(A);
        assertEquals(List.of("b: GONE a1 LOST", "b: COMPLETED [] lost [a1]"), stage.drain());
    }

    @Test
    void anOutcomeNamesNoSenderThatGoesWithTheSameLease() {
        stage.joined(A, B);
        stage.open(receiver, Role.RECEIVER);
        stage.open(sender, Role.SENDER);
        stage.open(end(A, 2), Role.SENDER);
        stage.end(end(A, 2), EndState.DONE);
        stage.drain();
        stage.directory.lost(A);
        assertEquals(List.of("b: GONE a1 LOST", "b: GONE a2 LOST", "b: COMPLETED [] lost [a1, a2]"), stage.drain());
    }

    @Test
    void aSenderThatOpensAfterCompletionIsToldAndTakesNoPart() {
        openTwoSendersAndAReceiver(SPEC);
        stage.end(sender, EndState.DONE);
        stage.end(other, EndState.DONE);
        stage.drain();
        stage.open(end(A, 2), Role.SENDER);
        assertEquals(
                "a: OPENED COMPLETED [a1, c1] lost [] [a2, a1, b1, c1]",
                stage.drain().getFirst());
        stage.end(end(A, 2), BROKEN);
        stage.close(end(A, 2));
        assertInstanceOf(ChannelState.Completed.class, stage.directory.state("words"));
    }

    @Test
    void aReceiverThatOpensAfterCompletionIsToldOfTheSendersThatMayHaveValues() {
        openTwoSendersAndAReceiver(SPEC);
        stage.end(sender, EndState.DONE);
        stage.end(other, EndState.DONE);
        stage.close(sender);
        stage.drain();
        stage.open(end(A, 2), Role.RECEIVER);
        assertEquals(
                "a: OPENED COMPLETED [c1] lost [] [a2, b1, c1]", stage.drain().getFirst());
    }

    @Test
    void aChannelStartsAnewWhenItsLastEndIsGone() {
        stage.joined(A, B);
        stage.open(sender, Role.SENDER);
        stage.end(sender, EndState.DONE);
        stage.close(sender);
        assertNull(stage.directory.state("words"));
        assertEquals(new DirectoryStatus(2, 0, 0, false), stage.directory.status());
        long before = openedGeneration(stage.messages());
        stage.open(receiver, Role.RECEIVER);
        long after = openedGeneration(stage.messages());
        assertTrue(after > before, after + " after " + before);
        assertInstanceOf(ChannelState.Live.class, stage.directory.state("words"));
    }

    @Test
    void anErrorOfOneSenderFailsTheChannelAtOnce() {
        openTwoSendersAndAReceiver(SPEC);
        stage.end(sender, BROKEN);
        assertEquals("b: FAILED APPLICATION_ERROR by a1 [a1, c1]", stage.drain().get(1));
        stage.end(other, EndState.DONE);
        assertInstanceOf(ChannelState.Failed.class, stage.directory.state("words"));
    }

    @Test
    void aSenderClosedWithoutDoneFailsTheChannel() {
        openTwoSendersAndAReceiver(SPEC);
        stage.close(sender);
        assertEquals(
                List.of("b: FAILED CLOSED_WITHOUT_DONE by a1 [a1, c1]", "b: GONE a1 CLOSED"),
                stage.drain().stream().filter(each -> each.startsWith("b")).toList());
    }

    @Test
    void aWithdrawnSenderLeavesNoTrace() {
        openTwoSendersAndAReceiver(SPEC);
        stage.withdraw(sender);
        assertEquals(List.of("b: GONE a1 WITHDRAWN", "c: GONE a1 WITHDRAWN", "a: HEARD 1"), stage.drain());
        stage.end(other, EndState.DONE);
        assertEquals("b: COMPLETED [c1] lost []", stage.drain().getLast());
    }

    @Test
    void aWithdrawnSenderIsNotCounted() {
        ChannelSpec two = Stage.spec("words", 2, false, false);
        openTwoSendersAndAReceiver(two);
        stage.withdraw(sender);
        stage.end(other, EndState.DONE);
        assertInstanceOf(ChannelState.Live.class, stage.directory.state("words"));
    }

    @Test
    void anOpenWithAnUncheckedSchemaIsRefusedAndNobodyHearsOfIt() {
        stage.joined(A, B, C);
        stage.open(receiver, Role.RECEIVER, "string");
        stage.drain();
        stage.open(sender, Role.SENDER, "int");
        List<Outgoing> said = stage.messages();
        ToClient.Refused refused =
                assertInstanceOf(ToClient.Refused.class, said.getFirst().message());
        assertEquals(1, said.size());
        assertEquals(RefusalCode.SCHEMAS, refused.code());
        assertEquals(List.of(new SchemaOf(Schema.of(Stage.schema("string")), "b", Role.RECEIVER)), refused.schemas());
        stage.open(sender, Role.SENDER, "int", "string");
        assertEquals("a: OPENED LIVE [a1, b1]", stage.drain().getFirst());
    }

    @Test
    void aSchemaThatCameBetweenTheCheckAndTheOpenIsCheckedToo() {
        stage.joined(A, B, C);
        stage.open(receiver, Role.RECEIVER, "string");
        stage.open(sender, Role.SENDER, "int");
        stage.open(other, Role.RECEIVER, "long");
        stage.drain();
        stage.open(sender, Role.SENDER, "int", "string");
        ToClient.Refused refused = assertInstanceOf(
                ToClient.Refused.class, stage.messages().getFirst().message());
        assertEquals(
                List.of(Stage.fingerprint("long")),
                refused.schemas().stream().map(SchemaOf::fingerprint).toList());
    }

    @Test
    void aSchemaThatBothRolesHaveIsCheckedAgainstBoth() {
        stage.joined(A, B, C);
        stage.open(receiver, Role.RECEIVER, "string");
        stage.open(sender, Role.SENDER, "string");
        stage.drain();
        stage.open(other, Role.RECEIVER, "long");
        ToClient.Refused refused = assertInstanceOf(
                ToClient.Refused.class, stage.messages().getFirst().message());
        assertEquals(List.of(new SchemaOf(Schema.of(Stage.schema("string")), "a", Role.SENDER)), refused.schemas());
        stage.close(receiver);
        stage.drain();
        stage.open(other, Role.RECEIVER, "long");
        assertInstanceOf(ToClient.Refused.class, stage.messages().getFirst().message());
        stage.close(sender);
        stage.drain();
        stage.open(other, Role.RECEIVER, "long");
        assertEquals("c: OPENED LIVE [c1]", stage.drain().getFirst());
    }

    @Test
    void endsOfOneRoleAreNotCheckedAgainstEachOther() {
        stage.joined(A, B, C);
        stage.open(sender, Role.SENDER, "string");
        stage.drain();
        stage.open(other, Role.SENDER, "long");
        assertEquals("c: OPENED LIVE [c1, a1]", stage.drain().getFirst());
    }

    @Test
    void aSchemaIsForgottenWithTheLastEndThatHasIt() {
        stage.joined(A, B, C);
        stage.open(receiver, Role.RECEIVER, "string");
        stage.open(other, Role.RECEIVER, "long", "string");
        stage.close(other);
        stage.drain();
        stage.open(sender, Role.SENDER, "int", "string");
        assertEquals("a: OPENED LIVE [a1, b1]", stage.drain().getFirst());
    }

    @Test
    void anEndWithAnotherSpecIsRefusedWithBothInTheText() {
        stage.joined(A, B);
        stage.open(receiver, Role.RECEIVER);
        stage.drain();
        stage.open(sender, Stage.spec("words", 3, false, false), Role.SENDER);
        ToClient.Refused refused = assertInstanceOf(
                ToClient.Refused.class, stage.messages().getFirst().message());
        assertEquals(RefusalCode.SPEC_DIFFERS, refused.code());
        assertTrue(
                refused.text().contains("expectSenders=0") && refused.text().contains("expectSenders=3"),
                refused.text());
    }

    @Test
    void endsThatDoNotAgreeOnHowOftenAMessageMayComeAreRefused() {
        stage.joined(A, B);
        stage.open(receiver, Role.RECEIVER);
        stage.drain();
        stage.open(sender, new ChannelSpec("words", SPEC.capacity(), 0, false, false, true), Role.SENDER);
        ToClient.Refused refused = assertInstanceOf(
                ToClient.Refused.class, stage.messages().getFirst().message());
        assertEquals(RefusalCode.SPEC_DIFFERS, refused.code());
        assertTrue(
                refused.text().contains("atMostOnce=false") && refused.text().contains("atMostOnce=true"),
                refused.text());
    }

    @Test
    void aNewerIncarnationReplacesTheOlder() {
        openTwoSendersAndAReceiver(SPEC);
        NodeRef newer = new NodeRef("a", 11, 0);
        stage.apply(newer, new ToDirectory.Join(newer, List.of(), false, null));
        assertEquals(List.of("b: GONE a1 LOST", "c: GONE a1 LOST", "a: JOINED"), stage.drain());
        stage.end(sender, EndState.DONE);
        assertEquals(List.of(), stage.drain());
    }

    @Test
    void anOlderIncarnationIsIgnored() {
        openTwoSendersAndAReceiver(SPEC);
        NodeRef older = new NodeRef("a", 9, 0);
        stage.apply(older, new ToDirectory.Join(older, List.of(), false, null));
        stage.apply(older, new ToDirectory.CloseEnd(end(older, 1)));
        stage.directory.lost(older);
        assertEquals(List.of(), stage.drain());
        assertEquals(3, stage.directory.status().nodes());
    }

    @Test
    void aJoinOnANewLinkWithoutALossInBetweenLosesTheEndsOfTheOldOne() {
        openTwoSendersAndAReceiver(SPEC);
        stage.rejoin(A, Stage.HOST);
        assertEquals(List.of("b: GONE a1 LOST", "c: GONE a1 LOST", "a: JOINED"), stage.drain());
    }

    @Test
    void aNodeThatLeavesTakesItsDoneSendersInOrder() {
        openTwoSendersAndAReceiver(SPEC);
        stage.end(sender, EndState.DONE);
        stage.drain();
        stage.apply(A, new ToDirectory.LeaveNode());
        assertEquals(List.of("b: GONE a1 CLOSED", "c: GONE a1 CLOSED"), stage.drain());
        stage.end(other, EndState.DONE);
        assertEquals(List.of("b: COMPLETED [c1] lost []"), stage.drain());
    }

    @Test
    void aSenderThatComesBackWithItsNodeIsNeitherLostNorCountedTwice() {
        ChannelSpec three = Stage.spec("words", 3, false, false);
        openTwoSendersAndAReceiver(three);
        stage.directory.lost(A);
        stage.rejoin(A, Stage.HOST);
        stage.open(sender, three, Role.SENDER, EndState.DONE, null);
        stage.end(other, EndState.DONE);
        assertInstanceOf(ChannelState.Live.class, stage.directory.state("words"));
        stage.open(end(C, 2), three, Role.SENDER);
        stage.drain();
        stage.end(end(C, 2), EndState.DONE);
        assertEquals(List.of("b: COMPLETED [c1, c2, a1] lost []"), stage.drain());
    }

    @Test
    void aSenderWithoutWhichTheChannelHasCompletedIsLostHoweverItGoes() {
        stage.joined(A, B);
        stage.open(receiver, Role.RECEIVER);
        stage.open(sender, Role.SENDER);
        stage.open(end(A, 2), Role.SENDER);
        stage.directory.lost(A);
        stage.rejoin(A, Stage.HOST);
        stage.open(sender, Role.SENDER);
        stage.open(end(A, 2), Role.SENDER);
        stage.end(sender, EndState.DONE);
        stage.drain();
        stage.close(sender);
        stage.withdraw(end(A, 2));
        assertEquals(List.of("b: GONE a1 LOST", "b: GONE a2 LOST", "a: HEARD 2"), stage.drain());
    }

    @Test
    void aSenderWithoutWhichTheChannelHasCompletedIsLostThoughItComesBackToFail() {
        stage.joined(A, B);
        stage.open(receiver, Role.RECEIVER);
        stage.open(sender, Role.SENDER);
        stage.directory.lost(A);
        stage.rejoin(A, Stage.HOST);
        stage.open(sender, SPEC, Role.SENDER, BROKEN, null);
        stage.drain();
        stage.close(sender);
        assertEquals("b: GONE a1 LOST", stage.drain().getFirst());
    }

    @Test
    void aSenderSaidAgainAfterItWentIsNotCountedTwice() {
        ChannelSpec three = Stage.spec("words", 3, false, false);
        openTwoSendersAndAReceiver(three);
        stage.end(other, EndState.DONE);
        for (int times = 0; times < 3; times++) {
            stage.directory.lost(A);
            stage.rejoin(A, Stage.HOST);
            stage.open(sender, three, Role.SENDER, EndState.DONE, null);
            stage.close(sender);
        }
        assertInstanceOf(ChannelState.Live.class, stage.directory.state("words"));
    }

    @Test
    void afterARestartCompletionsWaitForTheGrace() {
        stage.rejoin(A, OLD_HOST);
        stage.rejoin(B, OLD_HOST);
        assertEquals(OptionalLong.of(stage.now + Stage.GRACE), stage.directory.deadline());
        stage.open(receiver, Role.RECEIVER);
        stage.open(sender, SPEC, Role.SENDER, EndState.DONE, null);
        stage.drain();
        stage.now += Stage.GRACE - 1;
        stage.directory.tick(stage.now);
        assertEquals(List.of(), stage.drain());
        stage.now++;
        stage.directory.tick(stage.now);
        assertEquals(List.of("b: COMPLETED [a1] lost []"), stage.drain());
        assertEquals(OptionalLong.empty(), stage.directory.deadline());
    }

    @Test
    void thereIsOneGraceInADirectorysLife() {
        stage.rejoin(A, OLD_HOST);
        stage.passGrace();
        stage.rejoin(B, OLD_HOST);
        assertEquals(OptionalLong.empty(), stage.directory.deadline());
    }

    @Test
    void aNodeThatRejoinsTheSameDirectoryStartsNoGrace() {
        stage.rejoin(A, Stage.HOST);
        assertEquals(OptionalLong.empty(), stage.directory.deadline());
    }

    @Test
    void aSenderThatAnotherNodeRemembersAndThatDoesNotComeBackIsLost() {
        stage.rejoin(B, OLD_HOST);
        stage.open(receiver, SPEC, Role.RECEIVER, EndState.OPEN, recall(ChannelState.Live.NEW, sender, other));
        stage.rejoin(C, OLD_HOST);
        stage.open(other, SPEC, Role.SENDER, EndState.DONE, null);
        stage.drain();
        stage.passGrace();
        assertEquals(List.of("b: GONE a1 LOST", "c: GONE a1 LOST", "b: COMPLETED [c1] lost [a1]"), stage.drain());
    }

    @Test
    void aSenderThatWentBeforeTheRestartIsStillCounted() {
        ChannelSpec two = Stage.spec("words", 2, false, false);
        ChannelState before = new ChannelState.Live(new ChannelState.Departed(List.of(sender), List.of(), 0));
        stage.rejoin(B, OLD_HOST);
        stage.open(receiver, two, Role.RECEIVER, EndState.OPEN, recall(before, other));
        stage.rejoin(C, OLD_HOST);
        stage.open(other, two, Role.SENDER, EndState.DONE, null);
        stage.drain();
        stage.passGrace();
        assertEquals("b: COMPLETED [c1] lost []", stage.drain().getFirst());
    }

    @Test
    void aSenderThatWasLostBeforeTheRestartIsStillNamed() {
        ChannelState before = new ChannelState.Live(new ChannelState.Departed(List.of(), List.of(sender), 0));
        stage.rejoin(C, OLD_HOST);
        stage.open(other, SPEC, Role.SENDER, EndState.DONE, recall(before));
        stage.drain();
        stage.passGrace();
        assertEquals("COMPLETED [c1] lost [a1]", Stage.text(stage.directory.state("words")));
    }

    @Test
    void anOutcomeBeforeTheRestartHoldsAfterIt() {
        stage.rejoin(B, OLD_HOST);
        ChannelState before = new ChannelState.Completed(List.of(), List.of());
        stage.open(receiver, SPEC, Role.RECEIVER, EndState.OPEN, recall(before));
        stage.passGrace();
        assertInstanceOf(ChannelState.Completed.class, stage.directory.state("words"));
    }

    @Test
    void anOpenSenderTakesNoPartInAnOutcomeBeforeTheRestart() {
        stage.rejoin(C, OLD_HOST);
        stage.open(other, Role.SENDER);
        stage.rejoin(B, OLD_HOST);
        ChannelState before = new ChannelState.Completed(List.of(), List.of());
        stage.open(receiver, SPEC, Role.RECEIVER, EndState.OPEN, recall(before));
        stage.drain();
        stage.passGrace();
        assertEquals(List.of("c: COMPLETED [] lost []", "b: COMPLETED [] lost []"), stage.drain());
    }

    @Test
    void aSenderThatAnOutcomeBeforeTheRestartNamesAsLostStaysLostWhetherItIsBackBeforeThatIsToldOrAfter() {
        stage.rejoin(C, OLD_HOST);
        stage.open(other, Role.SENDER);
        stage.rejoin(B, OLD_HOST);
        ChannelState before = new ChannelState.Completed(List.of(), List.of(sender, other));
        stage.open(receiver, SPEC, Role.RECEIVER, EndState.OPEN, recall(before));
        stage.rejoin(A, OLD_HOST);
        stage.open(sender, Role.SENDER);
        stage.drain();
        stage.passGrace();
        assertTrue(stage.drain().contains("b: COMPLETED [] lost [a1, c1]"));
        stage.end(sender, BROKEN);
        stage.close(sender);
        stage.close(other);
        List<String> told = stage.drain();
        assertTrue(told.containsAll(List.of("b: GONE a1 LOST", "b: GONE c1 LOST")), told.toString());
    }

    @Test
    void withoutAGraceARecallGoesOnWithAGenerationThatNobodyElseHas() {
        ChannelSpec two = Stage.spec("words", 2, false, false);
        stage.rejoin(C, Stage.HOST);
        ChannelState before = new ChannelState.Live(new ChannelState.Departed(List.of(), List.of(sender), 0));
        stage.open(other, two, Role.SENDER, EndState.DONE, recall(before));
        assertEquals("COMPLETED [c1] lost [a1]", Stage.text(stage.directory.state("words")));
    }

    @Test
    void aReceiverThatWasCutOffWhileItsChannelEndedHearsOfTheEndOnceItsSendersHadTimeToComeBack() {
        stage.rejoin(B, Stage.HOST);
        ChannelState before = new ChannelState.Live(new ChannelState.Departed(List.of(), List.of(), 0));
        stage.open(receiver, SPEC, Role.RECEIVER, EndState.OPEN, recall(before, sender));
        assertInstanceOf(ChannelState.Live.class, stage.directory.state("words"));
        stage.drain();
        stage.passGrace();
        assertEquals("b: COMPLETED [] lost [a1]", stage.drain().getLast());
    }

    @Test
    void aSenderThatComesBackWithinTheGraceOfItsChannelGoesOn() {
        stage.rejoin(B, Stage.HOST);
        ChannelState before = new ChannelState.Live(new ChannelState.Departed(List.of(), List.of(), 0));
        stage.open(receiver, SPEC, Role.RECEIVER, EndState.OPEN, recall(before, sender));
        stage.rejoin(A, Stage.HOST);
        stage.open(sender, Role.SENDER);
        stage.passGrace();
        assertInstanceOf(ChannelState.Live.class, stage.directory.state("words"));
    }

    @Test
    void afterTheGraceWhatANodeRemembersChangesNoChannelOfOthers() {
        stage.rejoin(B, OLD_HOST);
        stage.passGrace();
        stage.joined(C);
        stage.open(other, Role.SENDER);
        stage.open(
                receiver, SPEC, Role.RECEIVER, EndState.OPEN, recall(new ChannelState.Completed(List.of(), List.of())));
        assertInstanceOf(ChannelState.Live.class, stage.directory.state("words"));
    }

    @Test
    void whoRemembersAnOutcomeIsToldWhichOfItsSendersAreGone() {
        stage.joined(C);
        stage.open(other, Role.SENDER);
        stage.rejoin(B, Stage.HOST);
        stage.drain();
        ChannelState before = new ChannelState.Completed(List.of(), List.of());
        stage.open(receiver, SPEC, Role.RECEIVER, EndState.OPEN, recall(before, sender, other, end(B, 2)));
        assertEquals(
                List.of("b: OPENED LIVE [b1, c1]", "c: APPEARED b1 OPEN", "b: GONE a1 LOST"),
                stage.drain(),
                "c1 is there, and b2 its own");
    }

    @Test
    void whoWaitsForASenderHearsThatItIsGoneOnceAnotherNodeKnows() {
        ChannelState outcome = new ChannelState.Completed(List.of(), List.of());
        ChannelState later = new ChannelState.Live(new ChannelState.Departed(List.of(sender), List.of(), 0));
        stage.rejoin(B, OLD_HOST);
        stage.open(receiver, SPEC, Role.RECEIVER, EndState.OPEN, recall(outcome, sender));
        stage.rejoin(C, OLD_HOST);
        stage.drain();
        stage.open(end(C, 2), SPEC, Role.RECEIVER, EndState.OPEN, recall(later));
        assertEquals("b: GONE a1 CLOSED", stage.drain().getFirst());
    }

    @Test
    void whoWaitsForASenderHearsThatItIsGoneIfAnotherNodeKnewBefore() {
        ChannelState outcome = new ChannelState.Completed(List.of(), List.of());
        ChannelState later = new ChannelState.Live(new ChannelState.Departed(List.of(sender), List.of(), 0));
        stage.rejoin(C, OLD_HOST);
        stage.open(end(C, 2), SPEC, Role.RECEIVER, EndState.OPEN, recall(later));
        stage.rejoin(B, OLD_HOST);
        stage.drain();
        stage.open(receiver, SPEC, Role.RECEIVER, EndState.OPEN, recall(outcome, sender));
        assertEquals("b: GONE a1 CLOSED", stage.drain().getLast());
    }

    @Test
    void anOutcomeThatANodeRemembersWaitsForTheNodesOwnSenders() {
        stage.rejoin(A, Stage.HOST);
        ChannelState before = new ChannelState.Completed(List.of(), List.of());
        stage.open(end(A, 2), SPEC, Role.RECEIVER, EndState.OPEN, recall(before, sender));
        assertInstanceOf(ChannelState.Live.class, stage.directory.state("words"));
        stage.open(sender, SPEC, Role.SENDER, EndState.DONE, null);
        assertEquals("COMPLETED [a1] lost []", Stage.text(stage.directory.state("words")));
        assertEquals(OptionalLong.empty(), stage.directory.deadline(), "nobody is waited for");
    }

    @Test
    void anEndSaidTwiceOnOneLinkIsAnsweredTwiceAndIsOne() {
        stage.joined(A);
        stage.open(sender, Role.SENDER);
        stage.open(sender, SPEC, Role.SENDER, EndState.DONE, null);
        assertEquals(List.of("a: OPENED LIVE [a1]", "a: OPENED LIVE [a1]"), stage.drain());
        assertInstanceOf(ChannelState.Completed.class, stage.directory.state("words"));
        assertEquals(1, stage.directory.status().ends());
    }

    @Test
    void tooManyEndsOfANodeAreRefused() {
        Stage small = new Stage(new DirectoryLimits(10, 2, 64, Duration.ofSeconds(4)));
        small.joined(A, B);
        small.open(end(A, 1), Role.SENDER);
        small.open(end(A, 2), Role.SENDER);
        small.open(end(A, 3), Role.SENDER);
        small.open(end(B, 1), Role.SENDER);
        assertEquals(
                List.of("a: REFUSED LIMIT", "b: OPENED LIVE [b1, a1, a2]", "a: APPEARED b1 OPEN"),
                small.drain().subList(2, 5));
    }

    @Test
    void tooManyChannelsAreRefused() {
        Stage small = new Stage(new DirectoryLimits(1, 10, 64, Duration.ofSeconds(4)));
        small.joined(A);
        small.open(end(A, 1), Role.SENDER);
        small.open(end(A, 2), ChannelSpec.of("shouts"), Role.SENDER);
        assertEquals("a: REFUSED LIMIT", small.drain().get(1));
    }

    @Test
    void tooManySchemasOfAChannelAreRefused() {
        Stage small = new Stage(new DirectoryLimits(10, 10, 1, Duration.ofSeconds(4)));
        small.joined(A, B);
        small.open(sender, Role.SENDER, "int");
        small.open(receiver, Role.RECEIVER, "long", "int");
        small.open(receiver, Role.RECEIVER, "int");
        assertEquals(
                List.of("b: REFUSED LIMIT", "b: OPENED LIVE [b1, a1]"),
                small.drain().subList(1, 3));
    }

    @Test
    void sendersWhoseNamesDoNotFitOneMessageAreRefused() {
        stage.joined(B);
        stage.open(receiver, Role.RECEIVER);
        List<Outgoing> refusals = new ArrayList<>();
        int admitted = 0;
        String longName = "n".repeat(FrameLimits.MAX_NODE_ID_BYTES - 4);
        while (refusals.isEmpty()) {
            NodeRef node = new NodeRef("%04d".formatted(admitted) + longName, 1, 1);
            stage.joined(node);
            stage.open(end(node, 1), Role.SENDER);
            stage.messages().stream()
                    .filter(each -> each.message() instanceof ToClient.Refused)
                    .forEach(refusals::add);
            admitted++;
        }
        assertEquals(RefusalCode.LIMIT, ((ToClient.Refused) refusals.getFirst().message()).code());
        assertTrue(admitted > 400, "admitted " + admitted);
        // The largest channel's messages still fit.
        stage.open(end(B, 2), Role.RECEIVER);
        for (Member each : stage.directory.members("words")) {
            if (each.role() == Role.SENDER) {
                stage.end(each.end(), EndState.DONE);
            }
        }
        stage.open(end(B, 3), Role.RECEIVER);
        List<Outgoing> said = stage.messages();
        said.stream().filter(each -> each.to().equals(B)).forEach(each -> DirectoryCodec.encode(each.message()));
        assertTrue(said.stream().anyMatch(each -> each.message() instanceof ToClient.Completed));
    }

    @Test
    void membersThatDoNotFitTheAnswerFollow() {
        stage.joined(A, B);
        int many = 2_000;
        for (int number = 0; number < many; number++) {
            stage.open(end(A, number), Role.RECEIVER);
            stage.messages();
        }
        stage.open(receiver, Role.RECEIVER);
        List<Outgoing> toB =
                stage.messages().stream().filter(each -> each.to().equals(B)).toList();
        ToClient.Opened opened =
                assertInstanceOf(ToClient.Opened.class, toB.getFirst().message());
        assertTrue(DirectoryCodec.encode(opened).length <= DirectoryBounds.MAX_MEMBERS_BYTES + 100);
        assertEquals(many + 1, opened.members().size() + toB.size() - 1);
    }

    @Test
    void lostSendersBeyondTheNamedOnesAreCounted() {
        ChannelSpec many = Stage.spec("words", 301, false, false);
        stage.joined(A, B);
        stage.open(receiver, many, Role.RECEIVER);
        for (int number = 0; number < 300; number++) {
            stage.open(end(A, number), many, Role.SENDER);
        }
        stage.directory.lost(A);
        ChannelState.Live live = assertInstanceOf(ChannelState.Live.class, stage.directory.state("words"));
        assertEquals(DirectoryBounds.MAX_NAMED_DEPARTED, live.departed().lost().size());
        assertEquals(300 - DirectoryBounds.MAX_NAMED_DEPARTED, live.departed().unnamed());
        stage.open(end(B, 2), many, Role.SENDER);
        stage.end(end(B, 2), EndState.DONE);
        assertInstanceOf(ChannelState.Completed.class, stage.directory.state("words"));
    }

    @Test
    void whatANodeMayNotSayIsAViolation() {
        stage.joined(A, B);
        stage.open(receiver, Role.RECEIVER);
        stage.open(sender, Role.SENDER);
        stage.drain();
        violates(A, new ToDirectory.CloseEnd(receiver));
        violates(A, new ToDirectory.EndSender(sender, EndState.OPEN));
        violates(B, new ToDirectory.EndSender(receiver, EndState.DONE));
        violates(C, new ToDirectory.CloseEnd(other));
        violates(A, new ToDirectory.Join(B, List.of(), false, null));
        violates(A, new ToClient.Joined(Stage.HOST));
        violates(
                B,
                new ToDirectory.OpenEnd(
                        9, end(B, 9), SPEC, Role.RECEIVER, EndState.DONE, Schema.of(new byte[0]), List.of(), null));
        violates(
                B,
                new ToDirectory.OpenEnd(
                        9, receiver, SPEC, Role.SENDER, EndState.OPEN, Schema.of(new byte[0]), List.of(), null));
        assertEquals(List.of(), stage.drain());
        assertEquals(new DirectoryStatus(2, 1, 2, false), stage.directory.status());
    }

    private void violates(NodeRef from, DirectoryMessage message) {
        assertThrows(ProtocolViolation.class, () -> stage.apply(from, message), message.toString());
    }

    private void openTwoSendersAndAReceiver(ChannelSpec spec) {
        stage.joined(A, B, C);
        stage.open(sender, spec, Role.SENDER);
        stage.open(receiver, spec, Role.RECEIVER);
        stage.open(other, spec, Role.SENDER);
        stage.drain();
    }

    private static ToDirectory.Recall recall(ChannelState state, EndRef... present) {
        return new ToDirectory.Recall(state, List.of(present));
    }

    private static long openedGeneration(List<Outgoing> said) {
        return said.stream()
                .map(Outgoing::message)
                .filter(ToClient.Opened.class::isInstance)
                .mapToLong(each -> ((ToClient.Opened) each).generation())
                .findFirst()
                .orElseThrow();
    }
}
