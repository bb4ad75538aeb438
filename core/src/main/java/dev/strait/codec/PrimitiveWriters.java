package dev.strait.codec;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The writers of what holds primitives without boxes. The bytes are those of the same elements in a list or an optional of
 * boxes.
 */
final class PrimitiveWriters {

    private PrimitiveWriters() {}

    /** An array of any primitive but byte, which is the scalar {@code BYTES}. */
    static final class ArrayWriter extends ValueWriter {
        private final int bias;
        private final String place;
        private final Shape.Scalar kind;

        ArrayWriter(int bias, String place, Shape.Scalar kind) {
            this.bias = bias;
            this.place = place;
            this.kind = kind;
        }

        @Override
        void write(@Nullable Object array, Output out) {
            if (array == null) {
                Writers.writeNull(bias, place, out);
                return;
            }
            switch (kind) {
                case BOOLEAN -> {
                    boolean[] values = (boolean[]) array;
                    out.writeVarInt(values.length + bias);
                    for (boolean value : values) {
                        out.writeBoolean(value);
                    }
                }
                case SHORT -> {
                    short[] values = (short[]) array;
                    out.writeVarInt(values.length + bias);
                    for (short value : values) {
                        out.writeZigZagInt(value);
                    }
                }
                case CHAR -> {
                    char[] values = (char[]) array;
                    out.writeVarInt(values.length + bias);
                    for (char value : values) {
                        out.writeVarInt(value);
                    }
                }
                case INT -> {
                    int[] values = (int[]) array;
                    out.writeVarInt(values.length + bias);
                    for (int value : values) {
                        out.writeZigZagInt(value);
                    }
                }
                case LONG -> {
                    long[] values = (long[]) array;
                    out.writeVarInt(values.length + bias);
                    for (long value : values) {
                        out.writeZigZagLong(value);
                    }
                }
                case FLOAT -> {
                    float[] values = (float[]) array;
                    out.writeVarInt(values.length + bias);
                    for (float value : values) {
                        out.writeFloat(value);
                    }
                }
                case DOUBLE -> {
                    double[] values = (double[]) array;
                    out.writeVarInt(values.length + bias);
                    for (double value : values) {
                        out.writeDouble(value);
                    }
                }
                case BYTE, STRING, BYTES -> throw new IllegalStateException("has a writer of its own: " + kind);
            }
        }
    }

    static final class OptionalWriter extends ValueWriter {
        private final int bias;
        private final String place;
        private final Shape.Scalar kind;

        OptionalWriter(int bias, String place, Shape.Scalar kind) {
            this.bias = bias;
            this.place = place;
            this.kind = kind;
        }

        @Override
        void write(@Nullable Object optional, Output out) {
            switch (optional) {
                case null -> Writers.writeNull(bias, place, out);
                case OptionalInt value
                when kind == Shape.Scalar.INT -> {
                    if (writeHead(value.isPresent(), out)) {
                        out.writeZigZagInt(value.getAsInt());
                    }
                }
                case OptionalLong value
                when kind == Shape.Scalar.LONG -> {
                    if (writeHead(value.isPresent(), out)) {
                        out.writeZigZagLong(value.getAsLong());
                    }
                }
                case OptionalDouble value
                when kind == Shape.Scalar.DOUBLE -> {
                    if (writeHead(value.isPresent(), out)) {
                        out.writeDouble(value.getAsDouble());
                    }
                }
                default ->
                    throw new ClassCastException(
                            place + " is a " + optional.getClass().getName());
            }
        }

        private boolean writeHead(boolean present, Output out) {
            out.writeVarInt(present ? 1 + bias : bias);
            return present;
        }
    }
}
