package dev.strait.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final StringWriter written = new StringWriter();
    private final Tally tally = new Tally();

    /** A writer that opens the latch with every flush of a redrawn line. */
    private PrintWriter opening(CountDownLatch drawn) {
        return new PrintWriter(written) {
            @Override
            public void flush() {
                super.flush();
                if (written.toString().contains("files")) {
                    drawn.countDown();
                }
            }
        };
    }

    @Test
    void aRedrawnLineIsErasedAtTheEndAndBeforeANote() throws Exception {
        CountDownLatch drawn = new CountDownLatch(1);
        Progress progress = new Progress(opening(drawn), Progress.Style.REDRAWN, 80, tally, () -> 7);
        drawn.await();
        progress.note("a note");
        progress.close();

        String text = written.toString();
        assertTrue(text.contains("0/7 files"), text);
        assertTrue(text.contains("\r\u001b[Ka note" + System.lineSeparator()), text);
        assertTrue(
                text.endsWith("\r\u001b[K") || text.endsWith("a note" + System.lineSeparator()), "the line is erased");
    }

    @Test
    void withoutATerminalThereAreNotesOnly() {
        try (Progress progress = new Progress(new PrintWriter(written), Progress.Style.NONE, 80, tally, () -> 7)) {
            progress.note("a note");
        }

        assertEquals("a note" + System.lineSeparator(), written.toString());
    }
}
