package dev.strait.wire.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.ProtocolViolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;

/** A table of docs/protocol.md: states across, inputs down; {@code !} is a violation, {@code -} a call that a node never makes. */
final class StreamTables {
    private StreamTables() {}

    static void assertShown(String table) throws IOException {
        List<String> shown = Files.readAllLines(Path.of("..", "docs", "protocol.md"));
        table.lines().forEach(row -> assertTrue(shown.contains(row), () -> "docs/protocol.md lacks: " + row));
    }

    /** One test per cell; {@code outcome} gives what the machine did in a state with an input. */
    static List<DynamicTest> cells(String table, BiFunction<String, String, String> outcome) {
        List<List<String>> rows = table.lines()
                .map(row -> Arrays.stream(row.substring(1, row.lastIndexOf('|')).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
        List<DynamicTest> tests = new ArrayList<>();
        List<String> states = rows.getFirst();
        for (List<String> row : rows.subList(1, rows.size())) {
            for (int column = 1; column < states.size(); column++) {
                String state = states.get(column);
                String expected = row.get(column);
                tests.add(DynamicTest.dynamicTest(
                        state + " x " + row.getFirst(),
                        () -> assertEquals(expected, outcome.apply(state, row.getFirst()))));
            }
        }
        return tests;
    }

    static String attempt(Supplier<String> step) {
        try {
            return step.get();
        } catch (ProtocolViolation violation) {
            return "!";
        } catch (IllegalStateException misuse) {
            return "-";
        }
    }
}
