package dev.strait.wire.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.Ack;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.DirectoryFrame;
import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.SessionToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final SessionToken TOKEN = new SessionToken(1, 2);
    /** What a frame counts for beside its content. */
    private static final int FRAME = 64;

    private final Retention retention = new Retention(new Retention.Limits(10_000, 100, 15_000, 0, 200));
    private final Session session = new Session(TOKEN, retention);

    @Test
    void whatIsWrittenIsKeptUntilItIsAcknowledged() {
        session.written(data(100));
        session.written(data(200));
        assertEquals(300 + 2 * FRAME, session.keptBytes());
        assertEquals(300 + 2 * FRAME, retention.bytes());
        session.acknowledged(1);
        assertEquals(200 + FRAME, session.keptBytes());
        session.acknowledged(2);
        assertEquals(0, session.keptBytes());
        assertEquals(0, retention.bytes());
    }

    @Test
    void aFrameCountsForAllOfTheArrayThatItKeepsAlive() {
        session.written(new Data(1, 1, new byte[4_000], 16, 1_000));
        assertEquals(4_000 + FRAME, session.keptBytes());
        session.written(new DirectoryFrame(new byte[500], 100, 200));
        assertEquals(4_500 + 2 * FRAME, retention.bytes());
        session.acknowledged(2);
        assertEquals(0, session.keptBytes());
        assertEquals(0, retention.bytes());
    }

    @Test
    void theFragmentsOfAMessageCountForItsArrayOnce() {
        byte[] array = new byte[5_000];
        session.written(new Fragment(1, true, false, 3_000, array, 0, 1_000));
        session.written(new Fragment(1, false, false, 0, array, 1_000, 2_000));
        session.written(new Fragment(1, false, true, 0, array, 2_000, 3_000));
        assertEquals(5_000 + 3 * FRAME, session.keptBytes());
        session.acknowledged(2);
        assertEquals(3_000 + FRAME, session.keptBytes());
        session.acknowledged(3);
        assertEquals(0, session.keptBytes());
    }

    @Test
    void whatIsReceivedCountsForItsContentAndNotForTheBufferThatItIsIn() {
        session.received(new Data(1, 1, new byte[1 << 20], 16, 1_000));
        session.received(new DirectoryFrame(new byte[1 << 20], 16, 1_000));
        session.received(new Fragment(1, true, true, 984, new byte[1 << 20], 16, 1_000));
        assertFalse(session.isWorthAcknowledging());
    }

    @Test
    void thereIsNoRoomOnceTheArraysThatAreKeptComeToTheBoundHoweverLittleTheyHold() {
        for (int i = 0; i < 3; i++) {
            assertTrue(session.hasRoom());
            session.written(new Data(1, 1, new byte[4_000], 16, 1_020));
        }
        assertFalse(session.hasRoom());
    }

    @Test
    void aTotalBelowWhatWasAcknowledgedSaysNothing() {
        write(1, 3);
        session.acknowledged(2);
        long kept = session.keptBytes();
        session.acknowledged(1);
        session.acknowledged(0);
        assertEquals(kept, session.keptBytes());
    }

    @Test
    void aTotalAboveWhatWasWrittenIsAViolationAndChangesNothing() {
        write(1, 3);
        long kept = session.keptBytes();
        assertThrows(ProtocolViolation.class, () -> session.acknowledged(4));
        assertThrows(ProtocolViolation.class, () -> session.acknowledged(Long.MAX_VALUE));
        assertThrows(ProtocolViolation.class, () -> session.resume(4));
        assertEquals(kept, session.keptBytes());
        assertFalse(session.hasAgain());
    }

    @Test
    void whatThePeerHasNotReceivedIsWrittenAgainInItsOrder() {
        write(1, 5);
        session.acknowledged(1);
        assertNull(session.pollAgain(), "nothing is written again on the connection that it was written on");
        session.suspend(7, 100);
        assertEquals(3, session.resume(2));
        assertEquals(List.of(3, 4, 5), again());
        assertFalse(session.hasAgain());
        assertTrue(session.keptBytes() > 0, "and kept until it is acknowledged");
        session.acknowledged(5);
        assertEquals(0, retention.bytes());
    }

    @Test
    void aPeerThatHasReceivedLessThanItAcknowledgedBreaksTheProtocol() {
        write(1, 5);
        session.acknowledged(3);
        session.suspend(0, 100);
        assertThrows(ProtocolViolation.class, () -> session.resume(2));
    }

    @Test
    void whatIsWrittenWhileItWaitsToBeResumedComesBehindWhatWasWrittenBefore() {
        write(1, 2);
        session.suspend(0, 100);
        session.resume(1);
        write(3, 3);
        assertFalse(session.hasAgain(), "whoever writes something new has written everything again before");
        session.suspend(0, 100);
        assertEquals(2, session.resume(1));
        assertEquals(List.of(2, 3), again());
    }

    @Test
    void whatIsAcknowledgedWhileItIsWrittenAgainIsNotWrittenAgain() {
        write(1, 6);
        session.suspend(0, 100);
        session.resume(1);
        assertEquals(2, number(session.pollAgain()));
        session.acknowledged(4);
        assertEquals(5, number(session.pollAgain()));
        session.acknowledged(5);
        assertEquals(6, number(session.pollAgain()));
        assertFalse(session.hasAgain());
    }

    @Test
    void manyCutsInARowStartEachTimeAtWhatThePeerHas() {
        write(1, 10);
        for (int received = 0; received <= 10; received++) {
            session.suspend(0, 100);
            session.resume(received);
            if (received < 10) {
                assertEquals(received + 1, number(session.pollAgain()));
            }
        }
        assertFalse(session.hasAgain());
        assertEquals(0, retention.bytes());
    }

    @Test
    void theOrderHoldsHoweverManyAreKeptAndWhereverTheyBegin() {
        for (int round = 0; round < 40; round++) {
            Session each = new Session(TOKEN, new Retention(Retention.Limits.DEFAULT));
            int first = round * 7;
            IntStream.rangeClosed(1, first).forEach(i -> each.written(new Done(i, 0)));
            each.acknowledged(first);
            int last = first + 3_000 / (round + 1);
            IntStream.rangeClosed(first + 1, last).forEach(i -> each.written(new Done(i, 0)));
            each.suspend(0, 100);
            each.resume(first);
            for (int i = first + 1; i <= last; i++) {
                assertEquals(i, number(each.pollAgain()));
            }
            each.acknowledged(last);
            assertEquals(0, each.keptBytes());
            // and once more in what is left of the ring
            each.written(new Done(last + 1, 0));
            each.suspend(0, 100);
            assertEquals(1, each.resume(last));
            assertEquals(last + 1, number(each.pollAgain()));
        }
    }

    @Test
    void thereIsRoomForMessagesUpToTheBytesOfASession() {
        session.written(data(9_999 - FRAME));
        assertTrue(session.hasRoom());
        session.written(data(1));
        assertFalse(session.hasRoom());
        session.acknowledged(1);
        assertTrue(session.hasRoom());
    }

    @Test
    void thereIsRoomForMessagesUpToTheFramesOfASession() {
        write(1, 99);
        assertTrue(session.hasRoom());
        write(100, 100);
        assertFalse(session.hasRoom());
        session.acknowledged(1);
        assertTrue(session.hasRoom());
    }

    @Test
    void messagesThatWaitToBeWrittenTakeRoomOfASuspendedSession() {
        session.written(data(4_000));
        session.waits(5_000);
        assertEquals(9_000 + FRAME, session.keptBytes());
        session.waits(1_000);
        assertTrue(session.hasRoom(), "it does not wait for long");
        session.suspend(0, 100);
        assertFalse(session.hasRoom());
        assertEquals(session.keptBytes(), retention.bytes());
        session.waits(-6_000);
        assertTrue(session.hasRoom());
        session.acknowledged(1);
        assertEquals(0, retention.bytes());
    }

    @Test
    void thereIsRoomUpToTheBytesOfTheNodeAndAlwaysWhereNothingIsKept() {
        Session second = new Session(TOKEN, retention);
        Session idle = new Session(TOKEN, retention);
        session.written(data(9_000));
        second.written(data(6_000));
        assertFalse(session.hasRoom());
        assertFalse(second.hasRoom());
        assertTrue(idle.hasRoom(), "one that keeps nothing is not to blame, and goes on");
        session.acknowledged(1);
        assertTrue(second.hasRoom());
    }

    @Test
    void thatThereIsRoomAgainIsSaidOnceAndOnlyToWhomItWasSaidThatThereIsNone() {
        assertFalse(session.regainsRoom());
        write(1, 100);
        session.acknowledged(50);
        assertFalse(session.regainsRoom(), "nobody has asked");
        write(101, 150);
        assertFalse(session.hasRoom());
        assertFalse(session.regainsRoom(), "not yet");
        session.acknowledged(100);
        assertFalse(session.regainsRoom(), "not for a few");
        session.acknowledged(101);
        assertTrue(session.regainsRoom());
        assertFalse(session.regainsRoom());
    }

    @Test
    void aPeerThatAcknowledgesNothingAtAllIsFoundOut() {
        write(1, 199);
        assertFalse(session.isNeglected());
        write(200, 200);
        assertTrue(session.isNeglected());
    }

    @Test
    void whatEndsKeepsNothing() {
        Session other = new Session(TOKEN, retention);
        other.written(data(50));
        write(1, 9);
        session.suspend(0, 100);
        session.end();
        assertEquals(0, session.keptBytes());
        assertEquals(50 + FRAME, retention.bytes(), "and nothing of another is let go");
        other.end();
        assertEquals(0, retention.bytes());
    }

    @Test
    void anAcknowledgementIsWorthAWriteThatGoesAnywayFrom32FramesOr64Kibibytes() {
        assertFalse(session.hasToAcknowledge());
        receive(31);
        assertTrue(session.hasToAcknowledge());
        assertFalse(session.isWorthAcknowledging());
        receive(1);
        assertTrue(session.isWorthAcknowledging());
        assertFalse(session.isDueToAcknowledge());
        assertEquals(new Ack(32), session.acknowledge());
        assertFalse(session.hasToAcknowledge());
        assertFalse(session.isWorthAcknowledging());
        session.received(64 << 10);
        assertTrue(session.isWorthAcknowledging());
        assertFalse(session.isDueToAcknowledge());
    }

    @Test
    void anAcknowledgementIsOverdueForWhoeverAlwaysHasSomethingToWriteOnceItWasOwedForItsTime() {
        assertFalse(session.isOverdueToAcknowledge(1_000, 5_000), "nothing was received");
        receive(1);
        assertFalse(session.isOverdueToAcknowledge(1_000, 7_000), "it is owed from here on");
        receive(1);
        assertFalse(session.isOverdueToAcknowledge(1_000, 7_999));
        assertTrue(session.isOverdueToAcknowledge(1_000, 8_000));
        assertEquals(new Ack(2), session.acknowledge());
        assertFalse(session.isOverdueToAcknowledge(1_000, 8_000));
        receive(1);
        assertFalse(session.isOverdueToAcknowledge(1_000, 20_000), "the next is owed from here on");
        assertTrue(session.isOverdueToAcknowledge(1_000, 21_000));
    }

    @Test
    void anAcknowledgementIsWrittenByItselfFrom512FramesOr512Kibibytes() {
        receive(511);
        assertFalse(session.isDueToAcknowledge());
        receive(1);
        assertTrue(session.isDueToAcknowledge());
        assertEquals(new Ack(512), session.acknowledge());
        session.received((512 << 10) - 1);
        assertFalse(session.isDueToAcknowledge());
        session.received(1);
        assertTrue(session.isDueToAcknowledge());
        assertEquals(new Ack(514), session.acknowledge());
        assertFalse(session.isDueToAcknowledge());
    }

    @Test
    void itWaitsToBeResumedAsLongAsItWasSaidWhenItsConnectionWasLost() {
        assertFalse(session.isSuspended());
        assertEquals(Long.MAX_VALUE, session.lostAtNanos());
        session.suspend(50, 100);
        session.suspend(60, 900);
        assertTrue(session.isSuspended());
        assertEquals(100, session.lostAtNanos());
        assertEquals(50, session.suspendedAtNanos());
        session.resume(0);
        assertFalse(session.isSuspended());
        assertEquals(Long.MAX_VALUE, session.lostAtNanos());
    }

    @Test
    void limitsWithoutAReserveForWhatIsNoMessageAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Retention.Limits(0, 1, 1, 0, 2));
        assertThrows(IllegalArgumentException.class, () -> new Retention.Limits(1, 0, 1, 0, 2));
        assertThrows(IllegalArgumentException.class, () -> new Retention.Limits(1, 1, 0, 0, 2));
        assertThrows(IllegalArgumentException.class, () -> new Retention.Limits(1, 2, 1, 0, 2));
        assertEquals(3, new Retention.Limits(1, 2, 1, 0, 3).mostFrames());
    }

    /** Frames that are told apart by their stream: its number is theirs. */
    private void write(int first, int last) {
        IntStream.rangeClosed(first, last).forEach(i -> session.written(new Done(i, 0)));
    }

    private void receive(int frames) {
        IntStream.range(0, frames).forEach(i -> session.received(new Done(1, 0)));
    }

    private List<Integer> again() {
        List<Integer> numbers = new ArrayList<>();
        for (Frame frame = session.pollAgain(); frame != null; frame = session.pollAgain()) {
            numbers.add(number(frame));
        }
        return numbers;
    }

    private static int number(@Nullable Frame frame) {
        return Objects.requireNonNull(frame, "nothing to write again").stream();
    }

    private static Data data(int bytes) {
        return new Data(1, 1, new byte[bytes], 0, bytes);
    }
}
