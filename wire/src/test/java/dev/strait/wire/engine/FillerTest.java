package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.dispatch.Lane;
import dev.strait.wire.dispatch.QueueSenderEnd;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.FrameType;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.Open;
import dev.strait.wire.frame.SessionToken;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.Batches;
import dev.strait.wire.mux.Budget;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Terms;
import dev.strait.wire.mux.Window;
import dev.strait.wire.session.Retention;
import dev.strait.wire.session.Session;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FillerTest {
    private static final EndRef NEAR = new EndRef(new NodeRef("near", 1, 1), 1);
    private static final EndRef FAR = new EndRef(new NodeRef("far", 1, 1), 1);

    private static final Open OPEN = new Open(1, 1, 1, "words", new byte[0]);

    private final Link link = new Link(FAR.node(), 1 << 20, 16, 2_048, new Link.Pen() {
        @Override
        public void ready() {}

        @Override
        public void linger() {}
    });
    private final Transmission out = new Transmission();
    private final Session session = new Session(new SessionToken(1, 2), new Retention(Retention.Limits.DEFAULT));
    private final Filler filler = new Filler(link, session, out);

    @Test
    void newsOfWhatWasTakenComesLastUnlessItIsDue() {
        somethingToWriteAndSomethingTaken();
        filler.fill(false, NodeEngine.SEAL_ALL, 0);
        assertEquals(FrameType.OPEN, firstFrame());
    }

    @Test
    void newsThatIsDueDoesNotWaitForALinkThatAlwaysHasSomethingElseToWrite() {
        somethingToWriteAndSomethingTaken();
        filler.fill(true, NodeEngine.SEAL_ALL, 0);
        assertEquals(FrameType.CREDIT, firstFrame());
    }

    @Test
    void newsWaitsForTheBatchInTheMakingAndGoesInTheSameWrite() {
        QueueSenderEnd sender = new QueueSenderEnd(NEAR);
        Lane lane = lane(sender);
        sender.add(lane);
        while (lane.poll() != null) {
            // its OPEN
        }
        sender.allow(0, 0);
        sender.fill(0);
        link.linger(lane);
        somethingTaken();
        filler.fill(false, NodeEngine.SEAL_ALL, 0);
        assertEquals(List.of(sender), out.toSeal());
        assertTrue(out.isEmpty(), "a write for the news alone");
        sender.seal(Batches.of("c"));
        link.ready(lane);
        out.goOn();
        filler.fill(false, NodeEngine.SEAL_ALL, 0);
        assertEquals(List.of(), out.toSeal());
        assertEquals(FrameType.DATA, firstFrame());
        assertEquals(FrameType.CREDIT, FrameType.of(out.buffers()[1].get(4)));
    }

    @Test
    void aBatchInTheMakingWaitsBehindALargeMessageForSoLongAndNoLonger() {
        QueueSenderEnd bulk = new QueueSenderEnd(NEAR);
        Lane wide = opened(bulk, 1 << 24);
        Batch large = Batches.large(1 << 20, 'x');
        bulk.allow((int) large.cost(), 0);
        bulk.seal(large);
        link.ready(wide);
        QueueSenderEnd sender = new QueueSenderEnd(NEAR);
        Lane lane = opened(sender, 2_048);
        sender.allow(0, 0);
        sender.fill(0);
        link.linger(lane);
        long soLong = Filler.BEHIND_OTHERS_NANOS;
        filler.fill(false, NodeEngine.SEAL_ALL, soLong - 1);
        assertTrue(out.hasMessages() && out.lingers(), "more may be added to it");
        assertEquals(List.of(), out.toSeal());
        out.clear();
        filler.fill(false, NodeEngine.SEAL_ALL, soLong);
        assertTrue(out.hasMessages() && out.isFull(), "the large one goes on");
        assertEquals(List.of(sender), out.toSeal());
    }

    @Test
    void eachOfManyHasItsTurnBeforeAnyHasItsSecondAlsoBesideALargeMessage() {
        QueueSenderEnd bulk = new QueueSenderEnd(NEAR);
        Lane wide = opened(bulk, 1 << 24);
        Batch large = Batches.large(1 << 20, 'x');
        bulk.allow((int) large.cost(), 0);
        bulk.seal(large);
        link.ready(wide);
        int streams = 1_000;
        for (int i = 0; i < streams; i++) {
            QueueSenderEnd sender = new QueueSenderEnd(NEAR);
            Lane lane = opened(sender, 2_048);
            sender.allow(0, 0);
            sender.seal(Batches.of("a"));
            link.ready(lane);
        }
        List<Lane> aside = new ArrayList<>();
        for (int turn = 0; turn <= streams; turn++) {
            var type = link.nextInTurn(aside, 1, 0).type();
            assertEquals(turn == 0 ? FrameType.FRAGMENT : FrameType.DATA, type, "turn " + turn);
        }
        assertEquals(FrameType.FRAGMENT, link.nextInTurn(aside, 1, 0).type());
        assertEquals(List.of(), aside);
    }

    private Lane opened(QueueSenderEnd sender, int bytes) {
        Lane lane = new Lane(OPEN, 16, bytes, sender, FAR, link);
        sender.add(lane);
        while (lane.poll() != null) {
            // its OPEN
        }
        return lane;
    }

    private Lane lane(QueueSenderEnd sender) {
        return new Lane(OPEN, 16, 2_048, sender, FAR, link);
    }

    private void somethingToWriteAndSomethingTaken() {
        link.ready(lane(new QueueSenderEnd(NEAR)));
        somethingTaken();
    }

    private void somethingTaken() {
        InStream stream = new InStream(
                OPEN.stream(),
                OPEN.schema(),
                FAR,
                new Terms(new Window(16, 2_048, 16, 2_048), new Budget(1 << 20), 1_000));
        Batch batch = Batches.of("a", "b");
        stream.data(new Data(1, batch.messages(), batch.array(), batch.from(), batch.to()));
        stream.take(1, 2);
        link.taken(stream, 0);
    }

    private FrameType firstFrame() {
        byte code = out.buffers()[0].get(4);
        FrameType type = FrameType.of(code);
        if (type == null) {
            throw new AssertionError("no type " + code);
        }
        return type;
    }
}
