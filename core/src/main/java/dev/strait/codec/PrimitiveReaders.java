package dev.strait.codec;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The readers of what holds primitives without boxes, widened where the writer's were smaller. */
final class PrimitiveReaders {

    private PrimitiveReaders() {}

    /**
     * An array of any primitive but byte, which is the scalar {@code BYTES}. Every element has at least one byte, so the array that is
     * made for a count is at most eight times as large as the bytes that are really there.
     */
    static final class ArrayReader extends ValueReader {
        private final int bias;
        private final Shape.Scalar from;
        private final Shape.Scalar to;

        ArrayReader(int bias, Shape.Scalar from, Shape.Scalar to) {
            this.bias = bias;
            this.from = from;
            this.to = to;
        }

        @Override
        @Nullable
        Object read(Input in) {
            int count = in.readCount(bias);
            return count < 0 ? null : read(count, in);
        }

        private Object read(int count, Input in) {
            switch (from) {
                case FLOAT -> in.checkCount(count, Float.BYTES);
                case DOUBLE -> in.checkCount(count, Double.BYTES);
                default -> {}
            }
            return switch (to) {
                case BOOLEAN -> {
                    boolean[] values = new boolean[count];
                    for (int i = 0; i < count; i++) {
                        values[i] = in.readBoolean();
                    }
                    yield values;
                }
                case SHORT -> {
                    short[] values = new short[count];
                    for (int i = 0; i < count; i++) {
                        values[i] = (short) Readers.readInteger(from, in);
                    }
                    yield values;
                }
                case CHAR -> {
                    char[] values = new char[count];
                    for (int i = 0; i < count; i++) {
                        values[i] = Readers.readChar(in);
                    }
                    yield values;
                }
                case INT -> {
                    int[] values = new int[count];
                    for (int i = 0; i < count; i++) {
                        values[i] = (int) Readers.readInteger(from, in);
                    }
                    yield values;
                }
                case LONG -> {
                    long[] values = new long[count];
                    for (int i = 0; i < count; i++) {
                        values[i] = Readers.readInteger(from, in);
                    }
                    yield values;
                }
                case FLOAT -> {
                    float[] values = new float[count];
                    for (int i = 0; i < count; i++) {
                        values[i] = Readers.readFloat(from, in);
                    }
                    yield values;
                }
                case DOUBLE -> {
                    double[] values = new double[count];
                    for (int i = 0; i < count; i++) {
                        values[i] = Readers.readDouble(from, in);
                    }
                    yield values;
                }
                case BYTE, STRING, BYTES -> throw new IllegalStateException("has a reader of its own: " + to);
            };
        }
    }

    static final class OptionalReader extends ValueReader {
        private final int bias;
        private final Shape.Scalar from;
        private final Shape.Scalar to;

        OptionalReader(int bias, Shape.Scalar from, Shape.Scalar to) {
            this.bias = bias;
            this.from = from;
            this.to = to;
        }

        @Override
        @Nullable
        Object read(Input in) {
            return switch (in.readHead(bias)) {
                case -1 -> null;
                case 0 -> emptyOptional(to);
                case 1 ->
                    switch (to) {
                        case INT -> OptionalInt.of((int) Readers.readInteger(from, in));
                        case LONG -> OptionalLong.of(Readers.readInteger(from, in));
                        default -> OptionalDouble.of(Readers.readDouble(from, in));
                    };
                default -> throw in.malformed("an optional is neither empty nor present");
            };
        }
    }

    static Object emptyOptional(Shape.Scalar of) {
        return switch (of) {
            case INT -> OptionalInt.empty();
            case LONG -> OptionalLong.empty();
            default -> OptionalDouble.empty();
        };
    }
}
