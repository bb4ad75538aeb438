package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.EncodeFailed;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RoundTripTest {

    enum Colour {
        RED,
        GREEN {
            @Override
            String note() {
                return "with a body, so its class is not Colour";
            }
        };

        String note() {
            return "";
        }
    }

    record Primitives(boolean z, byte b, short s, char c, int i, long l, float f, double d) {}

    record Boxes(Boolean z, Byte b, Short s, Character c, Integer i, Long l, Float f, Double d) {}

    record References(
            String text,
            Colour colour,
            Optional<String> maybe,
            List<Integer> list,
            Set<Colour> set,
            Map<String, List<Long>> map,
            Primitives record,
            Expression expression) {}

    record Empty() {}

    record Pair<A, B>(A first, B second) {}

    record Tree(int value, List<Tree> kids) {}

    record Chain(int value, Chain next) {}

    record Left(Right right) {}

    record Right(Left left, int value) {}

    sealed interface Expression permits Literal, Sum, Special, Unary {}

    record Literal(int value) implements Expression {}

    record Sum(Expression left, Expression right) implements Expression {}

    enum Special implements Expression {
        PI,
        E
    }

    sealed interface Unary extends Expression permits Negation, Square {}

    record Negation(Expression of) implements Unary {}

    record Square(Expression of) implements Unary {}

    sealed interface Result<T> permits Good, Bad {}

    record Good<V>(V value) implements Result<V> {}

    record Bad<T>(String why) implements Result<T> {}

    record Photo(String name, byte[] pixels) {}

    private static String text(Random random) {
        int length = random.nextInt(4) == 0 ? random.nextInt(400) : random.nextInt(12);
        int[] bounds = {0x7F, 0xFF, 0x7FF, 0xD7FF, 0x10FFFF};
        int bound = bounds[random.nextInt(bounds.length)];
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int point = random.nextInt(bound + 1);
            text.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 'x' : point);
        }
        return text.toString();
    }

    private static long number(Random random) {
        return random.nextLong() >> random.nextInt(64);
    }

    private static Primitives primitives(Random random) {
        return new Primitives(
                random.nextBoolean(),
                (byte) number(random),
                (short) number(random),
                (char) number(random),
                (int) number(random),
                number(random),
                Float.intBitsToFloat(random.nextInt()),
                Double.longBitsToDouble(random.nextLong()));
    }

    private static Expression expression(Random random, int depth) {
        return switch (random.nextInt(depth > 8 ? 2 : 5)) {
            case 0 -> new Literal((int) number(random));
            case 1 -> Special.values()[random.nextInt(2)];
            case 2 -> new Sum(expression(random, depth + 1), expression(random, depth + 1));
            case 3 -> new Negation(expression(random, depth + 1));
            default -> new Square(random.nextInt(9) == 0 ? null : expression(random, depth + 1));
        };
    }

    private static References references(Random random) {
        List<Integer> list = new ArrayList<>();
        Map<String, List<Long>> map = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            list.add((int) number(random));
            map.put(text(random) + i, List.of(number(random), number(random)));
        }
        return new References(
                random.nextInt(4) == 0 ? null : text(random),
                random.nextInt(4) == 0 ? null : Colour.values()[random.nextInt(2)],
                random.nextInt(4) == 0 ? null : Optional.of("x").filter(_ -> random.nextBoolean()),
                random.nextInt(4) == 0 ? null : list,
                random.nextInt(4) == 0 ? null : Set.of(Colour.GREEN),
                random.nextInt(4) == 0 ? null : map,
                random.nextInt(4) == 0 ? null : primitives(random),
                random.nextInt(4) == 0 ? null : expression(random, 0));
    }

    @Test
    void randomValuesOfEveryTypeComeBackEqual() {
        long seed = Seeds.next("RoundTripTest.randomValuesOfEveryTypeComeBackEqual");
        Random random = new Random(seed);
        Codec<Primitives> primitives = Codec.of(Primitives.class);
        Codec<References> references = Codec.of(References.class);
        Codec<String> strings = Codec.of(String.class);
        Codec<Expression> expressions = Codec.of(Expression.class);
        for (int i = 0; i < 3_000; i++) {
            Primitives primitive = primitives(random);
            assertEquals(primitive, Bytes.again(primitives, primitive));
            References reference = references(random);
            assertEquals(reference, Bytes.again(references, reference));
            String text = text(random);
            assertEquals(text, Bytes.again(strings, text));
            Expression expression = expression(random, 0);
            assertEquals(expression, Bytes.again(expressions, expression));
        }
    }

    @Test
    void theEdgesOfEveryPrimitiveComeBackBitForBit() {
        Codec<Primitives> codec = Codec.of(Primitives.class);
        for (Primitives edge : List.of(
                new Primitives(
                        true,
                        Byte.MIN_VALUE,
                        Short.MIN_VALUE,
                        Character.MAX_VALUE,
                        Integer.MIN_VALUE,
                        Long.MIN_VALUE,
                        -0f,
                        -0d),
                new Primitives(
                        false,
                        Byte.MAX_VALUE,
                        Short.MAX_VALUE,
                        '\0',
                        Integer.MAX_VALUE,
                        Long.MAX_VALUE,
                        Float.NaN,
                        Double.NaN))) {
            assertEquals(edge, Bytes.again(codec, edge));
        }
        double odd = Double.longBitsToDouble(0x7FF0_0000_0000_0BADL);
        double back = Bytes.again(Codec.of(Double.class), odd);
        assertEquals(Double.doubleToRawLongBits(odd), Double.doubleToRawLongBits(back));
    }

    @Test
    void boxedComponentsMayBeNull() {
        Codec<Boxes> codec = Codec.of(Boxes.class);
        Boxes none = new Boxes(null, null, null, null, null, null, null, null);
        Boxes all = new Boxes(true, (byte) 1, (short) -2, 'c', 4, -5L, 6f, 7d);
        assertEquals(none, Bytes.again(codec, none));
        assertEquals(all, Bytes.again(codec, all));
        assertEquals(8, Bytes.of(codec, none).length);
    }

    @Test
    void anyTypeMayStandAloneAtTheTop() {
        assertEquals(true, Bytes.again(Codec.of(Boolean.class), true));
        assertEquals((byte) -1, Bytes.again(Codec.of(Byte.class), (byte) -1));
        assertEquals((short) -1, Bytes.again(Codec.of(Short.class), (short) -1));
        assertEquals('x', Bytes.again(Codec.of(Character.class), 'x'));
        assertEquals(-1, Bytes.again(Codec.of(Integer.class), -1));
        assertEquals(-1, Bytes.again(Codec.of(int.class), -1));
        assertEquals(-1L, Bytes.again(Codec.of(Long.class), -1L));
        assertEquals(-1f, Bytes.again(Codec.of(Float.class), -1f));
        assertEquals(-1d, Bytes.again(Codec.of(Double.class), -1d));
        assertEquals(Colour.GREEN, Bytes.again(Codec.of(Colour.class), Colour.GREEN));
        assertEquals(new Empty(), Bytes.again(Codec.of(Empty.class), new Empty()));
        assertEquals(Optional.of("x"), Bytes.again(Codec.of(new TypeRef<Optional<String>>() {}), Optional.of("x")));
        assertEquals(List.of(1, 2), Bytes.again(Codec.of(new TypeRef<List<Integer>>() {}), List.of(1, 2)));
        assertEquals(Map.of(1, "a"), Bytes.again(Codec.of(new TypeRef<Map<Integer, String>>() {}), Map.of(1, "a")));
        assertArrayEquals(new byte[] {1, 2}, Bytes.again(Codec.of(byte[].class), new byte[] {1, 2}));
    }

    @Test
    void genericRecordsAndSealedInterfacesKeepTheirTypeArguments() {
        var codec = Codec.of(new TypeRef<Pair<Result<Integer>, Pair<String, List<Result<Long>>>>>() {});
        var value = new Pair<Result<Integer>, Pair<String, List<Result<Long>>>>(
                new Good<>(7), new Pair<>("x", List.of(new Bad<>("no"), new Good<>(1L << 40))));
        assertEquals(value, Bytes.again(codec, value));
    }

    @Test
    void recordsMayHoldThemselvesDirectlyAndThroughOthers() {
        Tree tree = new Tree(1, List.of(new Tree(2, List.of(new Tree(3, List.of()))), new Tree(4, null)));
        assertEquals(tree, Bytes.again(Codec.of(Tree.class), tree));
        Left left = new Left(new Right(new Left(new Right(null, 2)), 1));
        assertEquals(left, Bytes.again(Codec.of(Left.class), left));
    }

    @Test
    void byteArraysAreCopiedInAndOut() {
        byte[] pixels = {1, 2, 3};
        Photo back = Bytes.again(Codec.of(Photo.class), new Photo("p", pixels));
        assertArrayEquals(pixels, back.pixels());
        assertNull(Bytes.again(Codec.of(Photo.class), new Photo("p", null)).pixels());
        byte[] message = {9, 9};
        byte[] decoded = Codec.bytes().decode(new Input(message));
        message[0] = 0;
        assertArrayEquals(new byte[] {9, 9}, decoded);
    }

    @Test
    void collectionsArriveUnmodifiableAndInTheSendersOrder() {
        Set<String> set = new LinkedHashSet<>(List.of("z", "a", "m"));
        Map<String, Integer> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("a", 2);
        Set<String> setBack = Bytes.again(Codec.of(new TypeRef<Set<String>>() {}), set);
        Map<String, Integer> mapBack = Bytes.again(Codec.of(new TypeRef<Map<String, Integer>>() {}), map);
        List<String> listBack = Bytes.again(Codec.of(new TypeRef<List<String>>() {}), List.of("x"));
        List<String> emptyBack = Bytes.again(Codec.of(new TypeRef<List<String>>() {}), List.of());
        assertEquals(List.of("z", "a", "m"), List.copyOf(setBack));
        assertEquals(List.of("z", "a"), List.copyOf(mapBack.keySet()));
        assertThrows(UnsupportedOperationException.class, () -> setBack.add("b"));
        assertThrows(UnsupportedOperationException.class, () -> mapBack.put("b", 3));
        assertThrows(UnsupportedOperationException.class, () -> listBack.set(0, "b"));
        assertThrows(UnsupportedOperationException.class, () -> emptyBack.add("b"));
    }

    @Test
    void aLongListComesBackWhole() {
        List<Integer> numbers = new Random(1).ints(50_000).boxed().toList();
        assertEquals(numbers, Bytes.again(Codec.of(new TypeRef<List<Integer>>() {}), numbers));
    }

    @Test
    void nullAtTheTopIsRefusedForEveryKindOfType() {
        for (Codec<?> codec : List.of(
                Codec.of(Primitives.class),
                Codec.of(Integer.class),
                Codec.of(String.class),
                Codec.of(Colour.class),
                Codec.of(Expression.class),
                Codec.of(new TypeRef<List<String>>() {}),
                Codec.of(new TypeRef<Optional<String>>() {}),
                Codec.bytes())) {
            EncodeFailed failure = assertThrows(EncodeFailed.class, () -> codec.encode(null, new Output()));
            assertTrue(failure.getMessage().contains("null"), failure.getMessage());
        }
    }

    @Test
    void nullInsideACollectionIsRefusedWithItsPlace() {
        var list = Codec.of(new TypeRef<Pair<String, List<Integer>>>() {});
        EncodeFailed inList =
                assertThrows(EncodeFailed.class, () -> Bytes.of(list, new Pair<>("x", Arrays.asList(1, null))));
        assertTrue(inList.getMessage().startsWith("Pair.second[] is null"), inList.getMessage());
        Map<String, Tree> nullValue = new LinkedHashMap<>();
        nullValue.put("k", null);
        var map = Codec.of(new TypeRef<Map<String, Tree>>() {});
        EncodeFailed inMap = assertThrows(EncodeFailed.class, () -> Bytes.of(map, nullValue));
        assertTrue(inMap.getMessage().contains("{value} is null"), inMap.getMessage());
    }

    @Test
    void aValueNestedTooDeeplyIsRefusedAtTheSender() {
        Chain chain = null;
        for (int i = 0; i < Limits.MAX_DEPTH; i++) {
            chain = new Chain(i, chain);
        }
        Codec<Chain> codec = Codec.of(Chain.class);
        assertEquals(chain, Bytes.again(codec, chain));
        Chain deeper = new Chain(-1, chain);
        EncodeFailed failure = assertThrows(EncodeFailed.class, () -> Bytes.of(codec, deeper));
        assertTrue(failure.getMessage().contains("500"), failure.getMessage());
    }

    @Test
    void aFailedEncodingLeavesTheOutputAsItWas() {
        Codec<Pair<String, List<Integer>>> codec = Codec.of(new TypeRef<>() {});
        Output out = new Output();
        codec.encode(new Pair<>("x", List.of(1)), out);
        byte[] before = out.toByteArray();
        assertThrows(EncodeFailed.class, () -> codec.encode(new Pair<>("y", Arrays.asList(1, null)), out));
        assertArrayEquals(before, out.toByteArray());
    }

    @Test
    void aCollectionThatChangesWhileItIsEncodedIsRefused() {
        List<Integer> shrinking = new ArrayList<>(List.of(1, 2, 3)) {
            @Override
            public int size() {
                return super.size() + 1;
            }
        };
        EncodeFailed failure =
                assertThrows(EncodeFailed.class, () -> Bytes.of(Codec.of(new TypeRef<List<Integer>>() {}), shrinking));
        assertTrue(failure.getMessage().contains("from 4 to 3"), failure.getMessage());
    }

    record Moody(int value) {
        @Override
        public int value() {
            throw new IllegalStateException("not today");
        }
    }

    @Test
    void anAccessorThatThrowsIsTheCauseOfEncodeFailed() {
        EncodeFailed failure = assertThrows(EncodeFailed.class, () -> Bytes.of(Codec.of(Moody.class), new Moody(1)));
        assertInstanceOf(IllegalStateException.class, failure.getCause());
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void aValueThatIsNotOfTheDeclaredTypeIsRefused() {
        List<Integer> polluted = (List) List.of("text");
        assertThrows(EncodeFailed.class, () -> Bytes.of(Codec.of(new TypeRef<List<Integer>>() {}), polluted));
        Codec<Object> colours = (Codec) Codec.of(Colour.class);
        assertThrows(EncodeFailed.class, () -> Bytes.of(colours, Special.PI));
        Codec<Object> expressions = (Codec) Codec.of(Expression.class);
        assertThrows(EncodeFailed.class, () -> Bytes.of(expressions, "text"));
        Codec<Object> chains = (Codec) Codec.of(Chain.class);
        assertThrows(EncodeFailed.class, () -> Bytes.of(chains, new Empty()));
    }

    @Test
    void halfASurrogatePairIsRefusedAndNotReplaced() {
        for (String half : List.of("a\uD83D", "\uDE00b", "\uD83Dx\uDE00")) {
            EncodeFailed failure = assertThrows(EncodeFailed.class, () -> Bytes.of(Codec.of(String.class), half));
            assertTrue(failure.getMessage().contains("surrogate"), failure.getMessage());
        }
        assertEquals("\uFFFD\uD83D\uDE00", Bytes.again(Codec.of(String.class), "\uFFFD\uD83D\uDE00"));
    }

    record Wide(
            long a00,
            long a01,
            long a02,
            long a03,
            long a04,
            long a05,
            long a06,
            long a07,
            long a08,
            long a09,
            long a10,
            long a11,
            long a12,
            long a13,
            long a14,
            long a15,
            long a16,
            long a17,
            long a18,
            long a19,
            long a20,
            long a21,
            long a22,
            long a23,
            long a24,
            long a25,
            long a26,
            long a27,
            long a28,
            long a29,
            long a30,
            long a31,
            long a32,
            long a33,
            long a34,
            long a35,
            long a36,
            long a37,
            long a38,
            long a39,
            long a40,
            long a41,
            long a42,
            long a43,
            long a44,
            long a45,
            long a46,
            long a47,
            long a48,
            long a49,
            long a50,
            long a51,
            long a52,
            long a53,
            long a54,
            long a55,
            long a56,
            long a57,
            long a58,
            long a59,
            long a60,
            long a61,
            long a62,
            long a63,
            long a64,
            long a65,
            long a66,
            long a67,
            long a68,
            long a69,
            long a70,
            long a71,
            long a72,
            long a73,
            long a74,
            long a75,
            long a76,
            long a77,
            long a78,
            long a79,
            long a80,
            long a81,
            long a82,
            long a83,
            long a84,
            long a85,
            long a86,
            long a87,
            long a88,
            long a89,
            long a90,
            long a91,
            long a92,
            long a93,
            long a94,
            long a95,
            long a96,
            long a97,
            long a98,
            long a99,
            long b00,
            long b01,
            long b02,
            long b03,
            long b04,
            long b05,
            long b06,
            long b07,
            long b08,
            long b09,
            long b10,
            long b11,
            long b12,
            long b13,
            long b14,
            long b15,
            long b16,
            long b17,
            long b18,
            long b19) {}

    @Test
    void aRecordOfTheMostComponentsWorksThoughEachIsALong() throws Throwable {
        assertEquals(Limits.MAX_COMPONENTS, Wide.class.getRecordComponents().length);
        Object[] numbers = new Random(5).longs(Limits.MAX_COMPONENTS).boxed().toArray();
        Wide wide = (Wide) Wide.class.getDeclaredConstructors()[0].newInstance(numbers);
        assertEquals(wide, Bytes.again(Codec.of(Wide.class), wide));
    }

    @Test
    void oneCodecServesManyThreads() throws Exception {
        Codec<References> codec = Codec.of(References.class);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int t = 0; t < 16; t++) {
                long seed = t;
                Callable<Integer> task = () -> {
                    Random random = new Random(seed);
                    for (int i = 0; i < 500; i++) {
                        References value = references(random);
                        assertEquals(value, Bytes.again(codec, value));
                    }
                    return 500;
                };
                results.add(threads.submit(task));
            }
            for (Future<Integer> result : results) {
                assertEquals(500, result.get());
            }
        }
    }

    @Test
    void aLookupGivesTheSameCodec() {
        Codec<Tree> codec = Codec.of(Tree.class, MethodHandles.lookup());
        Tree tree = new Tree(1, List.of(new Tree(2, List.of())));
        assertEquals(tree, Bytes.again(codec, tree));
        assertEquals(Codec.of(Tree.class).schema(), codec.schema());
        var lists = Codec.of(new TypeRef<List<Tree>>() {}, MethodHandles.lookup());
        assertEquals(List.of(tree), Bytes.again(lists, List.of(tree)));
    }

    @Test
    void theSameCodecReadsItsOwnSchema() throws SchemaMismatch {
        Codec<Tree> codec = Codec.of(Tree.class);
        assertSame(codec, codec.reading(Schema.decode(codec.schema().bytes())));
        assertSame(Codec.bytes(), Codec.bytes().reading(Schema.opaque("bytes")));
    }
}
