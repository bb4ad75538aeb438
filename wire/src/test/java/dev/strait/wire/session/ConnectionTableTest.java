package dev.strait.wire.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.Ack;
import dev.strait.wire.frame.Close;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.LinkFrame;
import dev.strait.wire.frame.Ping;
import dev.strait.wire.frame.Pong;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.Ready;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every state with every input, against the table of docs/protocol.md, "States of a connection". */
class ConnectionTableTest {
    private static final Path SPECIFICATION = Path.of("..", "docs", "protocol.md");

    /** Next state, then the frames written; {@code !} is a violation, {@code -} a call that a node never makes. */
    private static final String TABLE = """
            | input | HELLO_SENT | AWAIT_HELLO | UNDECIDED (dialler) | UNDECIDED (acceptor) | AWAIT_READY | AWAIT_ACK | ESTABLISHED | CLOSED |
            | HELLO | UNDECIDED | UNDECIDED | ! | ! | ! | ! | ! | ! |
            | READY | ! | ! | ! | ! | ESTABLISHED | ! | ! | ! |
            | ACK | ! | ! | ! | ! | ! | ESTABLISHED | ESTABLISHED | ! |
            | CLOSE | CLOSED | CLOSED | CLOSED | CLOSED | CLOSED | CLOSED | CLOSED | CLOSED |
            | PING | ! | ! | ! | ! | ! | ! | ESTABLISHED, writes PONG | ! |
            | PONG | ! | ! | ! | ! | ! | ! | ESTABLISHED | ! |
            | the node accepts, a new session | - | - | ESTABLISHED, writes READY | AWAIT_READY, writes HELLO | - | - | - | - |
            | the node accepts, one to resume, or that it has promised | - | - | AWAIT_ACK, writes READY | AWAIT_READY, writes HELLO | - | - | - | - |
            | the node closes | CLOSED, writes CLOSE | CLOSED, writes CLOSE | CLOSED, writes CLOSE | CLOSED, writes CLOSE | CLOSED, writes CLOSE | CLOSED, writes CLOSE | CLOSED, writes CLOSE | CLOSED |
            | 1 s since the last write | HELLO_SENT | AWAIT_HELLO | UNDECIDED | UNDECIDED | AWAIT_READY | AWAIT_ACK | ESTABLISHED, writes PING | CLOSED |
            | 3 s of silence | HELLO_SENT | AWAIT_HELLO | UNDECIDED | UNDECIDED | AWAIT_READY | AWAIT_ACK | CLOSED, writes CLOSE | CLOSED |
            | 5 s since the connection was made | CLOSED, writes CLOSE | CLOSED, writes CLOSE | CLOSED, writes CLOSE | CLOSED, writes CLOSE | CLOSED, writes CLOSE | CLOSED, writes CLOSE | ESTABLISHED | CLOSED |
            """;

    private static final SessionTimes TIMES = SessionTimes.DEFAULT;

    @Test
    void theSpecificationShowsThisTable() throws IOException {
        List<String> shown = Files.readAllLines(SPECIFICATION);
        TABLE.lines().forEach(row -> assertTrue(shown.contains(row), () -> "docs/protocol.md lacks: " + row));
    }

    @TestFactory
    Stream<DynamicTest> everyStateAnswersEveryInputAsTheTableSays() {
        List<List<String>> rows = TABLE.lines().map(ConnectionTableTest::cells).toList();
        List<DynamicTest> tests = new ArrayList<>();
        List<String> states = rows.getFirst();
        for (List<String> row : rows.subList(1, rows.size())) {
            for (int column = 1; column < states.size(); column++) {
                String state = states.get(column);
                String input = row.getFirst();
                String expected = row.get(column);
                tests.add(DynamicTest.dynamicTest(
                        state + " x " + input, () -> assertEquals(expected, outcome(in(state), input))));
            }
        }
        return tests.stream();
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.substring(1, row.lastIndexOf('|')).split("\\|"))
                .map(String::strip)
                .toList();
    }

    private static String outcome(ConnectionProtocol connection, String input) {
        try {
            apply(connection, input);
        } catch (ProtocolViolation violation) {
            return "!";
        } catch (IllegalStateException misuse) {
            return "-";
        }
        List<String> written = written(connection);
        return connection.state() + (written.isEmpty() ? "" : ", writes " + String.join(", ", written));
    }

    private static void apply(ConnectionProtocol connection, String input) {
        switch (input) {
            case "the node accepts, a new session" -> accept(connection, false);
            case "the node accepts, one to resume, or that it has promised" -> accept(connection, true);
            case "the node closes" -> connection.close(ErrorCode.NORMAL, "bye");
            case "1 s since the last write" -> connection.tick(TIMES.heartbeatNanos());
            case "3 s of silence" -> {
                connection.wrote(TIMES.silenceNanos());
                connection.tick(TIMES.silenceNanos());
            }
            case "5 s since the connection was made" -> {
                connection.alive(TIMES.handshakeNanos());
                connection.wrote(TIMES.handshakeNanos());
                connection.tick(TIMES.handshakeNanos());
            }
            default -> connection.receive(frame(input, connection.isDialler()));
        }
    }

    private static void accept(ConnectionProtocol connection, boolean resumes) {
        if (connection.isDialler()) {
            connection.take(resumes, 3);
        } else {
            connection.answer(Hellos.TOKEN);
        }
    }

    private static LinkFrame frame(String type, boolean toDialler) {
        return switch (type) {
            case "HELLO" -> Hellos.answer(toDialler ? Hellos.B : Hellos.A);
            case "READY" -> new Ready(5);
            case "ACK" -> new Ack(5);
            case "CLOSE" -> new Close(ErrorCode.NORMAL, "");
            case "PING" -> new Ping(7);
            case "PONG" -> new Pong(7);
            default -> throw new AssertionError(type);
        };
    }

    /** A connection in that state since time zero, with nothing left to write. */
    private static ConnectionProtocol in(String state) {
        ConnectionProtocol connection = switch (state) {
            case "HELLO_SENT" -> dialler(_ -> {});
            case "AWAIT_HELLO" -> acceptor(_ -> {});
            case "UNDECIDED (dialler)" -> dialler(it -> it.receive(Hellos.answer(Hellos.B)));
            case "UNDECIDED (acceptor)" -> acceptor(it -> it.receive(Hellos.of(Hellos.A)));
            case "AWAIT_READY" ->
                acceptor(it -> {
                    it.receive(Hellos.of(Hellos.A));
                    it.answer(Hellos.TOKEN);
                });
            case "AWAIT_ACK" -> dialler(it -> taking(it, true));
            case "ESTABLISHED" -> dialler(it -> taking(it, false));
            case "CLOSED" -> dialler(it -> it.close(ErrorCode.NORMAL, ""));
            default -> throw new AssertionError(state);
        };
        written(connection);
        return connection;
    }

    private static void taking(ConnectionProtocol connection, boolean resumes) {
        connection.receive(Hellos.answer(Hellos.B));
        connection.take(resumes, 0);
    }

    private static ConnectionProtocol dialler(Consumer<ConnectionProtocol> before) {
        ConnectionProtocol connection = new ConnectionProtocol(true, Hellos.of(Hellos.A), TIMES, 0);
        before.accept(connection);
        return connection;
    }

    private static ConnectionProtocol acceptor(Consumer<ConnectionProtocol> before) {
        ConnectionProtocol connection = new ConnectionProtocol(false, Hellos.of(Hellos.B), TIMES, 0);
        before.accept(connection);
        return connection;
    }

    private static List<String> written(ConnectionProtocol connection) {
        List<String> written = new ArrayList<>();
        for (Frame frame = connection.poll(); frame != null; frame = connection.poll()) {
            written.add(frame.type().name());
        }
        return written;
    }
}
