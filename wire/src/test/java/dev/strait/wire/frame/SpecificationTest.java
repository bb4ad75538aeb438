package dev.strait.wire.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tables and vectors of docs/protocol.md are those of the code. */
class SpecificationTest {
    private static final Path SPECIFICATION = Path.of("..", "docs", "protocol.md");

    @Test
    void theSpecificationShowsTheGoldenVectors() throws IOException {
        StringBuilder shown = new StringBuilder();
        boolean inVector = false;
        for (String line : Files.readAllLines(SPECIFICATION)) {
            if (line.startsWith("```")) {
                inVector = line.equals("```vector");
            } else if (inVector) {
                shown.append(line).append('\n');
            }
        }
        Map<String, byte[]> vectors = GoldenVectors.parse(shown.toString());
        GoldenVectors.all().forEach((name, bytes) -> {
            assertTrue(vectors.containsKey(name), () -> "docs/protocol.md lacks the vector " + name);
            assertArrayEquals(bytes, vectors.get(name), () -> "docs/protocol.md differs in the vector " + name);
        });
    }

    @Test
    void theTableOfTypesIsThatOfTheCode() throws IOException {
        List<String> expected = Arrays.stream(FrameType.values())
                .map(type -> {
                    int min = type.minPayloadBytes();
                    int max = type.maxPayloadBytes();
                    String bytes = min == max ? String.valueOf(min) : String.format(Locale.ROOT, "%d to %,d", min, max);
                    return "0x%02x %s %s %s"
                            .formatted(type.code(), type, type.scope().name().toLowerCase(Locale.ROOT), bytes);
                })
                .toList();
        List<String> shown = rows("| 0x").stream()
                .filter(row -> !row.get(1).startsWith("*"))
                .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2) + " " + row.get(5))
                .toList();
        assertEquals(expected, shown);
    }

    @Test
    void theTableOfErrorCodesIsThatOfTheCode() throws IOException {
        List<String> expected = Arrays.stream(ErrorCode.values())
                .map(code -> code.code() + " " + code)
                .toList();
        List<String> shown = new ArrayList<>();
        for (List<String> row : rows("| ")) {
            if (row.getFirst().matches("[0-9]+")
                    && row.size() == 5
                    && row.get(1).matches("[A-Z_]+")) {
                shown.add(row.get(0) + " " + row.get(1));
            }
        }
        assertEquals(expected, shown);
    }

    private static List<List<String>> rows(String start) throws IOException {
        return Files.readAllLines(SPECIFICATION).stream()
                .filter(line -> line.startsWith(start))
                .map(line -> Arrays.stream(
                                line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }
}
