package dev.strait.wire.mux;

import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.Mark;
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
            | DATA behind MARK | OPEN, hands it over as sent before | ! | LEAVING | ! |
            | MARK behind MARK | ! | ! | LEAVING | ! |
            | DONE or ERROR behind MARK | ! | ! | LEAVING | ! |
            | DONE or ERROR with the total | ENDED | ! | LEAVING | ! |
            | DONE or ERROR with another total | ! | ! | LEAVING | ! |
            | DONE that knows of more messages than went back | ! | ! | LEAVING | ! |
            | the last message is taken | OPEN, has news | ENDED, is drained | LEAVING | FINISHED |
            | the last message is taken and held | OPEN, has news | ENDED, has news | LEAVING | FINISHED |
            | it is acknowledged, or rejected | OPEN, has news | ENDED, is drained | LEAVING | FINISHED |
            | it goes back by NACK | OPEN, has news | OPEN, has news | LEAVING | FINISHED |
            | it goes back, then DONE that knows of it | ENDED, is drained | ENDED, is drained | LEAVING | ! |
            | it goes back, then DONE that knows of fewer | OPEN, has news | OPEN, has news | LEAVING | ! |
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
            case "DONE or ERROR with the total" -> stream.done(new Done(3, 1));
            case "DONE or ERROR with another total" -> stream.done(new Done(3, 2));
            case "DATA behind MARK" -> {
                stream.mark(new Mark(3, 2, false));
                parcel = stream.data(InStreams.data("b"));
            }
            case "MARK behind MARK" -> {
                stream.mark(new Mark(3, 2, false));
                stream.mark(new Mark(3, 2, false));
            }
            case "DONE or ERROR behind MARK" -> {
                stream.mark(new Mark(3, 2, false));
                stream.error(1);
            }
            case "DONE that knows of more messages than went back" -> stream.done(new Done(3, 1, 1, false));
            case "the last message is taken" -> stream.take(1, 2);
            case "the last message is taken and held" -> hold(stream);
            case "it is acknowledged, or rejected" -> {
                hold(stream);
                stream.answer(1, true);
            }
            case "it goes back by NACK" -> {
                hold(stream);
                stream.nack(1);
            }
            case "it goes back, then DONE that knows of it" -> {
                hold(stream);
                stream.nack(1);
                stream.done(new Done(3, 1, 1, false));
            }
            case "it goes back, then DONE that knows of fewer" -> {
                hold(stream);
                stream.nack(1);
                stream.done(new Done(3, 1, 0, false));
            }
            case "the end leaves" -> stream.leave();
            case "LEFT, or the session is lost" -> stream.close();
            default -> throw new AssertionError(input);
        }
        String effect = "";
        if (parcel != null) {
            effect = ", hands it over" + (parcel.redeliveries() == 2 ? " as sent before" : "");
        } else if (stream.ledger().byteLimit() > limit) {
            effect = ", raises the byte limit";
        } else if (stream.isDrained()) {
            effect = ", is drained";
        } else if (stream.hasNews()) {
            effect = ", has news";
        }
        return stream.state() + effect;
    }

    private static void hold(InStream stream) {
        stream.hold(1);
        stream.take(1, 2);
    }

    /** A stream in that state on which one message has arrived. */
    private static InStream in(String state) {
        InStream stream = InStreams.of(new Budget(1 << 20));
        stream.data(InStreams.data("a"));
        switch (state) {
            case "OPEN" -> {}
            case "ENDED" -> stream.done(new Done(3, 1));
            case "LEAVING" -> stream.leave();
            case "FINISHED" -> stream.close();
            default -> throw new AssertionError(state);
        }
        return stream;
    }
}
