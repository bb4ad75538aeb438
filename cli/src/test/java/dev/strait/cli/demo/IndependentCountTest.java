package dev.strait.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the counting, without processes and channels, with {@code docs/guide/count-words.sh} on real and nasty input. */
class IndependentCountTest {

    @TempDir
    Path directory;

    @Test
    void theTotalsAreThoseOfTheIndependentCount() throws Exception {
        long seed = System.nanoTime();
        System.out.println("IndependentCountTest seed " + seed);
        Samples.write(directory, seed);

        Tally tally = new Tally();
        List<Parcel> parcels = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        new Feeder(tally, new Cutter(), parcels::add, (name, _) -> unreadable.add(name)).feed(Input.open(directory));
        ParcelCounter counter = new ParcelCounter("worker-1");
        parcels.forEach(parcel -> tally.merge(counter.count(parcel)));

        IndependentCount expected = IndependentCount.of(directory);
        assertEquals(expected.totals(), IndependentCount.totalsOf(tally.totals()));
        assertEquals(expected.counts(), tally.top(Integer.MAX_VALUE));
        assertEquals(List.of(), unreadable);
        assertEquals(0, tally.totals().lost());
        assertTrue(tally.totals().skipped() >= Samples.SKIPPED, "the sample has files with NUL bytes");
        assertTrue(tally.totals().files() > 100, "the sample has real files");
    }

    @Test
    void theScriptItselfCountsWhatIsCountedByHand() throws Exception {
        Files.write(directory.resolve("a"), "The the x".getBytes(UTF_8));
        Files.write(directory.resolve("b"), "the\0".getBytes(UTF_8));
        Files.write(directory.resolve("c"), "y2y".getBytes(UTF_8));

        IndependentCount counted = IndependentCount.of(directory);
        assertEquals(List.of("files 2", "skipped 1", "bytes 12", "words 5", "distinct 3"), counted.totals());
        assertEquals(List.of(new WordCount("the", 2), new WordCount("y", 2), new WordCount("x", 1)), counted.counts());
    }
}
