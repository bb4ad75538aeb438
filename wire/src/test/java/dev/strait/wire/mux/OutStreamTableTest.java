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

/** Every state of the sending half with every input, against the table of docs/protocol.md, chapter "Streams". */
class OutStreamTableTest {
    private static final String TABLE = """
            | input at the sender | OPEN | ENDED | LEFT | CLOSED |
            | a message | OPEN, queues DATA | - | - | - |
            | a large message waits | OPEN, queues WANT | - | - | - |
            | the end is done | ENDED, queues DONE | - | - | - |
            | the end fails | ENDED, queues ERROR | - | - | - |
            | CREDIT beyond what was sent | ! | ! | LEFT | CLOSED |
            | CREDIT, taken and not answered | OPEN | ENDED | LEFT | CLOSED |
            | CREDIT, taken and answered | OPEN, is acknowledged | ENDED, is acknowledged | LEFT | CLOSED |
            | ACKED of the message | OPEN, is acknowledged | ENDED, is acknowledged | LEFT | CLOSED |
            | NACK of the message | OPEN, comes back | OPEN, comes back | LEFT | CLOSED |
            | REJECT of the message | OPEN, comes back | ENDED, comes back | LEFT | CLOSED |
            | a second answer to the message | ! | ! | LEFT | CLOSED |
            | an answer to a message not written | ! | ! | LEFT | CLOSED |
            | FINISHED with the total | ! | CLOSED, is acknowledged | LEFT | CLOSED |
            | FINISHED with less | ! | ! | LEFT | CLOSED |
            | LEAVE | LEFT, queues LEFT | LEFT, queues LEFT | LEFT | CLOSED |
            | LEFT is written | OPEN | ENDED | CLOSED | CLOSED |
            | the session is lost | CLOSED | CLOSED | CLOSED | CLOSED |
            """;

    @Test
    void theSpecificationShowsThisTable() throws IOException {
        StreamTables.assertShown(TABLE);
    }

    @TestFactory
    List<DynamicTest> everyStateAnswersEveryInputAsTheTableSays() {
        return StreamTables.cells(TABLE, (state, input) -> StreamTables.attempt(() -> outcome(in(state), input)));
    }

    private static String outcome(Counting stream, String input) {
        boolean waited = stream.hasFrames();
        Batch cameBack = null;
        switch (input) {
            case "a message" -> {
                Batch batch = Batches.of("b");
                stream.ledger().spend(1, batch.cost());
                stream.send(batch);
            }
            case "a large message waits" -> stream.want(5_000);
            case "the end is done" -> stream.done();
            case "the end fails" -> stream.error(ErrorCode.APPLICATION_ERROR, "node", "why");
            case "CREDIT beyond what was sent" -> stream.credit(new Credit(3, 2, 18, 2_048));
            case "CREDIT, taken and not answered" -> stream.credit(new Credit(3, 1, 0, 17, 2_048));
            case "CREDIT, taken and answered" -> stream.credit(new Credit(3, 1, 1, 17, 2_048));
            case "ACKED of the message" -> stream.acknowledged(acked(1));
            case "NACK of the message" -> cameBack = stream.refused(1, true);
            case "REJECT of the message" -> cameBack = stream.refused(1, false);
            case "a second answer to the message" -> {
                stream.acknowledged(acked(1));
                stream.refused(1, true);
            }
            case "an answer to a message not written" -> stream.acknowledged(acked(2));
            case "FINISHED with the total" -> stream.finished(new Finished(3, 1));
            case "FINISHED with less" -> stream.finished(new Finished(3, 0));
            case "LEAVE" -> stream.leave(new Leave(3, 0, ErrorCode.CLOSED, ""), Batches.RECEIVER);
            case "LEFT is written" -> stream.poll();
            case "the session is lost" -> stream.lose(Batches.RECEIVER, "gone");
            default -> throw new AssertionError(input);
        }
        OutStream.State state = stream.state();
        Frame queued = stream.poll();
        if (cameBack != null || stream.acknowledged > 0) {
            return state + (cameBack != null ? ", comes back" : ", is acknowledged");
        }
        return state
                + (queued == null || waited ? "" : ", queues " + queued.type().name());
    }

    private static Acked acked(long number) {
        return new Acked(3, List.of(new Acked.Range(number, number)));
    }

    /** Counts what is acknowledged. */
    private static final class Counting extends OutStream {
        private int acknowledged;

        Counting() {
            super(new Open(3, 1, 2, "words", new byte[0]), 16, 2_048, false);
        }

        @Override
        protected void acknowledged(long firstPlace, int messages) {
            acknowledged += messages;
        }
    }

    /** A stream in that state that has written one message, which nobody has taken. */
    private static Counting in(String state) {
        Counting stream = new Counting();
        stream.ledger().spend(1, 2);
        stream.send(Batches.of("a"));
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
