package dev.strait.testkit.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.testkit.virtual.Trial;
import dev.strait.testkit.virtual.TrialOptions;
import dev.strait.testkit.virtual.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation shows of this example is what is compiled and run here. */
class QuotedInTheDocsTest {
    private static final Path DOCS = Path.of("..", "docs", "testing.md");
    private static final Path SOURCES = Path.of("src", "test", "java", "dev", "strait", "testkit", "example");
    private static final Pattern SECTION = Pattern.compile("\n## Your own protocol\n(.*?)\n# ", Pattern.DOTALL);
    private static final Pattern HISTORY = Pattern.compile("seed (\\d+) ends so:\n\n```\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyProgramOfTheSectionIsPartOfTheExample() throws IOException {
        var section = SECTION.matcher(Files.readString(DOCS));
        assertTrue(section.find(), "the section is there");
        List<String> programs = PROGRAM.matcher(section.group(1))
                .results()
                .map(each -> each.group(1))
                .toList();
        assertEquals(3, programs.size());
        List<String> sources;
        try (Stream<Path> files = Files.list(SOURCES)) {
            sources = files.map(QuotedInTheDocsTest::compactText).toList();
        }
        for (String program : programs) {
            assertTrue(sources.stream().anyMatch(each -> each.contains(compact(program))), program);
        }
    }

    @Test
    void theHistoryOfTheSectionIsTheEndOfWhatItsSeedTells() throws IOException {
        var quoted = HISTORY.matcher(Files.readString(DOCS));
        assertTrue(quoted.find(), "the history is there");
        List<String> lines = quoted.group(2).lines().toList();
        List<String> told = new ArrayList<>();
        TrialResult result = Trial.run(
                TrialOptions.drawnFrom(Long.parseLong(quoted.group(1)), 2), TransferTest::takingAgain, told::add);
        told.add(result.failure().orElse("passed"));
        assertEquals(lines, told.subList(told.size() - lines.size(), told.size()));
    }

    private static String compactText(Path file) {
        try {
            return compact(Files.readString(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String compact(String text) {
        return text.replaceAll("\\s+", "");
    }
}
