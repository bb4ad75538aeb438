package dev.strait.wire.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.FrameLimits;
import dev.strait.wire.frame.Utf8;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LostReceiverTest {
    @Test
    void whatIsWrittenIsRead() {
        for (LostReceiver each : new LostReceiver[] {
            new LostReceiver(5, "n2", "not resumed within 4000 ms; Connection reset"),
            new LostReceiver(Long.MAX_VALUE, "a node with spaces", ""),
            new LostReceiver(0, "n", "two\nlines")
        }) {
            assertEquals(each, LostReceiver.of(each.text()));
        }
        assertEquals("5 n2\ncut", new LostReceiver(5, "n2", "cut").text());
        assertEquals("5 n2", new LostReceiver(5, "n2", "").text());
    }

    @Test
    void aReasonIsCutToWhatAnErrorMaySay() {
        LostReceiver lost = new LostReceiver(5, "n2", "ü".repeat(FrameLimits.MAX_ERROR_TEXT_BYTES));
        int bytes = Utf8.length(lost.text());
        assertTrue(
                bytes <= FrameLimits.MAX_ERROR_TEXT_BYTES && bytes > FrameLimits.MAX_ERROR_TEXT_BYTES - 8, bytes + "");
        LostReceiver read = Objects.requireNonNull(LostReceiver.of(lost.text()));
        assertEquals("n2", read.node());
        assertEquals(5, read.inDoubt());
    }

    @Test
    void aTextOfAnotherFormIsToldApart() {
        for (String each : new String[] {"", " ", "n2", "many n2", "5\nn2", "99999999999999999999 n2", "\n5 n2"}) {
            assertNull(LostReceiver.of(each), each);
        }
    }
}
