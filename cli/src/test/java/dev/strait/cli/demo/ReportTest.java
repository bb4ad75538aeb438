package dev.strait.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Totals TOTALS = new Totals(
            5,
            2,
            1,
            1_234_567,
            200_000,
            30_000,
            List.of(new Totals.Worker("worker-1", 4, 900), new Totals.Worker("worker-2", 1, 100)),
            6,
            5,
            1,
            0);
    private static final List<WordCount> TOP = List.of(new WordCount("the", 123), new WordCount("of", 45));

    private static final Report REPORT = new Report(TOTALS, TOP, Duration.ofMillis(1234));

    @Test
    void theJsonHasExactlyTheMembersThatAreDocumentedInTheirOrder() {
        assertEquals("""
                {"files":5,"skipped":2,"unreadable":1,"bytes":1234567,"words":200000,"distinct":30000,\
                "top":[["the",123],["of",45]],\
                "workers":[{"name":"worker-1","files":4},{"name":"worker-2","files":1}],\
                "sent":6,"delivered":5,"lost":1,"seconds":1.234}""", JsonReport.of(REPORT));
    }

    @Test
    void theTextNamesEveryFigure() {
        String text = TextReport.of(REPORT);

        assertTrue(text.contains("   1             123  the\n   2              45  of\n"), text);
        assertTrue(text.contains("files                    5\n"), text);
        assertTrue(text.contains("skipped                  2"), text);
        assertTrue(text.contains("unreadable               1"), text);
        assertTrue(text.contains("bytes            1,234,567\n"), text);
        assertTrue(text.contains("words              200,000\n"), text);
        assertTrue(text.contains("distinct            30,000\n"), text);
        assertTrue(text.contains("elapsed                1.2  seconds, 1.0 MB/s\n"), text);
        assertTrue(text.contains("worker-1                 4  files, 90 % of the bytes\n"), text);
        assertTrue(text.contains("worker-2                 1  files, 10 % of the bytes\n"), text);
        assertTrue(text.contains("lost                     1  of 6 files sent to the workers\n"), text);
        assertFalse(text.contains("repeats"), text);
    }

    @Test
    void aVeryLongWordIsShortenedInTheTextAndWholeInTheJson() {
        String word = "x".repeat(1000);
        Report report = new Report(TOTALS, List.of(new WordCount(word, 1)), Duration.ofSeconds(1));

        assertTrue(TextReport.of(report).contains("  " + "x".repeat(40) + "... (1,000 letters)\n"));
        assertTrue(JsonReport.of(report).contains("[\"" + word + "\",1]"));
    }

    @Test
    void theProgressLineShowsFilesBytesRateAndShares() {
        String line = ProgressLine.draw(TOTALS, 16, Duration.ofMillis(500), 120);

        assertEquals("[###############---------------] 8/16 files  0.0 MB  0.0 MB/s  worker-1 90%  worker-2 10%", line);
    }

    @Test
    void theProgressLineFitsIntoItsColumns() {
        for (int columns = 20; columns < 130; columns++) {
            String line = ProgressLine.draw(TOTALS, 16, Duration.ofMillis(500), columns);
            assertTrue(line.length() <= columns, line);
            if (columns >= 60) {
                assertTrue(line.contains("8/16 files"), line);
                assertTrue(line.contains("90"), line);
            }
        }
    }

    @Test
    void theProgressLineNeverShowsMoreFilesDoneThanKnown() {
        assertTrue(ProgressLine.draw(TOTALS, 0, Duration.ZERO, 120).contains(" 8/8 files"));
    }
}
