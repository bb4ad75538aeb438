package dev.strait.wire.directory;

import static dev.strait.wire.directory.Stage.A;
import static dev.strait.wire.directory.Stage.B;
import static dev.strait.wire.directory.Stage.C;
import static dev.strait.wire.directory.Stage.HOST;
import static dev.strait.wire.directory.Stage.SPEC;
import static dev.strait.wire.directory.Stage.end;
import static dev.strait.wire.directory.Stage.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.directory.DirectoryEvent.AppearedEvent;
import dev.strait.wire.directory.DirectoryEvent.CompletedEvent;
import dev.strait.wire.directory.DirectoryEvent.FailedEvent;
import dev.strait.wire.directory.DirectoryEvent.GoneEvent;
import dev.strait.wire.directory.DirectoryEvent.OpenedEvent;
import dev.strait.wire.directory.DirectoryEvent.RefusedEvent;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.ProtocolViolation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients of nodes a, b and c with a real directory, each message delivered at once. */
class DirectoryClientTest {
    private static final NodeRef NEW_HOST = new NodeRef("host", 2, 1);
    private static final EndRef SENDER = end(A, 1);
    private static final EndRef RECEIVER = end(B, 1);
    private static final EndRef OTHER = end(C, 1);

    private final DirectoryClient a = new DirectoryClient(A, List.of());
    private final DirectoryClient b = new DirectoryClient(B, List.of());
    private final DirectoryClient c = new DirectoryClient(C, List.of());
    private final List<DirectoryClient> clients = List.of(a, b, c);
    private Directory directory = new Directory(HOST, DirectoryLimits.DEFAULT);
    private NodeRef host = HOST;
    private long now = 1;

    @Test
    void anOpenWaitsForADirectory() {
        b.open(RECEIVER, SPEC, Role.RECEIVER, schema("string"));
        assertNull(b.pollMessage());
        b.attached(HOST);
        settle();
        assertEquals(List.of("Opened b1 [b1]"), events(b));
    }

    @Test
    void theOwnerIsToldOfEveryEventOfOthersAndOfNoneOfItsOwn() {
        openAll();
        assertEquals(List.of("Opened b1 [b1, a1]", "Appeared c1"), events(b));
        a.endSender(SENDER, EndState.DONE);
        c.endSender(OTHER, EndState.DONE);
        settle();
        a.closeEnd(SENDER);
        settle();
        b.closeEnd(RECEIVER);
        settle();
        assertEquals(List.of("Completed [a1, c1] lost []", "Gone a1 CLOSED"), events(b));
        assertEquals(List.of(), b.ends());
        assertEquals(List.of(), b.members("words"));
    }

    @Test
    void whatWasSaidWhileDetachedIsSaidOnTheNextLink() {
        openAll();
        detach(a, true);
        a.endSender(SENDER, EndState.DONE);
        c.endSender(OTHER, EndState.DONE);
        settle();
        events(b);
        a.attached(host);
        settle();
        assertEquals(List.of("Appeared a1"), events(b));
        assertEquals(
                "[a1 SENDER, b1 RECEIVER, c1 SENDER]",
                Stage.roles(b.members("words")).toString());
    }

    @Test
    void aSenderClosedWhileDetachedIsNotLost() {
        openAll();
        detach(a, true);
        a.endSender(SENDER, EndState.DONE);
        a.closeEnd(SENDER);
        a.attached(host);
        settle();
        events(b);
        c.endSender(OTHER, EndState.DONE);
        settle();
        assertEquals(List.of("Completed [c1] lost []"), events(b));
        assertEquals(List.of(), a.ends());
    }

    @Test
    void aCloseWhoseAcknowledgementWasLostIsSaidAgainAndCountedOnce() {
        openAll();
        a.endSender(SENDER, EndState.DONE);
        a.closeEnd(SENDER);
        up(a);
        detach(a, true); // GONE was on its way
        assertEquals(EndPhase.CLOSING, a.ends().getFirst().phase());
        a.attached(host);
        settle();
        assertEquals(List.of(), a.ends());
        ChannelState.Live live = assertInstanceOf(ChannelState.Live.class, directory.state("words"));
        assertEquals(List.of(SENDER), live.departed().closed());
    }

    @Test
    void afterAnotherLinkOnlyNewMembersAndSendersThatAreGoneAreTold() {
        openAll();
        events(b);
        detach(b, true);
        a.open(end(A, 2), SPEC, Role.SENDER, schema("string"));
        c.endSender(OTHER, EndState.DONE);
        c.closeEnd(OTHER);
        settle();
        b.attached(host);
        settle();
        assertEquals(List.of("Appeared a2", "Gone c1 CLOSED"), events(b));
        assertEquals(
                "[a1 SENDER OPEN, a2 SENDER OPEN, b1 RECEIVER OPEN]",
                Stage.names(b.members("words")).toString());
    }

    @Test
    void aMemberThatTheOwnerForgotIsToldAgain() {
        openAll();
        events(b);
        detach(b, true);
        b.forget("words", SENDER);
        b.attached(host);
        settle();
        assertEquals(List.of("Appeared a1"), events(b));
    }

    @Test
    void aMemberThatCameWhileTheOnlyEndWasClosingIsToldToALaterEnd() {
        clients.forEach(each -> each.attached(host));
        a.open(SENDER, SPEC, Role.SENDER, schema("string"));
        settle();
        c.open(end(C, 2), SPEC, Role.RECEIVER, schema("text")); // refused, and not checked yet
        c.open(OTHER, SPEC, Role.SENDER, schema("string"));
        settle();
        c.endSender(OTHER, EndState.DONE);
        c.closeEnd(OTHER); // and the directory is gone before it hears of it
        a.open(end(A, 2), SPEC, Role.SENDER, schema("string"));
        up(a);
        down();
        events(c);
        restart();
        c.attached(host);
        settle();
        assertEquals(List.of("Opened c2 [c2]"), events(c));
        a.attached(host);
        settle();
        a.checked(1, List.of(Stage.fingerprint("text")));
        a.checked(2, List.of(Stage.fingerprint("text")));
        settle();
        assertEquals(List.of("Appeared a1", "Appeared a2"), events(c));
    }

    @Test
    void anOutcomeThatCameWhileDetachedIsTold() {
        openAll();
        events(b);
        detach(b, true);
        a.endSender(SENDER, EndState.DONE);
        c.endSender(OTHER, EndState.DONE);
        settle();
        b.attached(host);
        settle();
        assertEquals(List.of("Completed [a1, c1] lost []"), events(b));
    }

    @Test
    void aFailureThatCameWhileDetachedIsTold() {
        openAll();
        events(b);
        detach(b, true);
        a.endSender(SENDER, Stage.BROKEN);
        settle();
        b.attached(host);
        settle();
        assertEquals(List.of("Failed APPLICATION_ERROR by a1"), events(b));
    }

    @Test
    void anOutcomeIsToldOnceThoughTheDirectoryIsRestarted() {
        openAll();
        a.endSender(SENDER, EndState.DONE);
        c.endSender(OTHER, EndState.DONE);
        settle();
        events(b);
        restart();
        clients.forEach(each -> each.attached(host));
        settle();
        passGrace();
        assertEquals(List.of(), events(b));
        b.open(end(B, 2), SPEC, Role.RECEIVER, schema("string"));
        settle();
        OpenedEvent opened = assertInstanceOf(OpenedEvent.class, b.pollEvent());
        assertEquals("COMPLETED [a1, c1] lost []", Stage.text(opened.state()));
    }

    @Test
    void aNewEndIsToldTheOutcomeThatOthersKnewBeforeTheRestart() {
        openAll();
        a.endSender(SENDER, EndState.DONE);
        c.endSender(OTHER, EndState.DONE);
        settle();
        events(b);
        restart();
        clients.forEach(each -> each.attached(host));
        settle();
        b.open(end(B, 2), SPEC, Role.RECEIVER, schema("string"));
        settle();
        OpenedEvent opened = assertInstanceOf(OpenedEvent.class, b.pollEvent());
        assertEquals("LIVE", Stage.text(opened.state()));
        passGrace();
        assertEquals(List.of("Completed [a1, c1] lost []"), events(b));
    }

    @Test
    void aSenderThatDiedWithTheDirectoryIsLost() {
        openAll();
        events(b);
        restart();
        b.forget("words", SENDER); // its session is lost too
        b.attached(host);
        c.attached(host);
        c.endSender(OTHER, EndState.DONE);
        settle();
        assertEquals(List.of(), events(b));
        passGrace();
        assertEquals(List.of("Completed [c1] lost [a1]"), events(b));
    }

    @Test
    void aMemberThatTheSameDirectoryNoLongerNamedIsToldWhenItComesBack() {
        openAll();
        events(b);
        detach(b, true);
        detach(a, true);
        b.attached(host);
        settle();
        assertEquals(List.of("Gone a1 LOST"), events(b));
        a.attached(host);
        settle();
        assertEquals(List.of("Appeared a1"), events(b));
    }

    @Test
    void sendersThatTheDirectoryAwaitsAreRecalledAgainByANodeThatIsCutOffMeanwhile() {
        openAll();
        events(b);
        detach(b, true);
        detach(a, true);
        detach(c, true);
        b.attached(host);
        settle();
        detach(b, true);
        b.attached(host);
        settle();
        assertEquals(List.of(), events(b), "they may come back yet");
        passGrace();
        assertEquals(List.of("Gone a1 LOST", "Gone c1 LOST", "Completed [] lost [a1, c1]"), events(b));
    }

    @Test
    void aReceiverOfAChannelThatHasFailedHearsThatTheSenderItWaitsForIsGone() {
        failedAndGoneWhileDetached();
        b.attached(host);
        settle();
        assertEquals(List.of(), events(b), "it may come back yet");
        passGrace();
        assertEquals(List.of("Gone a1 LOST", "Gone c1 LOST"), events(b));
    }

    @Test
    void itHearsThatToThoughTheNameHasAnotherLifeByThen() {
        failedAndGoneWhileDetached();
        c.open(end(C, 2), SPEC, Role.SENDER, schema("string"));
        settle();
        b.attached(host);
        settle();
        assertEquals(List.of("Appeared c2", "Gone a1 LOST", "Gone c1 LOST"), events(b));
    }

    @Test
    void itHearsThatToOfANewDirectoryWhoseGraceIsOver() {
        failedAndGoneWhileDetached();
        restart();
        c.attached(host);
        c.open(end(C, 2), SPEC, Role.SENDER, schema("string"));
        settle();
        passGrace();
        b.attached(host);
        settle();
        assertEquals(List.of("Appeared c2", "Gone a1 LOST", "Gone c1 LOST"), events(b));
    }

    @Test
    void itHearsThatToThoughTheEndThatWasToTellItIsRefusedForGood() {
        openAll();
        long request = b.open(end(B, 2), SPEC, Role.RECEIVER, schema("text"));
        settle();
        b.checked(request, List.of(Stage.fingerprint("string")));
        settle();
        events(b);
        failAndGoWhileDetached();
        restart(new DirectoryLimits(100, 100, 1, Duration.ofNanos(Stage.GRACE)));
        c.attached(host);
        c.open(end(C, 2), SPEC, Role.RECEIVER, schema("text"));
        settle();
        passGrace();
        b.attached(host);
        settle();
        assertEquals(List.of("Refused b1 LIMIT", "Appeared c2", "Gone a1 LOST", "Gone c1 LOST"), events(b));
    }

    @Test
    void itHearsThatOfEverySenderThoughNotAllOfThemFitOneOpen() {
        clients.forEach(each -> each.attached(host));
        b.open(RECEIVER, SPEC, Role.RECEIVER, schema("string"));
        settle();
        int senders = 3 * DirectoryBounds.MAX_RECALLED_BYTES / 40;
        for (int i = 0; i < senders; i++) {
            b.met("words", end(new NodeRef("node-number-" + i, 1, 1), 1));
        }
        events(b);
        restart();
        c.attached(host);
        c.open(end(C, 2), SPEC, Role.SENDER, schema("string"));
        settle();
        passGrace();
        b.attached(host);
        int told = 0;
        for (int rounds = 0; rounds < 10; rounds++) {
            up(b);
            for (Outgoing each = directory.poll(); each != null; each = directory.poll()) {
                told += each.message() instanceof ToClient.Gone ? 1 : 0;
                if (each.to().equals(B)) {
                    b.received(each.message());
                }
            }
        }
        assertEquals(senders, told);
    }

    private void failedAndGoneWhileDetached() {
        openAll();
        failAndGoWhileDetached();
        assertNull(directory.state("words"));
    }

    private void failAndGoWhileDetached() {
        a.endSender(SENDER, Stage.BROKEN);
        settle();
        assertEquals("Failed APPLICATION_ERROR by a1", events(b).getLast());
        detach(b, true);
        a.closeEnd(SENDER);
        c.closeEnd(OTHER);
        settle();
    }

    @Test
    void anOutcomeThatANodeBringsBackNamesAllItsSenders() {
        a.attached(host);
        a.open(end(A, 1), SPEC, Role.RECEIVER, schema("string"));
        a.open(end(A, 2), SPEC, Role.SENDER, schema("string"));
        a.open(end(A, 3), SPEC, Role.SENDER, schema("string"));
        a.endSender(end(A, 2), EndState.DONE);
        a.endSender(end(A, 3), EndState.DONE);
        settle();
        assertEquals("Completed [a2, a3] lost []", events(a).getLast());
        detach(a, true);
        a.attached(host);
        settle();
        assertEquals("COMPLETED [a2, a3] lost []", Stage.text(directory.state("words")));
    }

    @Test
    void aChannelThatANodeBringsBackIsNotCompleteWhileASenderOfTheNodeIsOpen() {
        a.attached(host);
        a.open(end(A, 1), SPEC, Role.SENDER, schema("string"));
        a.open(end(A, 2), SPEC, Role.SENDER, schema("string"));
        a.endSender(end(A, 1), EndState.DONE);
        settle();
        detach(a, true);
        a.attached(host);
        settle();
        assertEquals("LIVE", Stage.text(directory.state("words")));
    }

    @Test
    void whatWasToBeToldWithARefusedOpenIsToldThoughAnotherEndHasOpenedMeanwhile() {
        openAll();
        b.open(end(B, 2), SPEC, Role.SENDER, schema("string"));
        for (EndRef each : List.of(SENDER, OTHER, end(B, 2))) {
            clients.get(List.of(A, B, C).indexOf(each.node())).endSender(each, EndState.DONE);
        }
        settle();
        assertEquals("Completed [a1, b2, c1] lost []", events(b).getLast());
        restart();
        c.attached(host);
        c.open(end(C, 2), SPEC, Role.SENDER, schema("text"));
        settle();
        b.attached(host);
        settle();
        RefusedEvent refused = assertInstanceOf(RefusedEvent.class, b.pollEvent());
        assertEquals(RECEIVER, refused.end());
        assertTrue(directory.members("words").stream().anyMatch(it -> it.end().equals(end(B, 2))), "the other is open");
        b.checked(refused.request(), List.of(refused.schemas().getFirst().fingerprint()));
        settle();
        passGrace();
        assertInstanceOf(ChannelState.Completed.class, directory.state("words"), "though c2 is open");
    }

    @Test
    void aSenderThatWentInOrderWhileDetachedIsNotLostInALaterRestart() {
        openAll();
        detach(b, true);
        a.endSender(SENDER, EndState.DONE);
        settle();
        a.closeEnd(SENDER);
        settle();
        b.attached(host);
        settle();
        events(b);
        restart();
        b.attached(host);
        c.attached(host);
        c.endSender(OTHER, EndState.DONE);
        settle();
        passGrace();
        assertEquals(List.of("Completed [c1] lost []"), events(b));
    }

    @Test
    void aSenderThatWentInOrderBeforeTheRestartIsCountedAfterIt() {
        ChannelSpec two = Stage.spec("words", 2, false, false);
        clients.forEach(each -> each.attached(host));
        b.open(RECEIVER, two, Role.RECEIVER, schema("string"));
        settle();
        a.open(SENDER, two, Role.SENDER, schema("string"));
        a.endSender(SENDER, EndState.DONE);
        a.closeEnd(SENDER);
        settle();
        events(b);
        restart();
        clients.forEach(each -> each.attached(host));
        c.open(OTHER, two, Role.SENDER, schema("string"));
        c.endSender(OTHER, EndState.DONE);
        settle();
        passGrace();
        assertEquals(List.of("Appeared c1", "Completed [c1] lost []"), events(b));
    }

    @Test
    void aSenderThatIsClosedAfterItsChannelIsOverDoesNotFailTheNextOfThatName() {
        nextOfTheNameWhileDetached();
        a.attached(host);
        settle();
        a.closeEnd(SENDER);
        settle();
        assertEquals(List.of("Appeared a1", "Gone a1 WITHDRAWN"), events(b));
        assertEquals(List.of(), a.ends());
    }

    @Test
    void aSenderThatWasClosedWhileDetachedDoesNotFailTheNextOfThatName() {
        nextOfTheNameWhileDetached();
        a.closeEnd(SENDER);
        a.attached(host);
        settle();
        assertEquals(List.of("Appeared a1", "Gone a1 WITHDRAWN"), events(b));
        assertEquals(List.of(), a.ends());
    }

    @Test
    void aSenderOfTheNextChannelOfTheNameFailsItThoughTheNodeHasOneOfTheLast() {
        nextOfTheNameWhileDetached();
        a.attached(host);
        a.open(end(A, 2), SPEC, Role.SENDER, schema("string"));
        settle();
        a.closeEnd(SENDER);
        settle();
        assertEquals(List.of("Appeared a1", "Appeared a2", "Gone a1 WITHDRAWN"), events(b));
        a.closeEnd(end(A, 2));
        settle();
        assertEquals(List.of("Failed CLOSED_WITHOUT_DONE by a2", "Gone a2 CLOSED"), events(b));
    }

    /** A channel with a sender of a has failed, a was told, and while a was away it ended and its name was used again. */
    private void nextOfTheNameWhileDetached() {
        openAll();
        c.endSender(OTHER, Stage.BROKEN);
        settle();
        assertEquals("Failed APPLICATION_ERROR by c1", events(a).getLast());
        detach(a, true);
        c.closeEnd(OTHER);
        b.closeEnd(RECEIVER);
        settle();
        b.open(end(B, 2), SPEC, Role.RECEIVER, schema("string"));
        settle();
        events(b);
    }

    @Test
    void aReceiverHearsTheOutcomeThoughTheOnlySenderWasClosedBesideItWhileDetached() {
        senderAndReceiverOfA();
        detach(a, true);
        a.endSender(SENDER, EndState.DONE);
        a.closeEnd(SENDER);
        a.attached(host);
        settle();
        assertEquals(List.of("Completed [a1] lost []"), events(a));
        assertEquals("[a2 RECEIVER OPEN]", Stage.names(a.members("words")).toString());
    }

    @Test
    void aReceiverHearsTheOutcomeThoughTheOnlySenderWasClosedBesideItBeforeTheRestart() {
        senderAndReceiverOfA();
        a.endSender(SENDER, EndState.DONE);
        a.closeEnd(SENDER);
        restart();
        a.attached(host);
        settle();
        assertEquals(List.of(), events(a), "others may come back");
        passGrace();
        assertEquals(List.of("Completed [] lost []"), events(a));
    }

    @Test
    void aNewEndIsToldOfMembersThatAnOlderOneKnewBeforeTheRestart() {
        openAll();
        restart();
        b.attached(host);
        b.open(end(B, 2), SPEC, Role.RECEIVER, schema("string"));
        settle();
        events(b);
        a.attached(host);
        c.attached(host);
        settle();
        assertEquals(List.of("Appeared a1", "Appeared c1"), events(b));
        a.endSender(SENDER, Stage.BROKEN);
        a.closeEnd(SENDER);
        settle();
        assertEquals(List.of("Failed APPLICATION_ERROR by a1", "Gone a1 CLOSED"), events(b));
    }

    @Test
    void aNewEndIsToldOfMembersThatDidNotFitTheAnswer() {
        openAll();
        int many = 2 * DirectoryBounds.MAX_MEMBERS_BYTES / 64;
        for (int i = 2; i < many; i++) {
            c.open(end(C, i), SPEC, Role.SENDER, schema("string"));
        }
        settle();
        events(b);
        b.open(end(B, 2), SPEC, Role.RECEIVER, schema("string"));
        settle();
        OpenedEvent opened = assertInstanceOf(OpenedEvent.class, b.pollEvent());
        List<String> rest = events(b);
        assertFalse(rest.isEmpty(), "the answer holds them all");
        assertEquals(directory.members("words").size(), opened.members().size() + rest.size());
    }

    @Test
    void schemasAreCheckedByTheOwnerUntilNoneIsMissing() {
        clients.forEach(each -> each.attached(host));
        b.open(RECEIVER, SPEC, Role.RECEIVER, schema("string"));
        settle();
        long request = a.open(SENDER, SPEC, Role.SENDER, schema("text"));
        settle();
        RefusedEvent refused = assertInstanceOf(RefusedEvent.class, a.pollEvent());
        assertEquals(request, refused.request());
        assertEquals(SENDER, refused.end());
        a.checked(request, List.of(refused.schemas().getFirst().fingerprint()));
        settle();
        assertEquals(List.of("Opened a1 [a1, b1]"), events(a));
    }

    @Test
    void aTypeClashIsWithdrawnAndNobodyElseSawIt() {
        clients.forEach(each -> each.attached(host));
        b.open(RECEIVER, SPEC, Role.RECEIVER, schema("string"));
        settle();
        events(b);
        long request = a.open(SENDER, SPEC, Role.SENDER, schema("int"));
        settle();
        a.withdraw(request);
        settle();
        assertEquals(List.of(), events(b));
        assertEquals(List.of(), a.ends());
    }

    @Test
    void aSchemaCheckedBeforeIsNotAskedForAgain() {
        schemasAreCheckedByTheOwnerUntilNoneIsMissing();
        restart();
        b.attached(host);
        settle();
        a.attached(host);
        settle();
        assertEquals(List.of(), events(a));
        assertEquals(EndPhase.OPEN, a.ends().getFirst().phase());
    }

    @Test
    void anOpenThatTimedOutUnansweredFailsNobody() {
        openAll();
        events(b);
        long request = a.open(end(A, 2), SPEC, Role.SENDER, schema("string"));
        up(a); // the directory has it, the answer is lost
        detach(a, true);
        a.withdraw(request);
        a.attached(host);
        settle();
        a.endSender(SENDER, EndState.DONE);
        c.endSender(OTHER, EndState.DONE);
        settle();
        assertEquals("Completed [c1, a1] lost []", events(b).getLast());
        assertEquals(1, a.ends().size());
    }

    @Test
    void nothingIsSaidAfterLeave() {
        openAll();
        a.endSender(SENDER, EndState.DONE);
        a.leave();
        settle();
        assertEquals(2, directory.status().nodes());
        a.detached();
        a.attached(host);
        assertNull(a.pollMessage());
        assertThrows(IllegalStateException.class, () -> a.open(end(A, 9), SPEC, Role.SENDER, schema("string")));
        assertEquals("Gone a1 CLOSED", events(b).getLast());
    }

    @Test
    void aWrongEndIsRefusedAtOnce() {
        a.open(SENDER, SPEC, Role.SENDER, schema("string"));
        assertThrows(IllegalArgumentException.class, () -> a.open(SENDER, SPEC, Role.SENDER, schema("string")));
        assertThrows(IllegalArgumentException.class, () -> a.open(RECEIVER, SPEC, Role.SENDER, schema("string")));
        byte[] tooLong = new byte[DirectoryBounds.MAX_SCHEMA_BYTES + 1];
        assertThrows(IllegalArgumentException.class, () -> a.open(end(A, 2), SPEC, Role.SENDER, tooLong));
    }

    @Test
    void whatOnlyNodesSayIsAViolation() {
        a.attached(HOST);
        assertThrows(ProtocolViolation.class, () -> a.received(new ToDirectory.LeaveNode()));
        assertThrows(ProtocolViolation.class, () -> a.received(new ToClient.Joined(B)));
    }

    @Test
    void moreHeardThanWasSaidOrLessThanBeforeIsAViolation() {
        a.attached(HOST);
        a.open(SENDER, SPEC, Role.SENDER, schema("string"));
        assertThrows(ProtocolViolation.class, () -> a.received(new ToClient.Heard(1)));
        a.closeEnd(SENDER);
        a.received(new ToClient.Heard(1));
        assertEquals(List.of(), a.ends());
        assertThrows(ProtocolViolation.class, () -> a.received(new ToClient.Heard(0)));
        assertThrows(ProtocolViolation.class, () -> a.received(new ToClient.Heard(2)));
    }

    @Test
    void anEndIsForgottenWhenTheLastOfItsLeavesOnThisLinkIsHeard() {
        a.attached(HOST);
        a.open(SENDER, SPEC, Role.SENDER, schema("string"));
        EndRef second = end(A, 2);
        a.open(second, SPEC, Role.RECEIVER, schema("string"));
        a.closeEnd(SENDER);
        a.attached(HOST); // what the link that is lost had been told counts no more, and is said again
        a.closeEnd(second);
        assertEquals(2, a.ends().size());
        a.received(new ToClient.Heard(1));
        assertEquals(List.of(second), a.ends().stream().map(OwnEndStatus::end).toList());
        a.received(new ToClient.Heard(2));
        assertEquals(List.of(), a.ends());
    }

    @Test
    void messagesOfALinkThatIsGoneDoNothing() {
        openAll();
        events(b);
        detach(b, false);
        b.received(new ToClient.Gone("words", 1, SENDER, Departure.LOST));
        assertEquals(List.of(), events(b));
    }

    private void openAll() {
        clients.forEach(each -> each.attached(host));
        a.open(SENDER, SPEC, Role.SENDER, schema("string"));
        settle();
        b.open(RECEIVER, SPEC, Role.RECEIVER, schema("string"));
        settle();
        c.open(OTHER, SPEC, Role.SENDER, schema("string"));
        settle();
    }

    private void senderAndReceiverOfA() {
        a.attached(host);
        a.open(SENDER, SPEC, Role.SENDER, schema("string"));
        settle();
        a.open(end(A, 2), SPEC, Role.RECEIVER, schema("string"));
        settle();
        events(a);
    }

    private void detach(DirectoryClient client, boolean lost) {
        client.detached();
        if (lost) {
            directory.lost(node(client));
        }
    }

    private void restart() {
        restart(DirectoryLimits.DEFAULT);
    }

    private void restart(DirectoryLimits limits) {
        clients.forEach(DirectoryClient::detached);
        directory = new Directory(NEW_HOST, limits);
        host = NEW_HOST;
    }

    private void passGrace() {
        now += Stage.GRACE;
        directory.tick(now);
        settle();
    }

    private void up(DirectoryClient client) {
        for (ToDirectory each = client.pollMessage(); each != null; each = client.pollMessage()) {
            directory.apply(node(client), each, now);
        }
    }

    private void settle() {
        do {
            clients.forEach(this::up);
        } while (down());
    }

    /** Delivers what the directory has said; whether it was anything. */
    private boolean down() {
        boolean any = false;
        for (Outgoing each = directory.poll(); each != null; each = directory.poll()) {
            Outgoing said = each;
            clients.stream().filter(to -> node(to).equals(said.to())).forEach(to -> to.received(said.message()));
            any = true;
        }
        return any;
    }

    private NodeRef node(DirectoryClient client) {
        return List.of(A, B, C).get(clients.indexOf(client));
    }

    private static List<String> events(DirectoryClient client) {
        List<String> events = new ArrayList<>();
        for (DirectoryEvent each = client.pollEvent(); each != null; each = client.pollEvent()) {
            events.add(
                    switch (each) {
                        case OpenedEvent it -> "Opened " + Stage.text(it.end()) + " " + Stage.ends(it.members());
                        case RefusedEvent it -> "Refused " + Stage.text(it.end()) + " " + it.code();
                        case AppearedEvent it ->
                            "Appeared " + Stage.text(it.member().end());
                        case GoneEvent it -> "Gone " + Stage.text(it.end()) + " " + it.how();
                        case CompletedEvent it ->
                            "Completed " + Stage.refs(it.senders()) + " lost " + Stage.refs(it.lost());
                        case FailedEvent it -> "Failed " + it.code() + " by " + Stage.text(it.by());
                    });
        }
        return events;
    }
}
