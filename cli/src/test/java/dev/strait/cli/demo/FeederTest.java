package dev.strait.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeederTest {

    @TempDir
    Path directory;

    private final Tally tally = new Tally();
    private final List<Parcel> parcels = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();

    private Feeder feeder(int pieceBytes) {
        return new Feeder(
                tally,
                new Cutter(pieceBytes, 1000),
                parcels::add,
                (name, why) -> unreadable.add(name + ": " + why.getMessage()));
    }

    private static Source source(String name, String text) {
        return source(name, new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private static Source source(String name, InputStream in) {
        return new Source() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public InputStream open() {
                return in;
            }
        };
    }

    /** A stream that fails with an error once its text has been read. */
    private static InputStream failingAfter(String text) {
        return new InputStream() {
            private final InputStream start = new ByteArrayInputStream(text.getBytes(UTF_8));

            @Override
            public int read() throws IOException {
                int next = start.read();
                if (next < 0) {
                    throw new IOException("the disk is gone");
                }
                return next;
            }
        };
    }

    private void mergeAll() {
        ParcelCounter counter = new ParcelCounter("worker-1");
        parcels.forEach(parcel -> tally.merge(counter.count(parcel)));
    }

    @Test
    void smallFilesShareAParcelAndKeepTheirIds() throws Exception {
        for (int i = 0; i < 10; i++) {
            Files.writeString(directory.resolve("file" + i), "word ".repeat(10));
        }
        feeder(1 << 20).feed(Input.open(directory));

        assertEquals(1, parcels.size());
        assertEquals(
                List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
                parcels.getFirst().pieces().stream().map(Piece::file).toList());
        mergeAll();
        assertEquals(10, tally.totals().files());
        assertEquals(100, tally.totals().words());
        assertEquals(10, tally.totals().sent());
        assertEquals(0, tally.totals().lost());
    }

    @Test
    void parcelsAreSentWhenTheyAreFullAndGrowFromSmallToTheirSize() throws Exception {
        byte[] third = new byte[Feeder.PARCEL_BYTES / 3 + 1];
        Arrays.fill(third, (byte) ' ');
        for (int i = 0; i < 11; i++) {
            Files.write(directory.resolve("file" + i), third);
        }
        feeder(1 << 20).feed(Input.open(directory));

        assertEquals(
                List.of(1, 1, 1, 1, 1, 2, 3, 1),
                parcels.stream().map(p -> p.pieces().size()).toList());
    }

    @Test
    void aLargeFileTravelsInSeveralParcels() throws Exception {
        feeder(8).file(source("large", "alpha beta gamma"));

        assertEquals(3, parcels.size());
        assertEquals(
                List.of(0, 1, 2),
                parcels.stream().map(p -> p.pieces().getFirst().index()).toList());
        mergeAll();
        assertEquals(1, tally.totals().files());
        assertEquals(16, tally.totals().bytes());
        assertEquals(3, tally.totals().words());
        assertEquals(1, tally.totals().sent());
        assertEquals(1, tally.totals().delivered());
    }

    @Test
    void aFileOfOneLongWordIsSentAsWell() throws Exception {
        feeder(8).file(source("large", "x".repeat(100)));
        mergeAll();

        assertEquals(1, tally.totals().sent());
        assertEquals(1, tally.totals().delivered());
        assertEquals(100, tally.totals().bytes());
        assertEquals(List.of(new WordCount("x".repeat(100), 1)), tally.top(20));
    }

    @Test
    void aFileThatFailsBeforeItsFirstPieceIsToldAndNotSent() throws Exception {
        Feeder feeder = feeder(100);
        feeder.file(source("bad", failingAfter("some text")));
        feeder.feed(new FileInput(Files.writeString(directory.resolve("good"), "good")));
        mergeAll();

        assertEquals(List.of("bad: the disk is gone"), unreadable);
        assertEquals(1, tally.totals().unreadable());
        assertEquals(1, tally.totals().files());
        assertEquals(1, tally.totals().sent());
        assertEquals(List.of(new WordCount("good", 1)), tally.top(20));
    }

    @Test
    void aFileThatFailsInItsMiddleIsToldAndLeavesNoWordBehind() throws Exception {
        feeder(8).file(source("bad", failingAfter("alpha beta gamma")));
        assertTrue(parcels.size() > 0);
        mergeAll();

        assertEquals(List.of("bad: the disk is gone"), unreadable);
        assertEquals(1, tally.totals().unreadable());
        assertEquals(0, tally.totals().files());
        assertEquals(0, tally.totals().words());
        assertEquals(0, tally.totals().lost());
    }

    @Test
    void aFileWithANulIsSkippedAndCounted() throws Exception {
        feeder(8).file(source("binary", "text\0text"));

        assertEquals(1, tally.totals().skipped());
        assertEquals(List.of(), parcels);
    }
}
