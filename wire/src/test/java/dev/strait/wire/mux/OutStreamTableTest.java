package dev.strait.wire.mux;

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
            | CREDIT within what was sent | OPEN | ENDED | LEFT | CLOSED |
            | CREDIT beyond what was sent | ! | ! | LEFT | CLOSED |
            | FINISHED with the total | ! | CLOSED | LEFT | CLOSED |
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

    private static String outcome(OutStream stream, String input) {
        boolean waited = stream.hasFrames();
        switch (input) {
            case "a message" -> {
                Batch batch = Batches.of("b");
                stream.ledger().spend(1, batch.cost());
                stream.send(batch);
            }
            case "a large message waits" -> stream.want(5_000);
            case "the end is done" -> stream.done();
            case "the end fails" -> stream.error(ErrorCode.APPLICATION_ERROR, "node", "why");
            case "CREDIT within what was sent" -> stream.credit(new Credit(3, 1, 17, 2_048));
            case "CREDIT beyond what was sent" -> stream.credit(new Credit(3, 2, 18, 2_048));
            case "FINISHED with the total" -> stream.finished(new Finished(3, 1));
            case "FINISHED with less" -> stream.finished(new Finished(3, 0));
            case "LEAVE" -> stream.leave(new Leave(3, 0, ErrorCode.CLOSED, ""));
            case "LEFT is written" -> stream.poll();
            case "the session is lost" -> stream.lose();
            default -> throw new AssertionError(input);
        }
        OutStream.State state = stream.state();
        Frame queued = stream.poll();
        return state
                + (queued == null || waited ? "" : ", queues " + queued.type().name());
    }

    /** A stream in that state that has written one message, which nobody has taken. */
    private static OutStream in(String state) {
        OutStream stream = new OutStream(new Open(3, 1, 2, "words", new byte[0]), 16, 2_048, false);
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
            case "LEFT" -> stream.leave(new Leave(3, 0, ErrorCode.CLOSED, ""));
            case "CLOSED" -> {
                stream.leave(new Leave(3, 0, ErrorCode.CLOSED, ""));
                stream.poll();
            }
            default -> throw new AssertionError(state);
        }
        return stream;
    }
}
