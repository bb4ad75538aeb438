package dev.strait.wire.mux;

import dev.strait.wire.frame.Acked;
import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Finished;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.Leave;
import dev.strait.wire.frame.Open;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every state of the sending half of a rendezvous with every input, against the table of docs/protocol.md, chapter "Rendezvous". */
class RendezvousOutStreamTableTest {
    private static final String TABLE = """
            | input at the sender of offers | OPEN | ENDED | LEFT | CLOSED |
            | a message on a ticket | OPEN, queues DATA | - | - | - |
            | another number of sends waits | OPEN, queues WAITING | ENDED | LEFT | CLOSED |
            | the end is done | ENDED, queues DONE | - | - | - |
            | TAKEN or RETURNED of the message | OPEN, is settled | ENDED, is settled | LEFT | CLOSED |
            | TAKEN or RETURNED of the message again | ! | ! | LEFT | CLOSED |
            | TAKEN or RETURNED of a message not written | ! | ! | LEFT | CLOSED |
            | ACKED of the message | ! | ! | ! | ! |
            | NACK or REJECT of the message | ! | ! | ! | ! |
            | the message is withdrawn | OPEN, queues WITHDRAW | ENDED, queues WITHDRAW | - | - |
            | CREDIT with a ticket | OPEN | ENDED | LEFT | CLOSED |
            | CREDIT with more decided than verdicts | ! | ! | LEFT | CLOSED |
            | FINISHED while it is undecided | ! | ! | LEFT | CLOSED |
            | FINISHED once it is decided | ! | CLOSED | LEFT | CLOSED |
            | LEAVE | LEFT, queues LEFT | LEFT, queues LEFT | LEFT | CLOSED |
            | the session is lost | CLOSED | CLOSED | CLOSED | CLOSED |
            """;

    private final Batch message = Batches.of("a");

    @Test
    void theSpecificationShowsThisTable() throws IOException {
        StreamTables.assertShown(TABLE);
    }

    @TestFactory
    List<DynamicTest> everyStateAnswersEveryInputAsTheTableSays() {
        return StreamTables.cells(
                TABLE,
                (state, input) -> StreamTables.attempt(() -> new RendezvousOutStreamTableTest().outcome(state, input)));
    }

    private String outcome(String from, String input) {
        OutStream stream = in(from);
        boolean waited = stream.hasFrames();
        Batch settled = null;
        switch (input) {
            case "a message on a ticket" -> {
                Batch next = Batches.of("b");
                stream.ledger().spend(1, next.cost());
                stream.send(next);
            }
            case "another number of sends waits" -> stream.waiting(2);
            case "the end is done" -> stream.done();
            case "TAKEN or RETURNED of the message" -> settled = stream.decide(1);
            case "TAKEN or RETURNED of the message again" -> {
                stream.decide(1);
                settled = stream.decide(1);
            }
            case "TAKEN or RETURNED of a message not written" -> settled = stream.decide(2);
            case "ACKED of the message" -> stream.acknowledged(new Acked(3, List.of(new Acked.Range(1, 1))));
            case "NACK or REJECT of the message" -> stream.refused(1, true);
            case "the message is withdrawn" -> stream.withdraw(message);
            case "CREDIT with a ticket" -> stream.credit(new Credit(3, 0, 3, 2_048));
            case "CREDIT with more decided than verdicts" -> stream.credit(new Credit(3, 1, 3, 2_048));
            case "FINISHED while it is undecided" -> stream.finished(new Finished(3, 0));
            case "FINISHED once it is decided" -> {
                stream.decide(1);
                stream.finished(new Finished(3, 1));
            }
            case "LEAVE" -> stream.leave(new Leave(3, 0, ErrorCode.CLOSED, ""), Batches.RECEIVER);
            case "the session is lost" -> stream.lose(Batches.RECEIVER, "gone");
            default -> throw new AssertionError(input);
        }
        OutStream.State state = stream.state();
        Frame queued = stream.poll();
        if (settled != null) {
            return state + ", is settled";
        }
        return state
                + (queued == null || waited ? "" : ", queues " + queued.type().name());
    }

    /** A stream in that state that has written one message, which is undecided, and has a ticket left. */
    private OutStream in(String state) {
        OutStream stream = new OutStream(new Open(3, 1, 2, "words", new byte[0]), 2, 2_048, true);
        stream.ledger().spend(1, 2);
        stream.send(message);
        stream.poll();
        stream.poll();
        switch (state) {
            case "OPEN" -> {}
            case "ENDED" -> {
                stream.done();
                stream.poll();
            }
            case "LEFT" -> stream.leave(new Leave(3, 0, ErrorCode.CLOSED, ""), Batches.RECEIVER);
            case "CLOSED" -> {
                stream.leave(new Leave(3, 0, ErrorCode.CLOSED, ""), Batches.RECEIVER);
                stream.poll();
            }
            default -> throw new AssertionError(state);
        }
        return stream;
    }
}
