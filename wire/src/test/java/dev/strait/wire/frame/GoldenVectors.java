package dev.strait.wire.frame;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Reads annotated hex: "== NAME" starts a vector, then lines of hex, two or more spaces, and what it means. */
final class GoldenVectors {
    private GoldenVectors() {}

    static Map<String, byte[]> all() {
        try (InputStream in = GoldenVectors.class.getResourceAsStream("golden-frames.txt")) {
            return parse(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, byte[]> parse(String text) {
        Map<String, StringBuilder> hex = new LinkedHashMap<>();
        StringBuilder current = new StringBuilder();
        for (String line : text.split("\n")) {
            if (line.startsWith("== ")) {
                current = new StringBuilder();
                hex.put(line.substring(3), current);
            } else if (!line.startsWith("#")) {
                current.append(line.split(" {2,}")[0].replace(" ", ""));
            }
        }
        Map<String, byte[]> vectors = new LinkedHashMap<>();
        hex.forEach((name, digits) -> vectors.put(name, HexFormat.of().parseHex(digits)));
        return vectors;
    }
}
