package dev.strait.cli.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the script in the guide, made of the standard tools alone, counts in a directory.
 *
 * @param totals lines of a name and a value: files, skipped, bytes, words, distinct
 * @param counts all words, the most frequent first, those equally frequent in alphabetical order
 */
record IndependentCount(List<String> totals, List<WordCount> counts) {

    static IndependentCount of(Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", script().toString(), directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), US_ASCII)
                .lines()
                .toList();
        assertEquals(0, process.waitFor());
        int empty = lines.indexOf("");
        List<WordCount> counts = new ArrayList<>();
        for (String line : lines.subList(empty + 1, lines.size())) {
            String[] countAndWord = line.strip().split(" ");
            counts.add(new WordCount(countAndWord[1], Long.parseLong(countAndWord[0])));
        }
        return new IndependentCount(lines.subList(0, empty), counts);
    }

    /** The same figures of a count of our own, written as the script writes them. */
    static List<String> totalsOf(Totals totals) {
        return List.of(
                "files " + totals.files(),
                "skipped " + totals.skipped(),
                "bytes " + totals.bytes(),
                "words " + totals.words(),
                "distinct " + totals.distinct());
    }

    private static Path script() {
        // Tests of a module run in its folder.
        Path script = Path.of("..", "docs", "guide", "count-words.sh")
                .toAbsolutePath()
                .normalize();
        assertTrue(Files.isRegularFile(script), script.toString());
        return script;
    }
}
