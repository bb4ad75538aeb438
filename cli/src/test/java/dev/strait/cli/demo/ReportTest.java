package dev.strait.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Counters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final Counters COUNTERS = new Counters(
            Map.of("parcels", new Counters.Sending(1021, 6, 1000, 5, 4, 3, 3, 9)),
            Map.of("results", new Counters.Receiving(15, 2, 5, 4, 3, 2, 1, 7, Map.of("worker-2", "it fell silent"))),
            List.of(new Counters.Link("worker-1", true, 12, 10, 2, 99, 11, 1)));

    private static final Report REPORT = report(TOP, List.of(), Optional.empty());

    private static Report report(List<WordCount> top, List<String> lostWorkers, Optional<String> mishap) {
        return new Report(TOTALS, top, Duration.ofMillis(1234), lostWorkers, mishap, COUNTERS);
    }

    @Test
    void theJsonHasExactlyTheMembersThatAreDocumentedInTheirOrder() {
        assertEquals("""
                {"files":5,"skipped":2,"unreadable":1,"bytes":1234567,"words":200000,"distinct":30000,\
                "top":[["the",123],["of",45]],\
                "workers":[{"name":"worker-1","files":4},{"name":"worker-2","files":1}],\
                "sent":6,"delivered":5,"lost":1,"seconds":1.234,"repeats":0,"lostWorkers":[]}""", JsonReport.of(REPORT, false));
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
        assertFalse(text.contains("workers lost"), text);
    }

    @Test
    void theTextSaysWhatWasDoneToAWorkerAndWhatCameOfIt() {
        String text = TextReport.of(report(TOP, List.of("worker-1", "worker-2"), Optional.of("worker-1 was killed")));

        assertTrue(text.contains("workers lost             2  worker-1, worker-2\n"), text);
        assertTrue(text.contains("repeats                  0  results came again and were dropped\n"), text);
        assertTrue(text.endsWith("values lost: 1; worker-1 was killed\n"), text);
    }

    @Test
    void theJsonHasTheCountersIfTheyAreWanted() {
        String json = JsonReport.of(report(TOP, List.of("worker-2"), Optional.empty()), true);

        assertTrue(json.endsWith("""
                "repeats":0,"lostWorkers":["worker-2"],"counters":{"sent":{"parcels":{"sent":1021,"unanswered":6,\
                "acknowledged":1000,"deadLettered":5,"dropped":4,"undelivered":3,"unknown":3,"redelivered":9}},\
                "received":{"results":{"deliveries":15,"redeliveries":2,"acknowledged":5,"open":4,"nacked":3,"rejected":2,\
                "revoked":1,"late":7,"lostSenders":{"worker-2":"it fell silent"}}},\
                "links":[{"node":"worker-1","isUp":true,"written":12,"acknowledged":10,"kept":2,"keptBytes":99,\
                "received":11,"resumes":1}]}}"""), json);
    }

    @Test
    void theTextOfTheCountersShowsTheirSums() {
        assertEquals("""
                counters of coordinator
                  channel parcels: sent 1,021 = acknowledged 1,000 + dead-lettered 5 + dropped 4 + undelivered 3 + unknown 3 + unanswered 6
                    redelivered 9
                  channel results: deliveries 15 = acknowledged 5 + open 4 + nacked 3 + rejected 2 + revoked 1
                    redeliveries 2, late answers 7
                    lost sender worker-2: it fell silent
                  link to worker-1: frames written 12 = acknowledged 10 + kept 2
                    received 11, went on over another connection 1 times, up
                """, CountersText.of("coordinator", COUNTERS));
    }

    @Test
    void aVeryLongWordIsShortenedInTheTextAndWholeInTheJson() {
        String word = "x".repeat(1000);
        Report report = report(List.of(new WordCount(word, 1)), List.of(), Optional.empty());

        assertTrue(TextReport.of(report).contains("  " + "x".repeat(40) + "... (1,000 letters)\n"));
        assertTrue(JsonReport.of(report, false).contains("[\"" + word + "\",1]"));
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
