package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.strait.error.EncodeFailed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Text of every script and length, against the JDK's own UTF-8; the ways that {@link AsciiWriter} has give the same bytes. */
class TextTest {

    private static final int[] LENGTHS = {0, 1, 7, 8, 9, 15, 16, 17, 60, 126, 127, 128, 1023, 1024, 1025, 2048, 5000};

    /** Each way is taken: texts of other scripts stand between the others, and the way changes with the first of them. */
    @Test
    void everyTextIsWrittenAsTheJdkWritesItAndReadBack() {
        Random random = new Random(Seeds.next("TextTest.everyText"));
        for (int round = 0; round < 3; round++) {
            for (int last : List.of(0x7F, 0xFF, 0xFFFF, 0x10FFFF)) {
                for (int length : LENGTHS) {
                    assertWritten(text(random, length, last));
                }
            }
        }
    }

    /** One character that is not ASCII, at every place of a text around the widths at which copying and looking go. */
    @Test
    void oneOtherCharacterIsSeenWhereverItStands() {
        for (String other : List.of("é", "\u0100", "\u4E00", "\uFFFD", "😀")) {
            for (int length : List.of(1, 7, 8, 9, 17, 40, 1024, 1030)) {
                for (int at = 0; at < length; at++) {
                    assertWritten("a".repeat(at) + other + "b".repeat(length - at - 1));
                }
            }
        }
    }

    @Test
    void halfASurrogatePairIsRefusedWhereverItStands() {
        for (String half : List.of("\uD83D", "\uDE00", "\uD83F", "\uDE00\uD83D")) {
            for (int length : List.of(1, 8, 60, 1023, 1024, 1500)) {
                for (int at : new int[] {0, length / 2, length - 1}) {
                    String text = "a".repeat(at) + half + "b".repeat(length - at - 1);
                    Output out = new Output(new byte[8192], 0, 8192);
                    assertThrows(EncodeFailed.class, () -> out.writeString(text));
                }
            }
        }
    }

    private static String text(Random random, int length, int last) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int point = random.nextInt(last + 1);
            if (!Character.isSurrogate((char) point) || point > 0xFFFF) {
                text.appendCodePoint(point);
            }
        }
        return text.toString();
    }

    private static void assertWritten(String text) {
        byte[] expected = text.getBytes(StandardCharsets.UTF_8);
        int prefix = expected.length < 0x80 ? 1 : expected.length < 0x4000 ? 2 : 3;
        int from = 3;
        int limit = from + prefix + expected.length;
        byte[] buffer = new byte[limit + 20];
        Arrays.fill(buffer, (byte) 7);
        Output out = new Output(buffer, from, limit);
        out.writeString(text);
        assertSame(buffer, out.array());
        assertEquals(limit, out.position());
        assertArrayEquals(expected, Arrays.copyOfRange(buffer, from + prefix, limit));
        for (int i = limit; i < buffer.length; i++) {
            assertEquals(7, buffer[i], "nothing behind the limit is touched");
        }
        Input in = new Input(buffer, from, limit);
        assertEquals(text, in.readString());
        assertEquals(0, in.remaining());
    }
}
