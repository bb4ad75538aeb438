package dev.strait.wire.mux;

import dev.strait.wire.frame.Want;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every state of the receiving half with every input, against the table of docs/protocol.md, chapter "Streams". */
class InStreamTableTest {
    private static final String TABLE = """
            | input at the receiver | OPEN | ENDED | LEAVING | FINISHED |
            | DATA within its credit | OPEN, hands it over | ! | LEAVING | ! |
            | DATA beyond its credit | ! | ! | LEAVING | ! |
            | a whole message in FRAGMENT | OPEN, hands it over | ! | LEAVING | ! |
            | a later FRAGMENT of no message | ! | ! | LEAVING | ! |
            | WANT of more than the window | OPEN, raises the byte limit | ! | LEAVING | ! |
            | DONE or ERROR with the total | ENDED | ! | LEAVING | ! |
            | DONE or ERROR with another total | ! | ! | LEAVING | ! |
            | the last message is taken | OPEN, has news | ENDED, is drained | LEAVING | FINISHED |
            | the end leaves | LEAVING | LEAVING | LEAVING | FINISHED |
            | LEFT, or the session is lost | FINISHED | FINISHED | FINISHED | FINISHED |
            """;

    @Test
    void theSpecificationShowsThisTable() throws IOException {
        StreamTables.assertShown(TABLE);
    }

    @TestFactory
    List<DynamicTest> everyStateAnswersEveryInputAsTheTableSays() {
        return StreamTables.cells(TABLE, (state, input) -> StreamTables.attempt(() -> outcome(in(state), input)));
    }

    private static String outcome(InStream stream, String input) {
        long limit = stream.ledger().byteLimit();
        Parcel parcel = null;
        switch (input) {
            case "DATA within its credit" -> parcel = stream.data(InStreams.data("b"));
            case "DATA beyond its credit" -> parcel = stream.data(InStreams.data("x".repeat(3_000)));
            case "a whole message in FRAGMENT" -> parcel = stream.fragment(InStreams.fragment(true, true, 9, 9));
            case "a later FRAGMENT of no message" -> parcel = stream.fragment(InStreams.fragment(false, true, 0, 9));
            case "WANT of more than the window" -> stream.want(new Want(3, 50_000));
            case "DONE or ERROR with the total" -> stream.end(1);
            case "DONE or ERROR with another total" -> stream.end(2);
            case "the last message is taken" -> stream.take(1, 2);
            case "the end leaves" -> stream.leave();
            case "LEFT, or the session is lost" -> stream.close();
            default -> throw new AssertionError(input);
        }
        String effect = "";
        if (parcel != null) {
            effect = ", hands it over";
        } else if (stream.ledger().byteLimit() > limit) {
            effect = ", raises the byte limit";
        } else if (stream.isDrained()) {
            effect = ", is drained";
        } else if (stream.hasNews()) {
            effect = ", has news";
        }
        return stream.state() + effect;
    }

    /** A stream in that state on which one message has arrived. */
    private static InStream in(String state) {
        InStream stream = InStreams.of(new Budget(1 << 20));
        stream.data(InStreams.data("a"));
        switch (state) {
            case "OPEN" -> {}
            case "ENDED" -> stream.end(1);
            case "LEAVING" -> stream.leave();
            case "FINISHED" -> stream.close();
            default -> throw new AssertionError(state);
        }
        return stream;
    }
}
