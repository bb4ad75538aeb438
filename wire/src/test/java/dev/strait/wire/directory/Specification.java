package dev.strait.wire.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The chapter "Directory" of docs/protocol.md: its tables and its vectors. */
final class Specification {
    private Specification() {}

    /** The rows below the heading that starts with these words, without the first two (names and rule), as written. */
    static List<String> table(String heading) {
        List<String> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : chapter()) {
            if (line.startsWith("#")) {
                inside = line.replaceFirst("^#+ ", "").startsWith(heading);
            } else if (inside && line.startsWith("|")) {
                rows.add(line);
            }
        }
        return rows.subList(Math.min(2, rows.size()), rows.size());
    }

    /** The vectors: "== NAME" starts one, then lines of hex, two or more spaces, and what it means. */
    static Map<String, byte[]> vectors() {
        Map<String, StringBuilder> hex = new LinkedHashMap<>();
        StringBuilder current = new StringBuilder();
        boolean inside = false;
        for (String line : chapter()) {
            if (line.startsWith("```")) {
                inside = line.equals("```vector");
            } else if (inside && line.startsWith("== ")) {
                current = new StringBuilder();
                hex.put(line.substring(3), current);
            } else if (inside) {
                current.append(line.split(" {2,}")[0].replace(" ", ""));
            }
        }
        Map<String, byte[]> vectors = new LinkedHashMap<>();
        hex.forEach((name, digits) -> vectors.put(name, HexFormat.of().parseHex(digits)));
        return vectors;
    }

    static String row(String first, List<String> cells) {
        return "| " + first + " | " + String.join(" | ", cells) + " |";
    }

    private static List<String> chapter() {
        try {
            String[] chapters =
                    Files.readString(Path.of("..", "docs", "protocol.md")).split("\n(?=## )");
            return Arrays.stream(chapters)
                    .filter(each -> each.startsWith("## Directory\n"))
                    .flatMap(each -> Arrays.stream(each.split("\n")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
