package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.strait.Channel;
import dev.strait.Receiver;
import dev.strait.error.DecodeFailed;
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
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The first two bytes say how many bytes of schema follow; the rest is a message. Arbitrary bytes give a value or {@link DecodeFailed},
 * and nothing else, in memory in proportion to them; whoever does not know a part of it finds its end all the same. A quick regression over good and bad examples unless JAZZER_FUZZ=1 is set in the environment; then they are
 * where the fuzzer starts.
 */
class CodecFuzzTest {

    sealed interface Node permits Leaf, Branch, Kind, Times, Others, Grids, Ended {}

    record Leaf(
            boolean z,
            byte b,
            short s,
            char c,
            int i,
            long l,
            float f,
            double d,
            String text,
            byte[] bytes,
            Optional<Integer> maybe)
            implements Node {}

    record Branch(List<Node> list, Set<String> set, Map<Long, Node> map) implements Node {}

    record Times(
            Instant a,
            Duration b,
            LocalDate c,
            LocalTime d,
            LocalDateTime e,
            OffsetTime f,
            OffsetDateTime g,
            ZonedDateTime h,
            ZoneId i,
            ZoneOffset j,
            Period k,
            Year l,
            YearMonth m,
            MonthDay n)
            implements Node {}

    record Others(
            UUID a,
            BigInteger b,
            BigDecimal c,
            URI d,
            Locale e,
            Currency f,
            OptionalInt g,
            OptionalLong h,
            OptionalDouble i)
            implements Node {}

    record Grids(boolean[] a, short[] b, char[] c, int[] d, long[] e, float[] f, double[] g, String[][] h, Node[] i)
            implements Node {}

    record Ended(Receiver<Node> a, List<Receiver<Long>> b) implements Node {}

    enum Kind implements Node {
        ONE,
        TWO
    }

    /** A program that knows of a component, and one that does not and has to find the end of it. */
    interface Knowing {
        record Pair(Node node, int marker) {}
    }

    interface Skipping {
        record Pair(int marker) {}
    }

    /** A leaf of ten nulls is ten bytes; so is a set or a map of one. */
    private static final int ALLOCATED_PER_BYTE = 400;

    private static final Codec<Node> CODEC = Codec.of(Node.class);
    private static final Codec<Knowing.Pair> KNOWING = Codec.of(Knowing.Pair.class);
    private static final Codec<Skipping.Pair> SKIPPING = skipping();

    private static Codec<Skipping.Pair> skipping() {
        try {
            return Codec.of(Skipping.Pair.class).reading(KNOWING.schema());
        } catch (SchemaMismatch impossible) {
            throw new AssertionError("a component more does fit", impossible);
        }
    }

    @MethodSource("examples")
    @FuzzTest(maxDuration = "20s")
    void anyBytesGiveAValueOrDecodeFailed(byte[] bytes) {
        byte[] message = bytes;
        Codec<Node> codec = CODEC;
        int split = bytes.length < 2 ? 0 : 2 + ((bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF));
        if (split > 0 && split <= bytes.length) {
            message = Arrays.copyOfRange(bytes, split, bytes.length);
            try {
                codec = CODEC.reading(Schema.decode(Arrays.copyOfRange(bytes, 2, split)));
            } catch (DecodeFailed | SchemaMismatch refused) {
                codec = CODEC;
            }
        }
        Node value = decoded(codec, message);
        skipped(message);
        if (value == null) {
            return;
        }
        // What was decoded encodes again, and the same way each time; NaN and arrays have no equality that would say
        // more.
        byte[] again = encoded(CODEC, value);
        assertArrayEquals(again, encoded(CODEC, CODEC.decode(input(again))));
        assertEquals(new Skipping.Pair(7), SKIPPING.decode(new Input(encoded(KNOWING, new Knowing.Pair(value, 7)))));
    }

    /** What is read is passed over just as well by who does not know it. */
    private static void skipped(byte[] message) {
        Knowing.Pair known = decoded(KNOWING, message);
        Skipping.Pair skipped = decoded(SKIPPING, message);
        if (known != null) {
            assertEquals(new Skipping.Pair(known.marker()), skipped);
        }
    }

    /** Where every number stands for an end, the same. */
    private static Input input(byte[] message) {
        Input in = new Input(message);
        in.arrivals((number, elements) -> Channel.never());
        return in;
    }

    private static <T> byte[] encoded(Codec<T> codec, T value) {
        Output out = new Output();
        out.carrier((end, elements) -> 300);
        codec.encode(value, out);
        return out.toByteArray();
    }

    private static <T> @Nullable T decoded(Codec<T> codec, byte[] message) {
        Allocation.assertInProportion(message.length, ALLOCATED_PER_BYTE, () -> {
            try {
                codec.decode(input(message));
            } catch (DecodeFailed refused) {
                // as good as a value
            }
        });
        try {
            return codec.decode(input(message));
        } catch (DecodeFailed refused) {
            return null;
        }
    }

    static Stream<Arguments> examples() {
        Node leaf = new Leaf(true, (byte) 1, (short) 2, 'c', 4, 5, 6f, 7d, "\u20AC", new byte[] {1}, Optional.of(9));
        Node value = new Branch(List.of(leaf, Kind.TWO), Set.of("a", "b"), Map.of(1L, Kind.ONE, 2L, leaf));
        ZonedDateTime now = ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 6, ZoneId.of("Europe/Berlin"));
        Node times = new Times(
                now.toInstant(),
                Duration.ofMillis(-1),
                now.toLocalDate(),
                now.toLocalTime(),
                now.toLocalDateTime(),
                now.toOffsetDateTime().toOffsetTime(),
                now.toOffsetDateTime(),
                now,
                now.getZone(),
                now.getOffset(),
                Period.of(1, -2, 3),
                Year.of(2026),
                YearMonth.of(2026, 1),
                MonthDay.of(2, 29));
        Node others = new Others(
                new UUID(1, 2),
                new BigInteger("-12345678901234567890"),
                new BigDecimal("1.50"),
                URI.create("http://a/b?c#d"),
                Locale.forLanguageTag("de-CH-1996-u-nu-latn"),
                Currency.getInstance("EUR"),
                OptionalInt.of(1),
                OptionalLong.empty(),
                OptionalDouble.of(2));
        Node grids = new Grids(
                new boolean[] {true},
                new short[] {-1},
                new char[] {'\u20AC'},
                new int[] {1, -1},
                new long[] {Long.MIN_VALUE},
                new float[] {1},
                new double[] {2},
                new String[][] {{"a"}, {}},
                new Node[] {Kind.ONE, others});
        Node ended = new Ended(Channel.never(), List.of(Channel.never(), Channel.never()));
        byte[] typical = encoded(CODEC, new Branch(List.of(times, others, grids, ended), Set.of(), Map.of()));
        byte[] empty = Bytes.of(
                CODEC, new Times(null, null, null, null, null, null, null, null, null, null, null, null, null, null));
        byte[] schema = CODEC.schema().bytes();
        byte[] message = Bytes.of(CODEC, value);
        byte[] both = both(schema, message);
        byte[] cut = Arrays.copyOf(both, both.length - 3);
        byte[] huge = Bytes.ofHex("00 01 ff ff ff ff 07");
        byte[] pair = Bytes.of(KNOWING, new Knowing.Pair(value, 300));
        return Stream.of(pair, both, message, typical, both(schema, typical), empty, cut, huge, new byte[0])
                .map(bytes -> Arguments.of((Object) bytes));
    }

    static byte[] both(byte[] schema, byte[] message) {
        byte[] both = new byte[2 + schema.length + message.length];
        both[0] = (byte) (schema.length >> 8);
        both[1] = (byte) schema.length;
        System.arraycopy(schema, 0, both, 2, schema.length);
        System.arraycopy(message, 0, both, 2 + schema.length, message.length);
        return both;
    }
}
