package dev.strait.wire.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameType;
import dev.strait.wire.frame.Leave;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.Open;
import dev.strait.wire.frame.Waiting;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.Batches;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which receiver a large value goes to when tickets and bytes are at different ones. */
class RendezvousSenderEndTest {
    private static final int INITIAL_BYTES = 10;
    private static final int MESSAGE_BYTES = 100;
    private static final int LARGEST_BYTES = 1_000;
    private static final long COST = Batch.wholeCost(MESSAGE_BYTES);

    private final RendezvousSenderEnd sender = new RendezvousSenderEnd(new EndRef(new NodeRef("s", 1, 1), 1));

    private Lane lane(String node, int stream) {
        NodeRef peer = new NodeRef(node, 1, 1);
        Carrier carrier = new Carrier() {
            @Override
            public void ready(Lane lane) {}

            @Override
            public void linger(Lane lane) {
                ready(lane);
            }

            @Override
            public NodeRef peer() {
                return peer;
            }

            @Override
            public long maxMessageBytes() {
                return LARGEST_BYTES;
            }
        };
        Open open = new Open(stream, 1, 1, "words", new byte[0]);
        Lane lane = new Lane(open, 0, INITIAL_BYTES, sender, new EndRef(peer, 1), carrier);
        sender.add(lane);
        return lane;
    }

    private static void credit(Lane lane, long decided, long tickets, long bytes) {
        lane.credit(new Credit(lane.id(), decided, tickets, bytes));
    }

    private Lane offer(int bytes) {
        Offer offer = sender.prepare(bytes);
        assertNotNull(offer, "no receiver has a ticket and the bytes");
        sender.offer(offer, Batch.whole(new byte[bytes], 0, bytes));
        return offer.lane();
    }

    /** The frames that wait to be written on a lane, which are written. */
    private static List<FrameType> written(Lane lane) {
        List<FrameType> types = new ArrayList<>();
        for (Frame frame = lane.poll(); frame != null; frame = lane.poll()) {
            types.add(frame.type());
        }
        return types;
    }

    @Test
    void aReceiverThatHasNoTicketAnyMoreIsNotWaitedForWhileAnotherHasOne() {
        Lane forsaken = lane("forsaken", 1);
        Lane waiting = lane("waiting", 2);
        credit(forsaken, 0, 1, COST - 1);
        assertNull(sender.prepare(MESSAGE_BYTES), "a byte is missing");
        assertEquals(List.of(FrameType.OPEN, FrameType.WANT), written(forsaken));
        assertSame(forsaken, offer(1), "a small value uses the ticket");

        credit(waiting, 0, 1, INITIAL_BYTES);
        assertNull(sender.prepare(MESSAGE_BYTES), "nobody has a ticket and the bytes");
        assertEquals(List.of(FrameType.OPEN, FrameType.WANT), written(waiting));
        credit(waiting, 0, 1, COST);
        assertSame(waiting, offer(MESSAGE_BYTES));
    }

    @Test
    void whileAReceiverReturnsEverythingTheBytesAreAskedOfAnotherToo() {
        Lane own = lane("own", 1);
        Lane waiting = lane("waiting", 2);
        credit(own, 0, 2, 10 * COST);
        credit(waiting, 0, 1, INITIAL_BYTES);
        assertSame(own, offer(MESSAGE_BYTES));
        assertEquals(List.of(FrameType.OPEN, FrameType.FRAGMENT), written(own));
        assertEquals(List.of(FrameType.OPEN), written(waiting));

        sender.decided(own, 1, Verdict.RETURNED);
        assertSame(own, offer(MESSAGE_BYTES - 10), "nobody else has the bytes");
        assertEquals(List.of(FrameType.WANT), written(waiting));
        written(own);
        sender.decided(own, 2, Verdict.RETURNED);
        credit(own, 2, 4, 10 * COST);
        credit(waiting, 0, 1, COST - 10);
        assertSame(own, offer(MESSAGE_BYTES), "what was granted is too little for a larger value");
        assertEquals(List.of(FrameType.WANT), written(waiting));
        written(own);
        sender.decided(own, 3, Verdict.RETURNED);
        credit(waiting, 0, 1, COST);
        assertSame(waiting, offer(MESSAGE_BYTES));
    }

    @Test
    void bytesThatWereAskedForAreUsedUpByAMessageInAFrameToo() {
        Lane served = lane("served", 1);
        Lane other = lane("other", 2);
        credit(served, 0, 1, COST - 1);
        assertNull(sender.prepare(MESSAGE_BYTES), "a byte is missing");
        credit(served, 0, 1, COST);
        Offer first = sender.prepare(MESSAGE_BYTES);
        assertNotNull(first);
        sender.offer(first, Batches.of("x".repeat(MESSAGE_BYTES)));
        sender.decided(served, deliver(served), Verdict.TAKEN);

        credit(served, 1, 3, 10 * COST);
        credit(other, 0, 2, 10 * COST);
        assertSame(other, offer(MESSAGE_BYTES), "it is the other's turn");
        assertSame(served, offer(MESSAGE_BYTES));
    }

    @Test
    void aTicketThatTheFirstSendCannotUseIsNotWaitedFor() {
        Lane asked = lane("asked", 1);
        Lane other = lane("other", 2);
        Lane idle = lane("idle", 3);
        sender.waiting(2);
        assertEquals(2, announced(asked));
        assertEquals(2, announced(other));
        assertEquals(2, announced(idle));
        credit(asked, 0, 1, INITIAL_BYTES);
        credit(other, 0, 1, INITIAL_BYTES);
        assertNull(sender.prepare(MESSAGE_BYTES));
        assertEquals(List.of(FrameType.WANT), written(asked), "its bytes are on their way");
        assertEquals(0, announced(other), "nobody has asked for its bytes");
        assertEquals(List.of(), written(idle), "a ticket of its could be used, or asked for bytes");

        credit(other, 0, 1, COST);
        sender.settle();
        assertEquals(2, announced(other), "now it can be used");
    }

    @Test
    void aTicketOfANodeThatTakesNoSuchMessageIsNotWaitedFor() {
        Lane narrow = lane("narrow", 1);
        sender.waiting(1);
        assertEquals(1, announced(narrow));
        credit(narrow, 0, 1, 10 * COST);
        assertNull(sender.prepare(LARGEST_BYTES + 1));
        assertEquals(0, announced(narrow));
        assertSame(narrow, offer(LARGEST_BYTES / 2), "a smaller one can use it");
        sender.waiting(0);
        sender.waiting(3);
        assertEquals(3, announced(narrow));
    }

    @Test
    void whoWaitsLooksAgainWhenAReceiverHasGone() {
        Lane lost = lane("lost", 1);
        Lane left = lane("left", 2);
        lane("staying", 3);
        assertNull(sender.prepare(MESSAGE_BYTES));
        sender.waiting(1);
        assertFalse(sender.wakes(), "no ticket has come");
        sender.takeBack(left, left.leave(new Leave(left.id(), 0, ErrorCode.CLOSED, ""), left.receiver()), "");
        assertTrue(sender.wakes(), "nobody may be left whose node takes it");
        assertFalse(sender.wakes());
        sender.lose(lost, "gone");
        assertTrue(sender.wakes());
        assertFalse(sender.wakes());
    }

    /** The number that the last frame on a lane, a WAITING, announces. */
    private static int announced(Lane lane) {
        Frame last = null;
        for (Frame frame = lane.poll(); frame != null; frame = lane.poll()) {
            last = frame;
        }
        return assertInstanceOf(Waiting.class, last).sends();
    }

    /** Writes all that waits on a lane; the number of the last message. */
    private static long deliver(Lane lane) {
        written(lane);
        return lane.writtenMessages();
    }
}
