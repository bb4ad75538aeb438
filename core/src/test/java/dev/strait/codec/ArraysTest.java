package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.EncodeFailed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Arrays of everything; on the wire they are lists. */
class ArraysTest {

    record Primitives(boolean[] z, byte[] b, short[] s, char[] c, int[] i, long[] l, float[] f, double[] d) {}

    record Point(int x, int y) {}

    sealed interface Shape permits Dot, Line {}

    record Dot(Point at) implements Shape {}

    record Line(Point[] points) implements Shape {}

    enum Colour {
        RED,
        GREEN
    }

    record Page<T>(T[] items, List<T[]> more) {}

    record Grid(int[][] cells, String[][][] names) {}

    private static <T> T again(Class<T> type, T value) {
        return Bytes.again(Codec.of(type), value);
    }

    @Test
    void arraysOfEveryPrimitiveComeBackBitForBit() {
        assertArrayEquals(new boolean[] {true, false}, again(boolean[].class, new boolean[] {true, false}));
        assertArrayEquals(new byte[] {-1, 0, 127}, again(byte[].class, new byte[] {-1, 0, 127}));
        short[] shorts = {Short.MIN_VALUE, -1, 0, Short.MAX_VALUE};
        assertArrayEquals(shorts, again(short[].class, shorts));
        assertArrayEquals(
                new char[] {0, 'x', '\uD800', 0xFFFF}, again(char[].class, new char[] {0, 'x', '\uD800', 0xFFFF}));
        int[] ints = {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE};
        assertArrayEquals(ints, again(int[].class, ints));
        long[] longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE};
        assertArrayEquals(longs, again(long[].class, longs));
        float[] floats = {Float.intBitsToFloat(0x7FA0_0001), -0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY};
        float[] floatsBack = again(float[].class, floats);
        for (int i = 0; i < floats.length; i++) {
            assertEquals(Float.floatToRawIntBits(floats[i]), Float.floatToRawIntBits(floatsBack[i]));
        }
        double[] doubles = {Double.longBitsToDouble(0x7FF0_0000_0000_0BADL), -0d, Double.MAX_VALUE};
        double[] doublesBack = again(double[].class, doubles);
        for (int i = 0; i < doubles.length; i++) {
            assertEquals(Double.doubleToRawLongBits(doubles[i]), Double.doubleToRawLongBits(doublesBack[i]));
        }
    }

    @Test
    void arraysMayBeComponentsAndMayBeNullThere() {
        Primitives none = new Primitives(null, null, null, null, null, null, null, null);
        Primitives noneBack = again(Primitives.class, none);
        assertEquals(none, noneBack);
        assertEquals(8, Bytes.of(Codec.of(Primitives.class), none).length);
        Primitives empty = new Primitives(
                new boolean[0],
                new byte[0],
                new short[0],
                new char[0],
                new int[0],
                new long[0],
                new float[0],
                new double[0]);
        Primitives emptyBack = again(Primitives.class, empty);
        assertEquals(0, emptyBack.z().length + emptyBack.b().length + emptyBack.s().length + emptyBack.c().length);
        assertEquals(0, emptyBack.i().length + emptyBack.l().length + emptyBack.f().length + emptyBack.d().length);
        Primitives some = new Primitives(
                new boolean[] {true}, null, null, new char[] {'c'}, new int[] {-5}, null, null, new double[] {2.5});
        Primitives someBack = again(Primitives.class, some);
        assertArrayEquals(some.z(), someBack.z());
        assertArrayEquals(some.i(), someBack.i());
        assertNull(someBack.l());
        assertArrayEquals(some.d(), someBack.d());
    }

    @Test
    void arraysOfAnySupportedTypeComeBackAsArraysOfThatType() {
        assertArrayEquals(new String[] {"a", ""}, again(String[].class, new String[] {"a", ""}));
        assertArrayEquals(new Integer[] {1, -1}, again(Integer[].class, new Integer[] {1, -1}));
        assertArrayEquals(new Byte[] {1, -1}, again(Byte[].class, new Byte[] {1, -1}));
        assertArrayEquals(new Point[] {new Point(1, 2)}, again(Point[].class, new Point[] {new Point(1, 2)}));
        assertArrayEquals(new Colour[] {Colour.GREEN}, again(Colour[].class, new Colour[] {Colour.GREEN}));
        assertArrayEquals(new Instant[] {Instant.EPOCH}, again(Instant[].class, new Instant[] {Instant.EPOCH}));
        Shape[] shapes = {new Dot(new Point(1, 2)), new Line(new Point[] {new Point(3, 4)})};
        Shape[] shapesBack = again(Shape[].class, shapes);
        assertEquals(shapes[0], shapesBack[0]);
        assertArrayEquals(((Line) shapes[1]).points(), ((Line) shapesBack[1]).points());
        assertSame(Shape[].class, shapesBack.getClass());
    }

    @Test
    void arraysNestInEachOtherAndInCollections() {
        Grid grid = new Grid(new int[][] {{1, 2}, {}, {3}}, new String[][][] {{{"a"}, {}}, {}});
        Grid back = again(Grid.class, grid);
        assertArrayEquals(grid.cells(), back.cells());
        assertArrayEquals(grid.names(), back.names());
        Codec<List<byte[][]>> codec = Codec.of(new TypeRef<>() {});
        byte[][] blocks = {{1}, {}, {2, 3}};
        assertArrayEquals(blocks, Bytes.again(codec, List.<byte[][]>of(blocks)).getFirst());
    }

    @Test
    void arraysOfATypeParameterAreArraysOfItsArgument() {
        Codec<Page<Optional<String>>> nested = Codec.of(new TypeRef<>() {});
        Codec<Page<String>> codec = Codec.of(new TypeRef<>() {});
        Page<String> page = new Page<>(new String[] {"a", "b"}, List.<String[]>of(new String[] {"c"}));
        Page<String> back = Bytes.again(codec, page);
        assertArrayEquals(page.items(), back.items());
        assertArrayEquals(page.more().getFirst(), back.more().getFirst());
        assertEquals("record Page(List<String> items, List<List<String>> more)", text(codec.schema()));
        assertEquals(
                "record Page(Optional<String>[] items, List<Optional<String>[]> more)",
                nested.schema().toString());
    }

    private static String text(Schema schema) {
        return Schema.decode(schema.bytes()).toString();
    }

    @Test
    void nullInsideAnArrayIsRefusedWithItsPlace() {
        EncodeFailed failure = assertThrows(
                EncodeFailed.class,
                () -> Bytes.of(Codec.of(Line.class), new Line(new Point[] {new Point(1, 2), null})));
        assertTrue(failure.getMessage().startsWith("Line.points[] is null"), failure.getMessage());
    }

    @Test
    void aLongArrayComesBackWhole() {
        int[] numbers = new Random(1).ints(100_000).toArray();
        assertArrayEquals(numbers, again(int[].class, numbers));
        String[] texts = new Random(2).ints(10_000).mapToObj(Integer::toString).toArray(String[]::new);
        assertArrayEquals(texts, again(String[].class, texts));
    }

    @Test
    void anArrayAndAListOfTheSameElementsAreTheSameOnTheWire() throws SchemaMismatch {
        Codec<int[]> ints = Codec.of(int[].class);
        Codec<List<Integer>> list = Codec.of(new TypeRef<>() {});
        assertEquals(ints.schema(), list.schema());
        assertEquals(List.of(1, 2), Bytes.across(ints, new int[] {1, 2}, list));
        assertArrayEquals(new int[] {1, 2}, Bytes.across(list, List.of(1, 2), ints));
        assertArrayEquals(new Integer[] {1}, Bytes.across(ints, new int[] {1}, Codec.of(Integer[].class)));
        assertArrayEquals(new double[] {1, 2}, Bytes.across(ints, new int[] {1, 2}, Codec.of(double[].class)));
        assertArrayEquals(
                new long[] {'a'}, Bytes.across(Codec.of(char[].class), new char[] {'a'}, Codec.of(long[].class)));
        Codec<Optional<Integer>> optional = Codec.of(new TypeRef<>() {});
        assertEquals(OptionalInt.of(5), Bytes.across(optional, Optional.of(5), Codec.of(OptionalInt.class)));
        assertEquals(OptionalLong.of(5), Bytes.across(optional, Optional.of(5), Codec.of(OptionalLong.class)));
        assertEquals(Optional.of(5), Bytes.across(Codec.of(OptionalInt.class), OptionalInt.of(5), optional));
    }

    /** The bytes would be the same, but a byte array is one thing to most programs, and a list of numbers is not. */
    @Test
    void aByteArrayIsNoListOfBytes() {
        Codec<List<Byte>> list = Codec.of(new TypeRef<>() {});
        Codec<byte[][]> blocks = Codec.of(byte[][].class);
        Codec<List<List<Byte>>> lists = Codec.of(new TypeRef<>() {});
        assertThrows(SchemaMismatch.class, () -> list.reading(Codec.bytes().schema()));
        SchemaMismatch mismatch = assertThrows(SchemaMismatch.class, () -> lists.reading(blocks.schema()));
        assertEquals("List<List<Byte>>[]: byte[] was written, and it is read as List<Byte>", mismatch.reason());
    }
}
