package dev.strait.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class HalfWayTest {

    private final Tally tally = new Tally();
    private int times;

    private HalfWay halfOf(long files) {
        return new HalfWay(files, tally, () -> times++);
    }

    private void send() {
        int file = tally.openFile("file", false);
        tally.endFile(file);
        tally.parcelOf(List.of(new Piece(file, 0, new byte[0])));
    }

    @Test
    void itIsHalfWayWhenHalfOfTheFilesAreOutSkippedOrUnreadable() {
        HalfWay halfWay = halfOf(6);
        send();
        tally.skip();
        halfWay.look();
        assertEquals(0, times);

        tally.unreadable();
        halfWay.look();
        assertEquals(1, times);
    }

    @Test
    void itIsHalfWayOnce() {
        HalfWay halfWay = halfOf(2);
        send();
        halfWay.look();
        send();
        halfWay.look();
        halfWay.pass();

        assertEquals(1, times);
    }

    @Test
    void ofAnOddNumberHalfIsRoundedUp() {
        HalfWay halfWay = halfOf(3);
        send();
        halfWay.look();
        assertEquals(0, times);

        send();
        halfWay.look();
        assertEquals(1, times);
    }

    @Test
    void itIsPassedAtTheEndIfItHasNotBeenSeen() {
        HalfWay halfWay = halfOf(1_000);
        halfWay.look();
        halfWay.pass();

        assertEquals(1, times);
    }
}
