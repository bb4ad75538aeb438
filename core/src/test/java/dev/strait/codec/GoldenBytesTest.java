package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/codec.md}, byte by byte; another implementation must write exactly these. */
class GoldenBytesTest {

    record Msg(long id, int kind, String text, double value) {}

    record Item(String name, List<Item> parts) {}

    record Parts(
            boolean z,
            byte b,
            short s,
            char c,
            int i,
            long l,
            float f,
            double d,
            Integer boxed,
            Optional<Integer> maybe) {}

    record Empty() {}

    record Pair<A, B>(A first, B second) {}

    enum Colour {
        RED,
        GREEN
    }

    sealed interface Shape permits Circle, Colour2 {}

    record Circle(int radius) implements Shape {}

    enum Colour2 implements Shape {
        DOT,
        DASH
    }

    private static void assertHex(String expected, String actual) {
        assertEquals(expected, actual);
    }

    @Test
    void numbersAreZigZagVarintsAndBigEndianFloats() {
        assertHex(
                "01 ff 03 ac 02 80 01 01 3f c0 00 00 40 04 00 00 00 00 00 00 00 01",
                Bytes.hex(
                        Codec.of(Parts.class),
                        new Parts(true, (byte) -1, (short) -2, (char) 300, 64, -1, 1.5f, 2.5, null, Optional.empty())));
        assertHex(
                "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 54 02 54",
                Bytes.hex(
                        Codec.of(Parts.class),
                        new Parts(false, (byte) 0, (short) 0, '\0', 0, 0, 0, 0, 42, Optional.of(42))));
        assertHex("ff ff ff ff 0f", Bytes.hex(Codec.of(Integer.class), Integer.MIN_VALUE));
        assertHex("ff ff ff ff ff ff ff ff ff 01", Bytes.hex(Codec.of(Long.class), Long.MIN_VALUE));
        assertHex("fe ff ff ff ff ff ff ff ff 01", Bytes.hex(Codec.of(Long.class), Long.MAX_VALUE));
    }

    @Test
    void textIsUtf8AfterItsLengthInBytes() {
        assertHex("00", Bytes.hex(Codec.of(String.class), ""));
        assertHex("08 61 c3 a9 f0 9f 98 80 21", Bytes.hex(Codec.of(String.class), "aé\uD83D\uDE00!"));
    }

    @Test
    void aRecordIsItsComponentsInOrderAndAComponentMayBeNull() {
        assertHex(
                "90 4e 0e 04 61 62 63 3f f0 00 00 00 00 00 00",
                Bytes.hex(Codec.of(Msg.class), new Msg(5000, 7, "abc", 1.0)));
        assertHex("00 00 00 00 00 00 00 00 00 00 00", Bytes.hex(Codec.of(Msg.class), new Msg(0, 0, null, 0)));
        assertHex("00", Bytes.hex(Codec.of(Empty.class), new Empty()));
        assertHex("02 61 02 02 62 00", Bytes.hex(Codec.of(Item.class), new Item("a", List.of(new Item("b", null)))));
    }

    @Test
    void theMessageOfTheBenchmarksTakesAtMostSeventyFiveBytes() {
        assertEquals(75, Bytes.of(Codec.of(Msg.class), new Msg(100_000_000, 100, "x".repeat(60), 0.1)).length);
        assertEquals(71, Bytes.of(Codec.of(Msg.class), new Msg(1, 1, "x".repeat(60), 0.1)).length);
    }

    @Test
    void collectionsAreTheirElementsAfterTheirNumber() {
        assertHex("03 02 04 01", Bytes.hex(Codec.of(new TypeRef<List<Integer>>() {}), List.of(1, 2, -1)));
        Set<String> set = new LinkedHashSet<>(List.of("b", "a"));
        assertHex("02 01 62 01 61", Bytes.hex(Codec.of(new TypeRef<Set<String>>() {}), set));
        Map<String, Boolean> map = new LinkedHashMap<>();
        map.put("b", true);
        map.put("a", false);
        assertHex("02 01 62 01 01 61 00", Bytes.hex(Codec.of(new TypeRef<Map<String, Boolean>>() {}), map));
        assertHex("01 02", Bytes.hex(Codec.of(new TypeRef<Optional<Integer>>() {}), Optional.of(1)));
        assertHex("00", Bytes.hex(Codec.of(new TypeRef<Optional<Integer>>() {}), Optional.empty()));
    }

    @Test
    void enumsAndSubtypesAreTheirPlaceInTheSchema() {
        assertHex("01", Bytes.hex(Codec.of(Colour.class), Colour.GREEN));
        assertHex("00 0a", Bytes.hex(Codec.of(Shape.class), new Circle(5)));
        assertHex("01 01", Bytes.hex(Codec.of(Shape.class), Colour2.DASH));
        Codec<Pair<Shape, Colour>> pair = Codec.of(new TypeRef<>() {});
        assertHex("01 0a 02", Bytes.hex(pair, new Pair<>(new Circle(5), Colour.GREEN)));
        assertHex("00 00", Bytes.hex(pair, new Pair<>(null, null)));
    }

    @Test
    void rawBytesAreTheWholeMessage() {
        assertHex("01 02 ff", Bytes.hex(Codec.bytes(), new byte[] {1, 2, -1}));
        assertHex(
                "01 03 01 02 ff", Bytes.hex(Codec.of(new TypeRef<List<byte[]>>() {}), List.of(new byte[] {1, 2, -1})));
    }

    private static String schemaHex(Codec<?> codec) {
        return HexFormat.ofDelimiter(" ").formatHex(codec.schema().bytes());
    }

    @Test
    void schemasHaveOneCanonicalForm() {
        assertHex("01 00 05", schemaHex(Codec.of(Integer.class)));
        assertHex("01 00 14 09 12 06", schemaHex(Codec.of(new TypeRef<Map<String, List<Long>>>() {})));
        assertHex("01 00 16 05 62 79 74 65 73", schemaHex(Codec.bytes()));
        assertHex(
                "01 01 01 03 4d 73 67 04 02 69 64 06 04 6b 69 6e 64 05 04 74 65 78 74 10 09 05 76 61 6c 75 65 08 15 00",
                schemaHex(Codec.of(Msg.class)));
        assertHex(
                "01 01 01 04 49 74 65 6d 02 04 6e 61 6d 65 10 09 05 70 61 72 74 73 10 12 15 00 15 00",
                schemaHex(Codec.of(Item.class)));
        assertHex(
                "01 03 02 05 53 68 61 70 65 02 01 02 01 06 43 69 72 63 6c 65 01 06 72 61 64 69 75 73 05"
                        + " 03 07 43 6f 6c 6f 75 72 32 02 03 44 4f 54 04 44 41 53 48 15 00",
                schemaHex(Codec.of(Shape.class)));
    }

    @Test
    void theFingerprintIsTheFirstHalfOfTheSha256OfTheCanonicalForm() {
        // echo the bytes of Msg above | xxd -r -p | sha256sum
        assertEquals(
                "547d070b0e841cfa872251b0c9ea4ccf",
                Codec.of(Msg.class).schema().fingerprint().toString());
    }
}
