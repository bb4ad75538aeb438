package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.strait.error.DecodeFailed;
import dev.strait.error.EncodeFailed;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Currency;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever the bytes: a value or {@link DecodeFailed}, and never more memory than the bytes can stand for. */
class HostileBytesTest {

    enum Colour {
        RED,
        GREEN
    }

    sealed interface Expression permits Literal, Sum, Colour2 {}

    record Literal(long value) implements Expression {}

    record Sum(Expression left, Expression right) implements Expression {}

    enum Colour2 implements Expression {
        A,
        B
    }

    record Everything(
            boolean z,
            byte b,
            short s,
            char c,
            int i,
            float f,
            double d,
            String text,
            byte[] bytes,
            Optional<String> maybe,
            List<Integer> list,
            Set<String> set,
            Map<Integer, String> map,
            Colour colour,
            Expression expression,
            long[] longs,
            double[] doubles,
            Instant[] instants,
            StandardTypesTest.Times times,
            StandardTypesTest.Others others) {}

    record Small(int i) {}

    record Chain(Chain next) {}

    record Positive(int value) {
        Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("not positive: " + value);
            }
        }
    }

    private static final Everything VALUE = new Everything(
            true,
            (byte) 1,
            (short) 300,
            '\u20AC',
            70_000,
            1.5f,
            2.5,
            "häh \uD83D\uDE00",
            new byte[] {1, 2, 3},
            Optional.of("x"),
            List.of(1, 2, 3),
            Set.of("p", "q"),
            Map.of(1, "one", 2, "two"),
            Colour.GREEN,
            new Sum(new Literal(5), new Sum(Colour2.B, new Literal(-5))),
            new long[] {1, -1, Long.MAX_VALUE},
            new double[] {1, 2},
            new Instant[] {Instant.EPOCH},
            StandardTypesTest.times(new Random(1)),
            StandardTypesTest.others(new Random(1)));

    /** Decodes, and gives how many bytes that allocated; fails on any exception but DecodeFailed. */
    private static long decode(Codec<?> codec, byte[] message) {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        try {
            codec.decode(new Input(message));
        } catch (DecodeFailed expected) {
            // One of the two allowed ends.
        }
        return memory.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void mutatedMessagesGiveAValueOrDecodeFailedAndLittleGarbage() throws SchemaMismatch {
        Random random = new Random(Seeds.next("HostileBytesTest.mutatedMessages"));
        Codec<Everything> codec = Codec.of(Everything.class);
        Codec<Everything> skipping = skipping();
        byte[] good = Bytes.of(codec, VALUE);
        for (int i = 0; i < 30_000; i++) {
            byte[] message = mutated(good, random);
            long allocated = decode(codec, message);
            // The first failure of each kind also pays for linking the code that words it, some 70 KiB.
            assertTrue(allocated < 1024 * 1024, () -> "allocated " + allocated + " bytes");
            decode(skipping, message);
        }
    }

    /** Reads what {@link Everything} writes as a type that knows nothing of it but one component. */
    @SuppressWarnings("unchecked") // only whether it throws matters
    private static Codec<Everything> skipping() throws SchemaMismatch {
        Codec<?> reader = Codec.of(Partly.Everything.class)
                .reading(Codec.of(Everything.class).schema());
        return (Codec<Everything>) reader;
    }

    interface Partly {
        record Everything(boolean z) {}
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] message = good.clone();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(message.length);
            switch (random.nextInt(4)) {
                case 0 -> message[at] = (byte) random.nextInt(256);
                case 1 -> message[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> message[at] = (byte) 0xFF;
                default -> {
                    byte[] cut = Arrays.copyOf(message, 1 + random.nextInt(message.length));
                    message = cut;
                }
            }
        }
        return message;
    }

    @Test
    void aMessageCutOffAnywhereIsRefused() {
        Codec<Everything> codec = Codec.of(Everything.class);
        byte[] good = Bytes.of(codec, VALUE);
        for (int length = 0; length < good.length; length++) {
            Input in = new Input(good, 0, length);
            assertThrows(DecodeFailed.class, () -> codec.decode(in));
        }
        Input longer = new Input(Arrays.copyOf(good, good.length + 1));
        DecodeFailed failure = assertThrows(DecodeFailed.class, () -> codec.decode(longer));
        assertTrue(failure.getMessage().contains("more bytes follow"), failure.getMessage());
    }

    @Test
    void aHugeLengthIsRefusedBeforeAnythingIsAllocated() {
        byte[] huge = Bytes.ofHex("ff ff ff ff 07 00 00 00 00 00 00 00 00 00 00 00");
        byte[] larger = Bytes.ofHex("ff ff ff ff 0f 00 00 00 00 00 00 00 00 00 00 00");
        List<Codec<?>> codecs = List.of(
                Codec.of(String.class),
                Codec.of(new TypeRef<List<Integer>>() {}),
                Codec.of(new TypeRef<Set<Integer>>() {}),
                Codec.of(new TypeRef<Map<Integer, Integer>>() {}),
                Codec.of(new TypeRef<List<byte[]>>() {}),
                Codec.of(boolean[].class),
                Codec.of(short[].class),
                Codec.of(char[].class),
                Codec.of(int[].class),
                Codec.of(long[].class),
                Codec.of(float[].class),
                Codec.of(double[].class),
                Codec.of(String[][].class),
                Codec.of(BigInteger.class),
                Codec.of(BigDecimal.class),
                Codec.of(URI.class),
                Codec.of(ZoneId.class),
                Codec.of(Locale.class),
                Codec.of(Currency.class),
                Codec.of(OptionalInt.class),
                Codec.of(Colour.class),
                Codec.of(Expression.class));
        for (Codec<?> codec : codecs) {
            for (byte[] message : List.of(huge, larger)) {
                assertThrows(DecodeFailed.class, () -> codec.decode(new Input(message)));
                long allocated = decode(codec, message);
                assertTrue(allocated < 32 * 1024, () -> codec + " allocated " + allocated + " bytes");
            }
        }
    }

    private static DecodeFailed refusal(Codec<?> codec, String hex) {
        return assertThrows(DecodeFailed.class, () -> codec.decode(new Input(Bytes.ofHex(hex))));
    }

    private static void assertSays(String part, DecodeFailed failure) {
        assertTrue(failure.getMessage().contains(part), failure.getMessage());
    }

    @Test
    void equalElementsAndKeysAreRefused() {
        assertSays("equal elements", refusal(Codec.of(new TypeRef<Set<Integer>>() {}), "02 02 02"));
        assertSays("equal keys", refusal(Codec.of(new TypeRef<Map<Integer, Integer>>() {}), "02 02 04 02 06"));
    }

    @Test
    void valuesThatTheTypeDoesNotHaveAreRefused() {
        assertSays("a boolean is 2", refusal(Codec.of(Boolean.class), "02"));
        assertSays("a short is", refusal(Codec.of(Short.class), "80 80 04"));
        assertSays("a char is", refusal(Codec.of(Character.class), "80 80 04"));
        assertSays("32 bits", refusal(Codec.of(Integer.class), "ff ff ff ff 1f"));
        assertSays("64 bits", refusal(Codec.of(Long.class), "ff ff ff ff ff ff ff ff ff 02"));
        assertSays("neither", refusal(Codec.of(new TypeRef<Optional<Integer>>() {}), "02 02"));
        assertSays("no constant 2", refusal(Codec.of(Colour.class), "02"));
        assertSays("no subtype 3", refusal(Codec.of(Expression.class), "03 02"));
        assertSays("without components is 1", refusal(Codec.of(Partly2.Nothing.class), "01"));
    }

    interface Partly2 {
        record Nothing() {}
    }

    @Test
    void timesThatDoNotExistAreRefused() {
        String largest = "ff ff ff ff ff ff ff ff ff 01";
        assertSays("Instant is out of its range", refusal(Codec.of(Instant.class), largest + " 00"));
        assertSays("Instant is out of its range", refusal(Codec.of(Instant.class), "00 80 94 eb dc 03"));
        assertSays("Instant is out of its range", refusal(Codec.of(Instant.class), "00 ff ff ff ff 0f"));
        assertSays("Duration is out of its range", refusal(Codec.of(Duration.class), "00 80 94 eb dc 03"));
        assertSays("LocalDate is out of its range", refusal(Codec.of(LocalDate.class), largest));
        assertSays("LocalTime is out of its range", refusal(Codec.of(LocalTime.class), "80 a3 05 00"));
        assertSays("OffsetTime is out of its range", refusal(Codec.of(OffsetTime.class), "00 00 c2 f4 07"));
        assertSays("ZoneOffset is out of its range", refusal(Codec.of(ZoneOffset.class), "c2 f4 07"));
        assertSays("Year is out of its range", refusal(Codec.of(Year.class), "ff ff ff ff 0f"));
        assertSays("YearMonth is out of its range", refusal(Codec.of(YearMonth.class), "00 0d"));
        assertSays("MonthDay is out of its range", refusal(Codec.of(MonthDay.class), "02 1e"));
    }

    @Test
    void namesThatNameNothingAreRefusedAndNeverLoadAClass() {
        String zone = text("java/lang/Object");
        assertSays("ZoneId is none that this program knows: 'java/lang/Object'", refusal(Codec.of(ZoneId.class), zone));
        assertSays("ZoneId is none", refusal(Codec.of(ZoneId.class), "00"));
        assertSays("ZonedDateTime is none", refusal(Codec.of(ZonedDateTime.class), "00 00 00 00" + text("Nowhere")));
        assertSays("Locale is none that this program knows: 'a_b'", refusal(Codec.of(Locale.class), text("a_b")));
        assertSays("Currency is none that this program knows: 'ABC'", refusal(Codec.of(Currency.class), text("ABC")));
        assertSays("URI is not one", refusal(Codec.of(URI.class), text("http://a b")));
        String forged = refusal(Codec.of(ZoneId.class), text("A\nforged line")).getMessage();
        assertEquals(-1, forged.indexOf('\n'), forged);
        for (Class<?> type : List.of(ZoneId.class, Locale.class, Currency.class)) {
            assertSays("over the limit of 255", refusal(Codec.of(type), text("a".repeat(256))));
        }
    }

    private static String text(String text) {
        Output out = new Output();
        out.writeString(text);
        return HexFormat.of().formatHex(out.toByteArray());
    }

    @Test
    void numbersWhoseTextWouldExplodeAreRefused() {
        assertSays("BigInteger is not in its shortest form", refusal(Codec.of(BigInteger.class), "00"));
        assertSays("BigInteger is not in its shortest form", refusal(Codec.of(BigInteger.class), "02 00 7f"));
        assertSays("BigInteger is not in its shortest form", refusal(Codec.of(BigInteger.class), "02 ff 80"));
        assertEquals(BigInteger.valueOf(128), Codec.of(BigInteger.class).decode(new Input(Bytes.ofHex("02 00 80"))));
        String large = "81 80 04" + "01".repeat(65_537);
        assertSays("BigInteger is of 65537 bytes", refusal(Codec.of(BigInteger.class), large));
        assertSays("BigDecimal is of 65537 bytes", refusal(Codec.of(BigDecimal.class), large + "00"));
        assertSays("BigDecimal is of scale 10001", refusal(Codec.of(BigDecimal.class), "01 01 a2 9c 01"));
        assertSays("BigDecimal is of scale -2147483648", refusal(Codec.of(BigDecimal.class), "01 01 ff ff ff ff 0f"));
    }

    @Test
    void anArrayOfFloatsThatCannotFollowIsRefusedBeforeItIsAllocated() {
        byte[] message = Arrays.copyOf(Bytes.ofHex("80 80 40"), 3 + 1024 * 1024);
        for (Codec<?> codec : List.of(Codec.of(float[].class), Codec.of(double[].class))) {
            DecodeFailed failure = assertThrows(DecodeFailed.class, () -> codec.decode(new Input(message)));
            assertSays("1048576 elements", failure);
            long allocated = decode(codec, message);
            assertTrue(allocated < 32 * 1024, () -> codec + " allocated " + allocated + " bytes");
        }
    }

    @Test
    void malformedUtf8IsRefusedAndNotReplaced() {
        Codec<String> codec = Codec.of(String.class);
        for (String hex :
                List.of("01 80", "02 c3 28", "02 c0 80", "03 ed a0 80", "01 ff", "04 f4 90 80 80", "02 e2 82")) {
            assertSays("UTF-8", refusal(codec, hex));
        }
        assertEquals("\uFFFD", codec.decode(new Input(Bytes.ofHex("03 ef bf bd"))));
    }

    @Test
    void deepNestingIsRefusedBeforeTheStackIsUsedUp() {
        byte[] nested = new byte[1_000_000];
        Arrays.fill(nested, (byte) 1);
        DecodeFailed failure =
                assertThrows(DecodeFailed.class, () -> Codec.of(Chain.class).decode(new Input(nested)));
        assertSays("500", failure);
        assertThrows(DecodeFailed.class, () -> Codec.of(Expression.class).decode(new Input(nested)));
    }

    record Point(int x, int y) {}

    record Named(String name) {}

    /** One after the other, all with the hash code 0, as {@link Point#hashCode} is 31x + y. */
    private static List<Point> alike(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Point(i, -31 * i)).toList();
    }

    private static <T> byte[] asList(TypeRef<List<T>> type, List<T> keys) {
        return Bytes.of(Codec.of(type), keys);
    }

    @Test
    void keysChosenToHaveOneHashCodeAreRefusedBeforeTheyCostTime() {
        assertEquals(1, alike(1_000).stream().map(Point::hashCode).distinct().count());
        Codec<Set<Point>> codec = Codec.of(new TypeRef<>() {});
        Set<Point> most = new LinkedHashSet<>(alike(256));
        for (int i = 0; i < 3_000; i++) {
            most.add(new Point(i, i));
        }
        assertEquals(most, Bytes.again(codec, most));
        // A list has the bytes of a set.
        byte[] hostile = asList(new TypeRef<List<Point>>() {}, alike(32_000));
        DecodeFailed failure = assertThrows(DecodeFailed.class, () -> codec.decode(new Input(hostile)));
        assertSays("more than 256 elements of a Set or keys of a Map have one and the same hash code", failure);
        // Its count has three bytes, and that of 257 has two.
        String after257 = "at byte " + (asList(new TypeRef<List<Point>>() {}, alike(257)).length + 1) + " of ";
        assertSays(after257, failure);
    }

    private static <T> void assertAlikeRefused(TypeRef<Set<T>> set, TypeRef<List<T>> list, IntFunction<T> key) {
        List<T> keys = IntStream.range(0, 257).mapToObj(key).toList();
        assertEquals(257, Set.copyOf(keys).size());
        assertEquals(1, keys.stream().map(Object::hashCode).distinct().count());
        Codec<Set<T>> codec = Codec.of(set);
        byte[] message = asList(list, keys);
        assertSays("same hash code", assertThrows(DecodeFailed.class, () -> codec.decode(new Input(message))));
        Set<T> fitting = new LinkedHashSet<>(keys.subList(0, 256));
        assertEquals(fitting, Bytes.again(codec, fitting));
        Set<T> tooMany = new LinkedHashSet<>(keys);
        EncodeFailed failure = assertThrows(EncodeFailed.class, () -> Bytes.of(codec, tooMany));
        assertTrue(failure.getMessage().contains("send them as a List"), failure.getMessage());
    }

    /** The sender refuses them too, so nothing is sent that does not arrive. */
    @Test
    void everyTypeOfKeyThatTheJdkCannotOrderIsHeldToThatLimitOnBothSides() {
        assertAlikeRefused(new TypeRef<Set<Point>>() {}, new TypeRef<List<Point>>() {}, i -> new Point(i, -31 * i));
        assertAlikeRefused(new TypeRef<Set<Named>>() {}, new TypeRef<List<Named>>() {}, i -> new Named(alikeText(i)));
        assertAlikeRefused(
                new TypeRef<Set<List<Integer>>>() {}, new TypeRef<List<List<Integer>>>() {}, i -> List.of(i, -31 * i));
        assertAlikeRefused(
                new TypeRef<Set<Optional<String>>>() {},
                new TypeRef<List<Optional<String>>>() {},
                i -> Optional.of(alikeText(i)));
        assertAlikeRefused(
                new TypeRef<Set<Set<Integer>>>() {}, new TypeRef<List<Set<Integer>>>() {}, i -> Set.of(i, 10_000 - i));
        assertAlikeRefused(
                new TypeRef<Set<Period>>() {},
                new TypeRef<List<Period>>() {},
                i -> Period.of(-Integer.rotateLeft(i, 8), i, 0));
        Map<Point, String> map = new LinkedHashMap<>();
        alike(257).forEach(point -> map.put(point, ""));
        Codec<Map<Point, String>> codec = Codec.of(new TypeRef<>() {});
        assertThrows(EncodeFailed.class, () -> Bytes.of(codec, map));
        Output out = new Output();
        out.writeVarInt(257);
        for (Point point : map.keySet()) {
            out.writeZigZagInt(point.x());
            out.writeZigZagInt(point.y());
            out.writeString("");
        }
        assertSays(
                "same hash code", assertThrows(DecodeFailed.class, () -> codec.decode(new Input(out.toByteArray()))));
    }

    /** Different for every number up to 32,767, and of one hash code, as {@code Aa} and {@code BB} are. */
    private static String alikeText(int number) {
        return IntStream.range(0, 15)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining());
    }

    @Test
    void keysThatTheJdkOrdersMayAllHaveOneHashCode() {
        Set<String> texts = new LinkedHashSet<>();
        Set<Long> numbers = new LinkedHashSet<>();
        for (int i = 0; i < 30_000; i++) {
            texts.add(alikeText(i));
            numbers.add((long) i << 32 | i);
        }
        assertEquals(texts, Bytes.again(Codec.of(new TypeRef<Set<String>>() {}), texts));
        assertEquals(numbers, Bytes.again(Codec.of(new TypeRef<Set<Long>>() {}), numbers));
    }

    @Test
    void aConstructorThatRefusesIsTheCauseOfDecodeFailed() {
        Codec<Positive> codec = Codec.of(Positive.class);
        assertEquals(new Positive(1), codec.decode(new Input(Bytes.ofHex("02"))));
        assertInstanceOf(IllegalArgumentException.class, refusal(codec, "01").getCause());
    }

    @Test
    void mutatedSchemasGiveASchemaOrDecodeFailedAndCanBeCompared() {
        Random random = new Random(Seeds.next("HostileBytesTest.mutatedSchemas"));
        Codec<Everything> codec = Codec.of(Everything.class);
        byte[] good = codec.schema().bytes();
        byte[] message = Bytes.of(codec, VALUE);
        int fitting = 0;
        for (int i = 0; i < 30_000; i++) {
            Schema schema;
            try {
                schema = Schema.decode(mutated(good, random));
            } catch (DecodeFailed expected) {
                continue;
            }
            assertTrue(schema.toString().length() > 0);
            if (schema.obstacleTo(codec.schema()).isEmpty() && fitting++ < 300) {
                try {
                    codec.reading(schema).decode(new Input(message));
                } catch (SchemaMismatch e) {
                    throw new AssertionError("had no obstacle", e);
                } catch (DecodeFailed expected) {
                    // The message was written under another schema.
                }
            }
        }
        assertTrue(fitting > 0, "some mutations must fit, or this test shows little");
    }

    private static void assertSchemaRefused(String part, String hex) {
        DecodeFailed failure = assertThrows(DecodeFailed.class, () -> Schema.decode(Bytes.ofHex(hex)));
        assertTrue(failure.getMessage().contains(part), failure.getMessage());
    }

    @Test
    void schemasThatAreNotCanonicalAreRefused() {
        assertSchemaRefused("version 2", "02 00 05");
        assertSchemaRefused("follows", "01 00 05 00");
        assertSchemaRefused("no type has the code 0", "01 00 00");
        assertSchemaRefused("no type has the code 16", "01 00 12 10 05");
        assertSchemaRefused("no definition 0", "01 00 15 00");
        assertSchemaRefused("used by nothing", "01 01 03 01 45 01 01 41 05");
        assertSchemaRefused("is met before", "01 02 03 01 45 01 01 41 03 01 46 01 01 41 14 15 01 15 00");
        assertSchemaRefused("stands twice", "01 01 03 01 45 02 01 41 01 41 15 00");
        assertSchemaRefused("itself sealed", "01 01 02 01 45 01 00 15 00");
        assertSchemaRefused("bytes, and 1 to 255", "01 01 03 00 01 01 41 15 00");
        assertSchemaRefused("nested", "01 00" + "12".repeat(40) + "05");
        assertSchemaRefused("nested", "01 00" + "17".repeat(40) + "05");
        assertSchemaRefused("no type has the code 16", "01 00 17 10 05");
        assertSchemaRefused("no type has the code 24", "01 00 18 05");
        assertSchemaRefused("control characters", "01 01 03 02 45 0a 01 01 41 15 00");
        assertSchemaRefused("not as short as can be", "01 80 00 05");
        assertSchemaRefused("not as short as can be", "01 01 03 01 45 01 01 41 15 80 00");
        assertSchemaRefused("announced", "01 ff ff ff ff 07 05");
        DecodeFailed large = assertThrows(DecodeFailed.class, () -> Schema.decode(new byte[Schema.MAX_BYTES + 1]));
        assertTrue(large.getMessage().contains("65536"), large.getMessage());
    }

    @Test
    void aSchemaCutOffAnywhereIsRefused() {
        byte[] good = Codec.of(Everything.class).schema().bytes();
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThrows(DecodeFailed.class, () -> Schema.decode(cut));
        }
    }

    @Test
    void theTextOfALargeSchemaIsCutOff() {
        Output out = new Output();
        out.writeByte(1);
        out.writeVarInt(1);
        out.writeByte(1);
        out.writeString("T".repeat(200));
        out.writeVarInt(200);
        for (int i = 0; i < 200; i++) {
            out.writeString("c" + i);
            out.writeByte(21);
            out.writeVarInt(0);
        }
        out.writeByte(21);
        out.writeVarInt(0);
        assertEquals(2001, Schema.decode(out.toByteArray()).toString().length());
    }

    @Test
    void anOpaqueNameIsCheckedLikeOneThatArrives() {
        assertEquals("opaque cbor 1", Schema.opaque("cbor 1").toString());
        assertEquals(Schema.opaque("cbor"), Schema.decode(Schema.opaque("cbor").bytes()));
        for (String name : List.of("", "x".repeat(256), "a\nb")) {
            assertThrows(IllegalArgumentException.class, () -> Schema.opaque(name));
        }
    }

    record Tree(List<Tree> kids) {}

    /** A chain of records all named Tree, of which each holds the next: it fits our Tree forever. */
    @Test
    void aSchemaWithManyDefinitionsOfOneNameIsRefusedInsteadOfComparedForever() {
        Output out = new Output();
        int count = Limits.MAX_DEFINITIONS;
        out.writeByte(1);
        out.writeVarInt(count);
        for (int i = 0; i < count; i++) {
            out.writeByte(1);
            out.writeString("Tree");
            out.writeVarInt(1);
            out.writeString("kids");
            out.writeByte(18);
            out.writeByte(21);
            out.writeVarInt(Math.min(i + 1, count - 1));
        }
        out.writeByte(21);
        out.writeVarInt(0);
        Schema schema = Schema.decode(out.toByteArray());
        SchemaMismatch mismatch =
                assertThrows(SchemaMismatch.class, () -> Codec.of(Tree.class).reading(schema));
        assertTrue(mismatch.reason().contains("too many definitions"), mismatch.reason());
    }
}
