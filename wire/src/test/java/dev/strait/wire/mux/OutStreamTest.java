package dev.strait.wire.mux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Finished;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.Leave;
import dev.strait.wire.frame.Left;
import dev.strait.wire.frame.Open;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.StreamError;
import dev.strait.wire.frame.Want;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OutStreamTest {
    private static final Open OPEN = new Open(3, 1, 2, "words", new byte[0]);

    private final OutStream stream = new OutStream(OPEN, 16, 2_048, false);

    @Test
    void framesAreWrittenInTheOrderInWhichTheyWereQueued() {
        send("a", "b");
        stream.want(5_000);
        send("c");
        stream.done();
        assertEquals(List.of("OPEN", "DATA", "WANT", "DATA", "DONE"), types(drain()));
    }

    @Test
    void doneNamesTheTotal() {
        send("a", "b");
        send("c");
        stream.done();
        assertEquals(new Done(3, 3), drain().getLast());
        assertEquals(3, stream.queuedMessages());
    }

    @Test
    void anErrorFollowsWhatWasSent() {
        send("a");
        stream.error(ErrorCode.APPLICATION_ERROR, "node", "why");
        assertEquals(new StreamError(3, 1, ErrorCode.APPLICATION_ERROR, "node", "why"), drain().getLast());
    }

    @Test
    void aBatchIsKeptUntilAllOfItIsTaken() {
        send("a", "b");
        send("c", "d");
        drain();
        stream.credit(new Credit(3, 3, 19, 2_048));
        assertEquals(1, stream.untaken());
        assertEquals(List.of("d"), lives(stream.lose(Batches.RECEIVER, "gone")));
    }

    @Test
    void aCreditThatIsRepeatedOrOvertakenDoesNoHarm() {
        send("a", "b");
        drain();
        stream.credit(new Credit(3, 2, 18, 4_096));
        stream.credit(new Credit(3, 1, 17, 3_000));
        stream.credit(new Credit(3, 2, 18, 4_096));
        assertEquals(18, stream.ledger().messageLimit());
        assertEquals(4_096, stream.ledger().byteLimit());
        assertEquals(0, stream.untaken());
    }

    @Test
    void aReceiverCannotTakeWhatWasNotWritten() {
        send("a", "b");
        assertInstanceOf(Open.class, stream.poll());
        assertThrows(ProtocolViolation.class, () -> stream.credit(new Credit(3, 1, 17, 2_048)));
        assertThrows(
                ProtocolViolation.class, () -> stream.leave(new Leave(3, 1, ErrorCode.CLOSED, ""), Batches.RECEIVER));
        assertThrows(ProtocolViolation.class, () -> stream.finished(new Finished(3, 2)));
    }

    @Test
    void aLargeMessageTravelsInFragmentsThatAddUpToIt() throws Exception {
        int length = 2 * OutStream.MAX_FRAGMENT_BYTES + 7;
        OutStream wide = new OutStream(OPEN, 16, 1 << 20, false);
        Batch large = Batches.large(length, 'x');
        wide.ledger().spend(1, large.cost());
        wide.send(large);
        wide.poll();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        List<String> flags = new ArrayList<>();
        for (Frame frame = wide.poll(); frame != null; frame = wide.poll()) {
            Fragment fragment = assertInstanceOf(Fragment.class, frame);
            content.write(fragment.array(), fragment.from(), fragment.length());
            flags.add((fragment.first() ? "first " + fragment.totalBytes() : "") + (fragment.last() ? "last" : ""));
        }
        assertEquals(List.of("first " + length, "", "last"), flags);
        assertArrayEquals(large.array(), content.toByteArray());
        wide.credit(new Credit(3, 1, 17, 1 << 20));
        assertEquals(0, wide.untaken());
    }

    @Test
    void aMessageOfNoBytesIsOneFragment() {
        Batch empty = Batches.large(0, 'x');
        stream.ledger().spend(1, empty.cost());
        stream.send(empty);
        stream.poll();
        assertEquals(new Fragment(3, true, true, 0, empty.array(), 0, 0), stream.poll());
    }

    @Test
    void halfAMessageIsNotTaken() {
        OutStream wide = new OutStream(OPEN, 16, 1 << 20, false);
        Batch large = Batches.large(OutStream.MAX_FRAGMENT_BYTES + 1, 'x');
        wide.ledger().spend(1, large.cost());
        wide.send(large);
        wide.poll();
        wide.poll();
        assertThrows(ProtocolViolation.class, () -> wide.credit(new Credit(3, 1, 17, 1 << 20)));
        List<Batch> returned = wide.leave(new Leave(3, 0, ErrorCode.CLOSED, ""), Batches.RECEIVER);
        assertEquals(List.of("x*" + (OutStream.MAX_FRAGMENT_BYTES + 1)), lives(returned));
        assertEquals(List.of(new Left(3, 0)), drain(wide));
    }

    @Test
    void aWantIsSaidOnceUntilCreditCoversIt() {
        stream.want(5_000);
        stream.want(5_000);
        stream.want(4_000);
        assertEquals(List.of(OPEN, new Want(3, 5_000)), drain());
        stream.credit(new Credit(3, 0, 20, 2_048));
        stream.want(5_000);
        assertEquals(List.of(), drain(), "more messages are not what was asked for");
        stream.credit(new Credit(3, 0, 20, 3_000));
        stream.want(5_000);
        assertEquals(List.of(), drain(), "nor is a little more");
        stream.credit(new Credit(3, 0, 20, 5_005));
        stream.want(6_000);
        assertEquals(List.of(new Want(3, 6_000)), drain());
    }

    @Test
    void whatTheInitialCreditHoldsIsNeverAskedFor() {
        stream.want(2_048 - 5);
        assertEquals(List.of(OPEN), drain());
        stream.want(2_048 - 4);
        assertEquals(List.of(new Want(3, 2_044)), drain());
    }

    @Test
    void aLargerMessageIsWantedThoughASmallerOneIs() {
        stream.want(5_000);
        stream.want(6_000);
        assertEquals(List.of(OPEN, new Want(3, 5_000), new Want(3, 6_000)), drain());
    }

    @Test
    void aMessageSentEndsWhatWasWantedBeforeIt() {
        stream.want(5_000);
        send("a");
        stream.want(5_000);
        assertEquals(List.of("OPEN", "WANT", "DATA", "WANT"), types(drain()));
    }

    @Test
    void afterLeaveOnlyLeftIsWrittenAndWhatIsNotTakenComesBackInOrder() {
        send("a", "b");
        send("c");
        assertEquals(List.of("OPEN", "DATA", "DATA"), types(drain()));
        send("d", "e");
        stream.want(5_000);
        List<Batch> returned = stream.leave(new Leave(3, 1, ErrorCode.CLOSED, "bye"), Batches.RECEIVER);
        assertEquals(List.of("b", "c", "d", "e"), lives(returned));
        assertEquals(OutStream.State.LEFT, stream.state());
        assertEquals(List.of(new Left(3, 3)), drain());
        assertEquals(OutStream.State.CLOSED, stream.state());
        assertFalse(stream.hasFrames());
    }

    @Test
    void finishedEndsAStreamWhoseEndWasSentAndAllOfWhichIsTaken() {
        send("a");
        stream.done();
        drain();
        stream.finished(new Finished(3, 1));
        assertEquals(OutStream.State.CLOSED, stream.state());
        assertEquals(List.of(), stream.lose(Batches.RECEIVER, "gone"));
    }

    @Test
    void finishedTooEarlyIsAViolation() {
        send("a");
        drain();
        assertThrows(ProtocolViolation.class, () -> stream.finished(new Finished(3, 1)), "not ended");
        stream.done();
        assertThrows(ProtocolViolation.class, () -> stream.finished(new Finished(3, 1)), "DONE not written");
        drain();
        OutStream other = new OutStream(OPEN, 16, 2_048, false);
        other.ledger().spend(1, 2);
        other.send(Batches.of("a"));
        other.done();
        drain(other);
        assertThrows(ProtocolViolation.class, () -> other.finished(new Finished(3, 0)), "not all taken");
    }

    @Test
    void aFinishedThatComesTooEarlyTakesNoEffect() {
        send("a", "b");
        drain();
        assertThrows(ProtocolViolation.class, () -> stream.finished(new Finished(3, 2)));
        assertEquals(List.of("a", "b"), lives(stream.lose(Batches.RECEIVER, "gone")));
    }

    @Test
    void aDoneThatIsNotWrittenIsTakenOffWhenAMessageComesBack() {
        send("a");
        drain();
        stream.done();
        stream.refused(1, true);
        assertEquals(OutStream.State.OPEN, stream.state());
        assertFalse(stream.hasFrames());
        stream.done();
        assertEquals(List.of(new Done(3, 1, 1, false)), drain());
    }

    @Test
    void aRejectedMessageTakesNoEndBack() {
        send("a");
        stream.done();
        drain();
        assertEquals(List.of("a"), Batches.live(Objects.requireNonNull(stream.refused(1, false))));
        assertEquals(OutStream.State.ENDED, stream.state());
        stream.finished(new Finished(3, 1));
        assertEquals(OutStream.State.CLOSED, stream.state());
    }

    @Test
    void anErrorIsNotTakenBack() {
        send("a");
        stream.error(ErrorCode.APPLICATION_ERROR, "node", "why");
        drain();
        stream.refused(1, true);
        assertEquals(OutStream.State.ENDED, stream.state());
    }

    @Test
    void whatMayHaveBeenTakenBeforeIsMarkedAndWhatIsNewIsNot() {
        Batch again = Batches.of("a");
        again.past(Past.NONE.inDoubt(Batches.RECEIVER, "").inDoubt(Batches.RECEIVER, ""));
        stream.ledger().spend(1, again.cost());
        stream.send(again);
        send("b");
        assertEquals(List.of("OPEN", "MARK", "DATA", "DATA"), types(drain()));
    }

    @Test
    void theCountOfRedeliveriesStopsWhereItsFieldEnds() {
        Past past = Past.NONE;
        for (int i = 0; i < 70_000; i++) {
            past = past.inDoubt(Batches.RECEIVER, "");
        }
        assertEquals(65_535, past.redeliveries());
        assertEquals(65_535, past.reached(Batches.RECEIVER, "").redeliveries());
        assertEquals(1, past.reached(Batches.RECEIVER, "").attempts());
    }

    @Test
    void aRendezvousCarriesNoHeaders() {
        OutStream offers = new OutStream(OPEN, 1, 2_048, true);
        Batch headed = Batch.headed(new byte[4], 0, 4);
        offers.ledger().spend(1, headed.cost());
        assertThrows(IllegalArgumentException.class, () -> offers.send(headed));
    }

    @Test
    void aLostSessionLeavesInDoubtWhatIsNotKnownToBeTaken() {
        send("a", "b", "c");
        drain();
        stream.credit(new Credit(3, 1, 17, 2_048));
        assertEquals(List.of("b", "c"), lives(stream.lose(Batches.RECEIVER, "gone")));
        assertEquals(OutStream.State.CLOSED, stream.state());
        assertFalse(stream.hasFrames());
        assertTrue(stream.lose(Batches.RECEIVER, "gone").isEmpty(), "told once");
    }

    private void send(String... messages) {
        Batch batch = Batches.of(messages);
        stream.ledger().spend(batch.messages(), batch.cost());
        stream.send(batch);
    }

    private List<Frame> drain() {
        return drain(stream);
    }

    private static List<Frame> drain(OutStream stream) {
        List<Frame> frames = new ArrayList<>();
        for (Frame frame = stream.poll(); frame != null; frame = stream.poll()) {
            frames.add(frame);
            if (frame instanceof Data data) {
                assertTrue(data.from() >= Batch.HEADROOM);
            }
        }
        return frames;
    }

    private static List<String> types(List<Frame> frames) {
        return frames.stream().map(frame -> frame.type().name()).toList();
    }

    private static List<String> lives(List<Batch> batches) {
        return batches.stream().flatMap(batch -> Batches.live(batch).stream()).toList();
    }
}
