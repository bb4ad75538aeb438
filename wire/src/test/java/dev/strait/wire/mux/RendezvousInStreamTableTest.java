package dev.strait.wire.mux;

import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.Mark;
import dev.strait.wire.frame.Waiting;
import dev.strait.wire.frame.Withdraw;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every state of the receiving half of a rendezvous with every input, against the table of docs/protocol.md, chapter "Rendezvous". */
class RendezvousInStreamTableTest {
    private static final String TABLE = """
            | input at the receiver of offers | OPEN | ENDED | LEAVING | FINISHED |
            | DATA on the ticket | OPEN, hands it over | ! | LEAVING | ! |
            | DATA of two messages | ! | ! | LEAVING | ! |
            | two DATA on one ticket | ! | ! | LEAVING | ! |
            | a whole message in FRAGMENT on the ticket | OPEN, hands it over | ! | LEAVING | ! |
            | MARK | ! | ! | LEAVING | ! |
            | WAITING | OPEN, counts it | ! | LEAVING | ! |
            | WITHDRAW of message 1 | OPEN, returns it | ENDED, returns it | LEAVING | FINISHED |
            | WITHDRAW of a message that has not come | ! | ! | LEAVING | FINISHED |
            | message 1 is taken or returned | OPEN, has news | ENDED, is drained | LEAVING | FINISHED |
            | a ticket is given | OPEN, has news | ENDED | LEAVING | FINISHED |
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

    private static String outcome(RendezvousInStream stream, String input) {
        Parcel parcel = null;
        boolean returns = false;
        switch (input) {
            case "DATA on the ticket" -> parcel = stream.data(InStreams.data("b"));
            case "DATA of two messages" -> parcel = stream.data(InStreams.data("b", "c"));
            case "two DATA on one ticket" -> {
                stream.data(InStreams.data("b"));
                parcel = stream.data(InStreams.data("c"));
            }
            case "a whole message in FRAGMENT on the ticket" ->
                parcel = stream.fragment(InStreams.fragment(true, true, 9, 9));
            case "MARK" -> stream.mark(new Mark(3, 1, false));
            case "WAITING" -> stream.waiting(new Waiting(3, 2));
            case "WITHDRAW of message 1" -> returns = stream.withdraw(new Withdraw(3, 1));
            case "WITHDRAW of a message that has not come" -> returns = stream.withdraw(new Withdraw(3, 2));
            case "message 1 is taken or returned" -> stream.decide(1, 2);
            case "a ticket is given" -> {
                if (stream.state() == InStream.State.OPEN) {
                    stream.grantTickets(1);
                }
            }
            case "the end leaves" -> stream.leave();
            case "LEFT, or the session is lost" -> stream.close();
            default -> throw new AssertionError(input);
        }
        String effect = "";
        if (parcel != null) {
            effect = ", hands it over";
        } else if (returns) {
            effect = ", returns it";
        } else if (stream.waitingSends() > 0) {
            effect = ", counts it";
        } else if (stream.isDrained()) {
            effect = ", is drained";
        } else if (stream.hasNews()) {
            effect = ", has news";
        }
        return stream.state() + effect;
    }

    /** A stream in that state on which one message has arrived, with a ticket left. */
    private static RendezvousInStream in(String state) {
        RendezvousInStream stream = RendezvousInStreams.of(new Budget(1 << 20));
        stream.grantTickets(2);
        stream.announce();
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
