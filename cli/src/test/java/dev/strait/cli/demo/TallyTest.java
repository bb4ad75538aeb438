package dev.strait.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final Tally tally = new Tally();

    private static Piece piece(int file, int index, String text) {
        return new Piece(file, index, text.getBytes(UTF_8));
    }

    private static Counted count(Parcel parcel, String worker) {
        return new ParcelCounter(worker).count(parcel);
    }

    private Parcel smallFile(String name, String text) {
        int id = tally.openFile(name, false);
        tally.endFile(id);
        return tally.parcelOf(List.of(piece(id, 0, text)));
    }

    @Test
    void resultsAddUp() {
        tally.merge(count(smallFile("a", "one two"), "worker-1"));
        tally.merge(count(smallFile("b", "two"), "worker-2"));

        Totals totals = tally.totals();
        assertEquals(2, totals.files());
        assertEquals(10, totals.bytes());
        assertEquals(3, totals.words());
        assertEquals(2, totals.distinct());
        assertEquals(2, totals.sent());
        assertEquals(2, totals.delivered());
        assertEquals(0, totals.lost());
        assertEquals(
                List.of(new Totals.Worker("worker-1", 1, 7), new Totals.Worker("worker-2", 1, 3)), totals.workers());
    }

    @Test
    void aResultThatComesTwiceIsCountedAndDropped() {
        Counted result = count(smallFile("a", "one"), "worker-1");
        tally.merge(result);
        tally.merge(result);

        assertEquals(1, tally.totals().repeats());
        assertEquals(1, tally.totals().words());
        assertEquals(1, tally.totals().files());
    }

    @Test
    void aResultThatNobodyAskedForIsCountedAndDropped() {
        tally.merge(new Counted(7, "worker-1", List.of(), Map.of("x", 1L)));
        tally.merge(new Counted(-1, "worker-1", List.of(), Map.of("x", 1L)));

        assertEquals(2, tally.totals().repeats());
        assertEquals(0, tally.totals().distinct());
    }

    @Test
    void aFileWhoseResultDoesNotComeIsLostAndNamed() {
        smallFile("missing.txt", "one");
        tally.merge(count(smallFile("there.txt", "two"), "worker-1"));

        assertEquals(2, tally.totals().sent());
        assertEquals(1, tally.totals().delivered());
        assertEquals(1, tally.totals().lost());
        assertEquals(List.of("missing.txt"), tally.inDoubt());
    }

    @Test
    void aResultThatLeavesAFileOutDoesNotDeliverIt() {
        Parcel parcel = smallFile("a", "one");
        tally.merge(new Counted(parcel.id(), "worker-1", List.of(), Map.of("one", 1L)));

        assertEquals(1, tally.totals().lost());
        assertEquals(0, tally.totals().files());
    }

    @Test
    void aFileOfSeveralPiecesIsDeliveredWhenAllAreMergedInAnyOrder() {
        int id = tally.openFile("large", true);
        Parcel first = tally.parcelOf(List.of(piece(id, 0, "one ")));
        Parcel second = tally.parcelOf(List.of(piece(id, 1, "two")));

        tally.merge(count(second, "worker-2"));
        tally.endFile(id);
        assertEquals(List.of("large"), tally.inDoubt());
        assertEquals(0, tally.totals().distinct());

        tally.merge(count(first, "worker-1"));
        assertEquals(List.of(), tally.inDoubt());
        assertEquals(1, tally.totals().files());
        assertEquals(7, tally.totals().bytes());
        assertEquals(2, tally.totals().distinct());
        assertEquals(
                List.of(new Totals.Worker("worker-2", 0, 3), new Totals.Worker("worker-1", 1, 4)),
                tally.totals().workers());
    }

    @Test
    void aFileIsNotDeliveredBeforeItsEndWasRead() {
        int id = tally.openFile("large", true);
        tally.merge(count(tally.parcelOf(List.of(piece(id, 0, "one "))), "worker-1"));
        assertEquals(0, tally.totals().delivered());

        tally.endFile(id);
        assertEquals(1, tally.totals().delivered());
    }

    @Test
    void aFileThatBreaksInItsMiddleLeavesNoWordBehind() {
        int id = tally.openFile("broken", true);
        Parcel first = tally.parcelOf(List.of(piece(id, 0, "one ")));
        tally.addLongWord(id, "abcdefgh");
        tally.breakFile(id);
        tally.merge(count(first, "worker-1"));

        Totals totals = tally.totals();
        assertEquals(1, totals.unreadable());
        assertEquals(0, totals.files());
        assertEquals(0, totals.words());
        assertEquals(0, totals.distinct());
        assertEquals(0, totals.bytes());
        assertEquals(1, totals.sent());
        assertEquals(0, totals.lost());
    }

    @Test
    void aFileThatBreaksBeforeAnythingOfItIsSentIsNotInDoubt() {
        int id = tally.openFile("broken", true);
        tally.addLongWord(id, "abcdefgh");
        tally.breakFile(id);

        assertEquals(1, tally.totals().unreadable());
        assertEquals(0, tally.totals().sent());
        assertEquals(List.of(), tally.inDoubt());
    }

    @Test
    void aLongWordCountsWithItsFile() {
        int id = tally.openFile("large", true);
        tally.addLongWord(id, "abcdefgh");
        Parcel rest = tally.parcelOf(List.of(piece(id, 0, "")));
        tally.endFile(id);
        tally.merge(count(rest, "worker-1"));

        assertEquals(8, tally.totals().bytes());
        assertEquals(1, tally.totals().words());
        assertEquals(List.of(new WordCount("abcdefgh", 1)), tally.top(20));
    }

    @Test
    void aPieceOfAnUnknownFileIsRefusedLoudly() {
        Parcel parcel = smallFile("a", "one");
        Counted wrong =
                new Counted(parcel.id(), "worker-1", List.of(new Counted.CountedPiece(99, 0, 1, 1)), Map.of("x", 1L));

        assertThrows(IllegalStateException.class, () -> tally.merge(wrong));
    }

    @Test
    void theTopIsByCountAndThenByTheAlphabet() {
        tally.merge(count(smallFile("a", "b a c c d d e e e"), "worker-1"));

        assertEquals(
                List.of(new WordCount("e", 3), new WordCount("c", 2), new WordCount("d", 2), new WordCount("a", 1)),
                tally.top(4));
    }

    @Test
    void aWorkerWithoutAnyFileIsInTheTotals() {
        tally.addWorker("worker-1");

        assertEquals(
                List.of(new Totals.Worker("worker-1", 0, 0)), tally.totals().workers());
    }
}
