package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which numbers may be read as which: those that lose nothing, whatever the value. */
class WideningTest {

    /** Two values of each primitive that a smaller type could not hold. */
    private static final Map<Class<?>, List<?>> EDGES = Map.of(
            boolean.class, List.of(true, false),
            byte.class, List.of(Byte.MIN_VALUE, Byte.MAX_VALUE),
            short.class, List.of(Short.MIN_VALUE, Short.MAX_VALUE),
            char.class, List.of(Character.MIN_VALUE, Character.MAX_VALUE),
            int.class, List.of(Integer.MIN_VALUE, Integer.MAX_VALUE),
            long.class, List.of(Long.MIN_VALUE, Long.MAX_VALUE),
            float.class, List.of(Float.MIN_VALUE, -Float.MAX_VALUE),
            double.class, List.of(Double.MIN_VALUE, -Double.MAX_VALUE));

    @Test
    void exactlyTheWideningsThatLoseNothingAreAccepted() throws SchemaMismatch {
        Set<String> accepted = new TreeSet<>();
        for (Class<?> from : EDGES.keySet()) {
            for (Class<?> to : EDGES.keySet()) {
                if (from != to && fits(from, to)) {
                    accepted.add(from + " to " + to);
                }
            }
        }
        assertEquals(
                new TreeSet<>(List.of(
                        "byte to short",
                        "byte to int",
                        "byte to long",
                        "byte to float",
                        "byte to double",
                        "short to int",
                        "short to long",
                        "short to float",
                        "short to double",
                        "char to int",
                        "char to long",
                        "char to float",
                        "char to double",
                        "int to long",
                        "int to double",
                        "float to double")),
                accepted);
    }

    /** Whether it is accepted; if it is, the edges come through alone and in arrays. */
    private static boolean fits(Class<?> from, Class<?> to) throws SchemaMismatch {
        Schema written = Codec.of(from).schema();
        Codec<?> reader;
        try {
            reader = Codec.of(to).reading(written);
        } catch (SchemaMismatch refused) {
            return false;
        }
        for (Object edge : EDGES.get(from)) {
            Object read = reader.decode(new Input(bytes(from, edge)));
            assertEquals(Array.get(single(to, edge), 0), read, from + " to " + to);
            if (from != byte.class) {
                Codec<?> arrays = Codec.of(to.arrayType())
                        .reading(Codec.of(from.arrayType()).schema());
                Object array = arrays.decode(new Input(bytes(from.arrayType(), single(from, edge))));
                assertEquals(read, Array.get(array, 0));
            }
        }
        return true;
    }

    /** Java's own widening: Array.set widens as an assignment does. */
    private static Object single(Class<?> component, Object value) {
        Object array = Array.newInstance(component, 1);
        Array.set(array, 0, value);
        return array;
    }

    @SuppressWarnings("unchecked") // the value is of that class
    private static byte[] bytes(Class<?> type, Object value) {
        return Bytes.of((Codec<Object>) Codec.of(type), value);
    }

    interface V1 {
        record Reading(
                char mark,
                int count,
                short level,
                Integer boxed,
                List<Short> levels,
                float[] series,
                OptionalInt best,
                int[] bins) {}
    }

    interface V2 {
        record Reading(
                long mark,
                double count,
                float level,
                Double boxed,
                List<Double> levels,
                double[] series,
                OptionalLong best,
                List<Double> bins) {}
    }

    @Test
    void numbersWidenInsideRecordsCollectionsArraysAndOptionals() throws SchemaMismatch {
        V2.Reading read = Bytes.across(
                Codec.of(V1.Reading.class),
                new V1.Reading(
                        '\uFFFF',
                        Integer.MIN_VALUE,
                        (short) -7,
                        Integer.MAX_VALUE,
                        List.of((short) 1, (short) -2),
                        new float[] {1.5f},
                        OptionalInt.of(-9),
                        new int[] {3}),
                Codec.of(V2.Reading.class));
        assertEquals(65_535, read.mark());
        assertEquals(-2147483648.0, read.count());
        assertEquals(-7f, read.level());
        assertEquals(2147483647.0, read.boxed());
        assertEquals(List.of(1.0, -2.0), read.levels());
        assertArrayEquals(new double[] {1.5}, read.series());
        assertEquals(OptionalLong.of(-9), read.best());
        assertEquals(List.of(3.0), read.bins());
        assertEquals(
                OptionalDouble.of(5),
                Bytes.across(Codec.of(OptionalInt.class), OptionalInt.of(5), Codec.of(OptionalDouble.class)));
    }

    @Test
    void whatWouldRoundOrCutIsRefusedWithBothTypes() {
        List<String> reasons = new ArrayList<>();
        for (var pair : List.of(
                Map.entry(int.class, float.class),
                Map.entry(long.class, double.class),
                Map.entry(double.class, float.class),
                Map.entry(long.class, int.class),
                Map.entry(int.class, char.class))) {
            reasons.add(assertThrows(
                            SchemaMismatch.class,
                            () -> Codec.of(pair.getValue())
                                    .reading(Codec.of(pair.getKey()).schema()))
                    .reason());
        }
        assertEquals("Float: int was written, and it is read as float", reasons.getFirst());
        assertTrue(reasons.getLast().endsWith("int was written, and it is read as char"), reasons.getLast());
    }
}
