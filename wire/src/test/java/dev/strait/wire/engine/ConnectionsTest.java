package dev.strait.wire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.wire.dispatch.Lane;
import dev.strait.wire.dispatch.QueueSenderEnd;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.FrameType;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.Open;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.Batches;
import dev.strait.wire.mux.Budget;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Ledger;
import dev.strait.wire.mux.Window;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private static final EndRef NEAR = new EndRef(new NodeRef("near", 1, 1), 1);
    private static final EndRef FAR = new EndRef(new NodeRef("far", 1, 1), 1);

    private final Link link = new Link(FAR.node(), 1 << 20, 16, 2_048, new Link.Pen() {
        @Override
        public void ready() {}

        @Override
        public void linger() {}
    });
    private final Transmission out = new Transmission();

    @Test
    void newsOfWhatWasTakenComesLastUnlessItIsDue() {
        somethingToWriteAndSomethingTaken();
        Connections.transmit(link, out, false, NodeEngine.SEAL_ALL, 0);
        assertEquals(FrameType.OPEN, firstFrame());
    }

    @Test
    void newsThatIsDueDoesNotWaitForALinkThatAlwaysHasSomethingElseToWrite() {
        somethingToWriteAndSomethingTaken();
        Connections.transmit(link, out, true, NodeEngine.SEAL_ALL, 0);
        assertEquals(FrameType.CREDIT, firstFrame());
    }

    private void somethingToWriteAndSomethingTaken() {
        Open open = new Open(1, 1, 1, "words", new byte[0]);
        link.ready(new Lane(open, new Ledger(16, 2_048), new QueueSenderEnd(NEAR), FAR, link));
        InStream stream = new InStream(open, FAR, new Window(16, 2_048, 16, 2_048), new Budget(1 << 20), 1_000);
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
