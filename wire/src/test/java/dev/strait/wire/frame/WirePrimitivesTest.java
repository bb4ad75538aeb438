package dev.strait.wire.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class WirePrimitivesTest {
    @Test
    void whatIsWrittenIsReadAndTheSizesAreTheSpecified() {
        NodeRef node = new NodeRef("nøde", Long.MAX_VALUE, -7);
        written(1, out -> out.u8(255), in -> in.u8("x"), 255);
        written(1, out -> out.flag(true), in -> in.flag("x"), true);
        written(1, out -> out.flag(false), in -> in.flag("x"), false);
        written(2, out -> out.u16(0xffff), in -> in.u16("x"), 0xffff);
        written(4, out -> out.u32(-1), in -> in.u32("x"), -1);
        written(4, out -> out.u32(Integer.MAX_VALUE), in -> in.u31("x"), Integer.MAX_VALUE);
        written(8, out -> out.u64(-1), in -> in.u64("x"), -1L);
        written(8, out -> out.u64(Long.MAX_VALUE), in -> in.u63("x"), Long.MAX_VALUE);
        written(6, out -> out.string("€a"), in -> in.string("x", 0, 9), "€a");
        written(2 + 5 + 16, out -> out.node(node), in -> in.node("x"), node);
        written(2 + 5 + 24, out -> out.end(new EndRef(node, 9)), in -> in.end("x"), new EndRef(node, 9));
    }

    @Test
    void varintsOfEveryLengthAreReadBack() {
        int[] lengths = {0, 1, 0x7f, 0x80, 0x3fff, 0x4000, 0x1fffff, 0x200000, 0xfffffff, 0x10000000, 0x7fffffff};
        int[] bytes = {1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5};
        for (int i = 0; i < lengths.length; i++) {
            int value = lengths[i];
            assertEquals(bytes[i], Varint.length(value), "length of " + value);
            written(bytes[i], out -> out.varint(value), in -> in.varint("x"), value);
            byte[] array = new byte[7];
            int end = Varint.write(array, 1, value);
            assertEquals(1 + bytes[i], end);
            assertEquals(end, Varint.end(array, 1));
            assertEquals(end, Varint.checkedEnd(array, 1, 7));
            assertEquals(-1, Varint.checkedEnd(array, 1, end - 1));
            assertEquals(value, Varint.read(array, 1));
        }
    }

    @Test
    void varintsTooLongOrTooLargeAreRefused() {
        violation("x must be less than 2^31 in at most 5 bytes, at offset 0", in -> in.varint("x"), -1, -1, -1, -1, 8);
        violation(
                "x must be less than 2^31 in at most 5 bytes, at offset 0",
                in -> in.varint("x"),
                -1,
                -1,
                -1,
                -1,
                -1,
                0);
        violation("x of 1 bytes reaches beyond the 0 that are left, at offset 1", in -> in.varint("x"), -1);
    }

    @Test
    void nothingIsReadBeyondTheRange() {
        violation(
                "x of 8 bytes reaches beyond the 7 that are left, at offset 0", in -> in.u64("x"), 1, 1, 1, 1, 1, 1, 1);
        violation("x of 4 bytes reaches beyond the 3 that are left, at offset 0", in -> in.u32("x"), 1, 1, 1);
        violation("x of 2 bytes reaches beyond the 1 that are left, at offset 0", in -> in.u16("x"), 1);
        violation("x of 1 bytes reaches beyond the 0 that are left, at offset 0", in -> in.u8("x"));
        violation("x of 2 bytes reaches beyond the 1 that are left, at offset 2", in -> in.string("x", 0, 9), 0, 2, 65);
        violation(
                "x of 2 bytes reaches beyond the 1 that are left, at offset 4", in -> in.bytes("x", 9), 0, 0, 0, 2, 65);
    }

    @Test
    void aCountThatCannotFitIsRefusedBeforeAListIsMade() {
        byte[] three = {0, 0, 0, 3, 1, 2, 3, 4, 5, 6};
        assertEquals(3, new WireReader(three, 0, 10).count("x", 3, 2));
        violation(
                "x must be at most 9 and fit 5 bytes, was 3, at offset 0",
                in -> in.count("x", 9, 2),
                0,
                0,
                0,
                3,
                1,
                2,
                3,
                4,
                5);
        violation(
                "x must be at most 2 and fit 6 bytes, was 3, at offset 0",
                in -> in.count("x", 2, 1),
                0,
                0,
                0,
                3,
                1,
                2,
                3,
                4,
                5,
                6);
        violation("x must be less than 2^31, was 4294967295, at offset 0", in -> in.count("x", 2, 1), -1, -1, -1, -1);
    }

    @Test
    void flagsAreZeroOrOneAndNoBytesMayFollowTheEnd() {
        violation("x must be 0 or 1, was 2, at offset 0", in -> in.flag("x"), 2);
        violation(
                "2 bytes too many, at offset 0",
                in -> {
                    in.end();
                    return 0;
                },
                1,
                2);
    }

    @Test
    void offsetsCountFromTheBaseGiven() {
        WireReader in = new WireReader(new byte[10], 4, 6, 1_000_000_000_000L);
        in.u8("x");
        ProtocolViolation violation = assertThrows(ProtocolViolation.class, () -> in.u16("x"));
        assertTrue(violation.getMessage().endsWith("at offset 1000000000001"), violation.getMessage());
    }

    @Test
    void aWriterRefusesWhatDoesNotFitAndWritesNothing() {
        WireWriter out = new WireWriter();
        assertThrows(IllegalArgumentException.class, () -> out.u8(256));
        assertThrows(IllegalArgumentException.class, () -> out.u8(-1));
        assertThrows(IllegalArgumentException.class, () -> out.u16(0x10000));
        assertThrows(IllegalArgumentException.class, () -> out.varint(-1));
        assertThrows(IllegalArgumentException.class, () -> out.string("x".repeat(0x10000)));
        assertThrows(IllegalArgumentException.class, () -> out.string("\udc00"));
        assertEquals(0, out.size());
    }

    @Test
    void aWriterGrowsIsClearedAndLeavesRoomOfZeros() {
        WireWriter out = new WireWriter(0);
        byte[] much = new byte[100_000];
        Arrays.fill(much, (byte) 7);
        out.raw(much, 0, much.length);
        assertArrayEquals(much, out.toByteArray());
        out.clear();
        assertEquals(3, out.u8(1).u16(2).size());
        assertEquals(3, out.reserve(2));
        assertArrayEquals(new byte[] {1, 0, 2, 0, 0}, out.toByteArray());
        out.truncate(1);
        assertArrayEquals(new byte[] {1}, out.toByteArray());
    }

    @Test
    void textsForPeopleAreCutAtACharacter() {
        assertEquals("short", Utf8.fit("short", 5));
        assertEquals("sho…", Utf8.fit("shorter", 6));
        assertEquals("a…", Utf8.fit("a😀😀", 7));
        assertEquals("😀…", Utf8.fit("😀😀", 7));
        assertEquals("half ? pair", Utf8.fit("half \ud83d pair", 100));
        assertEquals("…", Utf8.fit("shorter", 3));
        String longText = "ü€😀".repeat(1000);
        for (int max = 3; max < 200; max++) {
            int bytes = Utf8.length(Utf8.fit(longText, max));
            assertTrue(bytes <= max && bytes > max - 4, bytes + " of " + max);
        }
        assertEquals(1024, Close.of(ErrorCode.INTERNAL, "x".repeat(5000)).text().getBytes(UTF_8).length);
    }

    @Test
    void namesAreOrderedAsTheirUtf8Bytes() {
        String[] inOrder = {"", "a", "ab", "b", "é", "\uffff", "😀", "😀a", "😁"};
        for (int i = 0; i < inOrder.length; i++) {
            for (int j = 0; j < inOrder.length; j++) {
                assertEquals(Integer.compare(i, j), Integer.signum(Utf8.compare(inOrder[i], inOrder[j])));
                byte[] one = inOrder[i].getBytes(UTF_8);
                byte[] other = inOrder[j].getBytes(UTF_8);
                assertEquals(Integer.compare(i, j), Integer.signum(Arrays.compareUnsigned(one, other)));
            }
        }
    }

    @Test
    void theLaterStartIsTheNewerIncarnationThenTheGreaterUnsignedRandom() {
        NodeRef old = new NodeRef("a", 1, -1);
        NodeRef newer = new NodeRef("a", 2, 0);
        NodeRef newest = new NodeRef("a", 2, Long.MIN_VALUE);
        assertTrue(old.compareIncarnation(newer) < 0);
        assertTrue(newer.compareIncarnation(newest) < 0);
        assertTrue(newest.compareIncarnation(old) > 0);
        assertEquals(0, newer.compareIncarnation(new NodeRef("b", 2, 0)));
        assertTrue(newest.compareTo(new NodeRef("b", 0, 0)) < 0);
        assertTrue(old.compareTo(newer) < 0);
        assertTrue(old.sameId(newest));
        assertFalse(old.sameId(new NodeRef("b", 1, -1)));
        assertTrue(new EndRef(old, 9).compareTo(new EndRef(newer, 1)) < 0);
        assertTrue(new EndRef(old, 9).compareTo(new EndRef(old, 10)) < 0);
    }

    private static <T> void written(int bytes, Consumer<WireWriter> write, Function<WireReader, T> read, T expected) {
        WireWriter out = new WireWriter();
        write.accept(out);
        assertEquals(bytes, out.size());
        WireReader in = new WireReader(out.array(), 0, out.size());
        assertEquals(expected, read.apply(in));
        assertEquals(0, in.remaining());
        in.end();
        for (int cut = 0; cut < bytes; cut++) {
            WireReader tooShort = new WireReader(out.array(), 0, cut);
            assertThrows(ProtocolViolation.class, () -> read.apply(tooShort));
        }
    }

    private static void violation(String text, Function<WireReader, ?> read, int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        WireReader in = new WireReader(bytes, 0, bytes.length);
        ProtocolViolation violation = assertThrows(ProtocolViolation.class, () -> read.apply(in));
        assertEquals(text, violation.getMessage());
    }
}
