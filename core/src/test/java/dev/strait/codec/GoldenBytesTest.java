package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.Channel;
import dev.strait.Receiver;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
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

    record Mixed(Instant a, UUID b, URI c, BigDecimal d, OptionalInt e, int[] f) {}

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

    record Source(String name, Receiver<Source> below) {}

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

    @Test
    void arraysAreTheirElementsAfterTheirNumber() {
        assertHex("02 01 00", hex(boolean[].class, new boolean[] {true, false}));
        assertHex("02 01 ff", Bytes.hex(Codec.of(new TypeRef<List<Byte>>() {}), List.of((byte) 1, (byte) -1)));
        assertHex("02 03 d8 04", hex(short[].class, new short[] {-2, 300}));
        assertHex("02 61 ac 02", hex(char[].class, new char[] {'a', 300}));
        assertHex("03 02 04 01", hex(int[].class, new int[] {1, 2, -1}));
        assertHex("02 01 fe 01", hex(long[].class, new long[] {-1, 127}));
        assertHex("01 3f c0 00 00", hex(float[].class, new float[] {1.5f}));
        assertHex("01 40 04 00 00 00 00 00 00", hex(double[].class, new double[] {2.5}));
        assertHex("02 02 01 61 00 00", hex(String[][].class, new String[][] {{"a", ""}, {}}));
    }

    private static <T> String hex(Class<T> type, T value) {
        return Bytes.hex(Codec.of(type), value);
    }

    @Test
    void timesAreTheirNumbers() {
        LocalDateTime time = LocalDateTime.of(2025, 1, 1, 12, 0, 8, 7);
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        assertHex("80 96 a4 f7 0c 80 ca b5 ee 01", hex(Instant.class, Instant.parse("2025-01-01T00:00:00.5Z")));
        assertHex("01 80 ca b5 ee 01", hex(Duration.class, Duration.ofMillis(-500)));
        assertHex("f2 b9 02", hex(LocalDate.class, time.toLocalDate()));
        assertHex("01", hex(LocalDate.class, LocalDate.of(1969, 12, 31)));
        assertHex("c8 d1 02 07", hex(LocalTime.class, time.toLocalTime()));
        assertHex("f2 b9 02 c8 d1 02 07", hex(LocalDateTime.class, time));
        assertHex("c8 d1 02 07 c0 70", hex(OffsetTime.class, OffsetTime.of(time.toLocalTime(), ZoneOffset.ofHours(2))));
        assertHex("f2 b9 02 c8 d1 02 07 bf 70", hex(OffsetDateTime.class, time.atOffset(ZoneOffset.ofHours(-2))));
        assertHex(
                "f2 b9 02 c8 d1 02 07 a0 fa 03 0a 41 73 69 61 2f 54 6f 6b 79 6f",
                hex(ZonedDateTime.class, time.atZone(tokyo)));
        assertHex("0a 41 73 69 61 2f 54 6f 6b 79 6f", hex(ZoneId.class, tokyo));
        assertHex("06 2b 30 32 3a 30 30", hex(ZoneId.class, ZoneOffset.ofHours(2)));
        assertHex("c0 70", hex(ZoneOffset.class, ZoneOffset.ofHours(2)));
        assertHex("02 03 d8 04", hex(Period.class, Period.of(1, -2, 300)));
        assertHex("d2 1f", hex(Year.class, Year.of(2025)));
        assertHex("d2 1f 0c", hex(YearMonth.class, YearMonth.of(2025, 12)));
        assertHex("02 1d", hex(MonthDay.class, MonthDay.of(2, 29)));
    }

    @Test
    void theOtherTypesOfTheJdkAreTheirBitsOrTheirText() {
        assertHex(
                "00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff",
                hex(UUID.class, UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")));
        assertHex("01 00", hex(BigInteger.class, BigInteger.ZERO));
        assertHex("02 00 80", hex(BigInteger.class, BigInteger.valueOf(128)));
        assertHex("02 ff 7f", hex(BigInteger.class, BigInteger.valueOf(-129)));
        assertHex("02 07 cf 04", hex(BigDecimal.class, new BigDecimal("19.99")));
        assertHex("01 01 05", hex(BigDecimal.class, new BigDecimal("1E+3")));
        assertHex("03 61 3a 62", hex(URI.class, URI.create("a:b")));
        assertHex("05 64 65 2d 44 45", hex(Locale.class, Locale.GERMANY));
        assertHex("03 75 6e 64", hex(Locale.class, Locale.ROOT));
        assertHex("03 45 55 52", hex(Currency.class, Currency.getInstance("EUR")));
        assertHex("01 02", hex(OptionalInt.class, OptionalInt.of(1)));
        assertHex("00", hex(OptionalLong.class, OptionalLong.empty()));
        assertHex("01 3f f0 00 00 00 00 00 00", hex(OptionalDouble.class, OptionalDouble.of(1)));
    }

    @Test
    void whatBeginsWithACountCarriesItsNullInIt() {
        assertHex("00 00 00 00 00 00", hex(Mixed.class, new Mixed(null, null, null, null, null, null)));
        Mixed mixed = new Mixed(
                Instant.EPOCH, new UUID(0, 1), URI.create(""), BigDecimal.ZERO, OptionalInt.empty(), new int[] {1});
        assertHex(
                "01 00 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 01 02 00 00 01 02 02",
                hex(Mixed.class, mixed));
    }

    @Test
    void anEndOfAChannelIsItsNumber() {
        Receiver<Source> end = Channel.never();
        assertHex("02 61 01 ac 02", endsHex(Codec.of(Source.class), new Source("a", end)));
        assertHex("02 61 00", endsHex(Codec.of(Source.class), new Source("a", null)));
        Codec<Receiver<Source>> root = Codec.of(new TypeRef<>() {});
        assertHex("ac 02", endsHex(root, end));
        Codec<List<Receiver<Source>>> list = Codec.of(new TypeRef<>() {});
        assertHex("02 ac 02 ad 02", endsHex(list, List.of(end, end)));
        assertHex("01 00 17 06", schemaHex(Codec.of(new TypeRef<Receiver<Long>>() {})));
        assertHex("01 00 17 0a", schemaHex(Codec.of(new TypeRef<Receiver<byte[]>>() {})));
        assertHex(
                "01 01 01 06 53 6f 75 72 63 65 02 04 6e 61 6d 65 10 09 05 62 65 6c 6f 77 10 17 15 00 15 00",
                schemaHex(Codec.of(Source.class)));
    }

    private static <T> String endsHex(Codec<T> codec, T value) {
        return HexFormat.ofDelimiter(" ").formatHex(new FakeEnds(300).write(codec, value));
    }

    @Test
    void theShapesOfJavaArraysAndOptionalsAreThoseOfTheirElements() {
        assertHex("01 00 12 05", schemaHex(Codec.of(int[].class)));
        assertHex("01 00 12 20", schemaHex(Codec.of(Instant[].class)));
        assertHex("01 00 11 05", schemaHex(Codec.of(OptionalInt.class)));
        assertHex("01 00 33", schemaHex(Codec.of(Currency.class)));
        assertHex(
                "01 01 01 05 4d 69 78 65 64 06 01 61 10 20 01 62 10 2e 01 63 10 31 01 64 10 30 01 65 10 11 05"
                        + " 01 66 10 12 05 15 00",
                schemaHex(Codec.of(Mixed.class)));
    }

    @Test
    void theCodesOfTheTypesOfTheJdkNeverChange() {
        List<Class<?>> fromThirtyTwo = List.of(
                Instant.class,
                Duration.class,
                LocalDate.class,
                LocalTime.class,
                LocalDateTime.class,
                OffsetTime.class,
                OffsetDateTime.class,
                ZonedDateTime.class,
                ZoneId.class,
                ZoneOffset.class,
                Period.class,
                Year.class,
                YearMonth.class,
                MonthDay.class,
                UUID.class,
                BigInteger.class,
                BigDecimal.class,
                URI.class,
                Locale.class,
                Currency.class);
        for (int i = 0; i < fromThirtyTwo.size(); i++) {
            byte[] schema = Codec.of(fromThirtyTwo.get(i)).schema().bytes();
            assertArrayEquals(new byte[] {1, 0, (byte) (32 + i)}, schema);
        }
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
