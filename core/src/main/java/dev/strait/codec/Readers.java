package dev.strait.codec;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The readers of everything but records, which {@link RecordClass} makes. */
final class Readers {

    /** Tables for more elements than this grow as the elements really come. */
    static final int MOST_PRESIZED = 4096;

    private Readers() {}

    /** A boxed primitive, widened where the writer's was smaller. */
    static final class ScalarReader extends ValueReader {
        private final Shape.Scalar from;
        private final Shape.Scalar to;

        ScalarReader(Shape.Scalar from, Shape.Scalar to) {
            this.from = from;
            this.to = to;
        }

        @Override
        Object read(Input in) {
            return switch (to) {
                case BOOLEAN -> in.readBoolean();
                case CHAR -> readChar(in);
                case FLOAT -> readFloat(from, in);
                case DOUBLE -> readDouble(from, in);
                case BYTE -> in.readByte();
                case SHORT -> (short) readInteger(from, in);
                case INT -> (int) readInteger(from, in);
                case LONG -> readInteger(from, in);
                case STRING, BYTES -> throw new IllegalStateException("has a reader of its own: " + to);
            };
        }
    }

    static long readInteger(Shape.Scalar from, Input in) {
        return switch (from) {
            case BYTE -> in.readByte();
            case SHORT -> readShort(in);
            case CHAR -> readChar(in);
            case INT -> in.readZigZagInt();
            default -> in.readZigZagLong();
        };
    }

    static float readFloat(Shape.Scalar from, Input in) {
        return from == Shape.Scalar.FLOAT ? in.readFloat() : readInteger(from, in);
    }

    static double readDouble(Shape.Scalar from, Input in) {
        return switch (from) {
            case DOUBLE -> in.readDouble();
            case FLOAT -> in.readFloat();
            default -> readInteger(from, in);
        };
    }

    static short readShort(Input in) {
        int value = in.readZigZagInt();
        if (value != (short) value) {
            throw in.malformed("a short is " + value);
        }
        return (short) value;
    }

    static char readChar(Input in) {
        int value = in.readVarInt();
        if (value != (char) value) {
            throw in.malformed("a char is " + Integer.toUnsignedString(value));
        }
        return (char) value;
    }

    static final class StringReader extends ValueReader {
        private final int bias;

        StringReader(int bias) {
            this.bias = bias;
        }

        @Override
        @Nullable
        Object read(Input in) {
            int count = in.readCount(bias);
            return count < 0 ? null : in.readText(count);
        }
    }

    static final class BytesReader extends ValueReader {
        private final int bias;

        BytesReader(int bias) {
            this.bias = bias;
        }

        @Override
        byte @Nullable [] read(Input in) {
            int count = in.readCount(bias);
            return count < 0 ? null : in.readBytes(count);
        }
    }

    static final class OptionalReader extends ValueReader {
        private final int bias;
        private final boolean nests;
        private final ValueReader of;

        OptionalReader(int bias, boolean nests, ValueReader of) {
            this.bias = bias;
            this.nests = nests;
            this.of = of;
        }

        @Override
        @Nullable
        Object read(Input in) {
            return switch (in.readHead(bias)) {
                case -1 -> null;
                case 0 -> Optional.empty();
                case 1 -> {
                    if (nests) {
                        in.enterCollection();
                    }
                    Object value = of.self().read(in);
                    if (nests) {
                        in.leaveCollection();
                    }
                    yield Optional.ofNullable(value);
                }
                default -> throw in.malformed("an Optional is neither empty nor present");
            };
        }
    }

    static final class ListReader extends ValueReader {
        private final int bias;
        private final boolean nests;
        private final ValueReader element;

        ListReader(int bias, boolean nests, ValueReader element) {
            this.bias = bias;
            this.nests = nests;
            this.element = element;
        }

        @Override
        @Nullable
        Object read(Input in) {
            int count = in.readCount(bias);
            if (count <= 0) {
                return count < 0 ? null : Collections.emptyList();
            }
            if (nests) {
                in.enterCollection();
            }
            @Nullable Object[] elements = new Object[Math.min(count, MOST_PRESIZED)];
            for (int i = 0; i < count; i++) {
                if (i == elements.length) {
                    elements = Arrays.copyOf(elements, Math.min(count, 2 * i));
                }
                elements[i] = element.self().read(in);
            }
            if (nests) {
                in.leaveCollection();
            }
            return Collections.unmodifiableList(Arrays.asList(elements));
        }
    }

    /** An array of anything but primitives. */
    static final class ArrayReader extends ValueReader {
        private final int bias;
        private final boolean nests;
        private final ValueReader element;
        private final Class<?> component;

        ArrayReader(int bias, boolean nests, ValueReader element, Class<?> component) {
            this.bias = bias;
            this.nests = nests;
            this.element = element;
            this.component = component;
        }

        @Override
        @Nullable
        Object read(Input in) {
            int count = in.readCount(bias);
            if (count < 0) {
                return null;
            }
            boolean deeper = nests && count > 0;
            if (deeper) {
                in.enterCollection();
            }
            @Nullable Object[] elements = (Object[]) Array.newInstance(component, Math.min(count, MOST_PRESIZED));
            for (int i = 0; i < count; i++) {
                if (i == elements.length) {
                    elements = Arrays.copyOf(elements, Math.min(count, 2 * i));
                }
                elements[i] = element.self().read(in);
            }
            if (deeper) {
                in.leaveCollection();
            }
            return elements;
        }
    }

    /** An enum constant by its index in the writer's schema; {@code null} in the table is one that the reader does not have. */
    static final class EnumReader extends ValueReader {
        private final int bias;
        private final Definition.OfEnum written;
        private final @Nullable Object[] constants;

        EnumReader(int bias, Definition.OfEnum written, @Nullable Object[] constants) {
            this.bias = bias;
            this.written = written;
            this.constants = constants;
        }

        @Override
        @Nullable
        Object read(Input in) {
            int index = in.readHead(bias);
            if (index < 0) {
                return null;
            }
            if (index >= constants.length) {
                throw in.malformed("enum " + written.name() + " has no constant " + index);
            }
            Object constant = constants[index];
            if (constant == null) {
                throw in.malformed("enum " + written.name() + " has no constant "
                        + written.constants().get(index) + " in this program; the sender's version has it");
            }
            return constant;
        }
    }

    /** A subtype by its index in the writer's schema; {@code null} in the table is one that the reader does not have. */
    static final class SealedReader extends ValueReader {
        private final int bias;
        private final List<String> names;
        private final String type;
        private final @Nullable ValueReader[] subtypes;

        SealedReader(int bias, String type, List<String> names, @Nullable ValueReader[] subtypes) {
            this.bias = bias;
            this.type = type;
            this.names = names;
            this.subtypes = subtypes;
        }

        @Override
        @Nullable
        Object read(Input in) {
            int index = in.readHead(bias);
            if (index < 0) {
                return null;
            }
            if (index >= subtypes.length) {
                throw in.malformed("sealed " + type + " has no subtype " + index);
            }
            ValueReader subtype = subtypes[index];
            if (subtype == null) {
                throw in.malformed("sealed " + type + " has no subtype " + names.get(index)
                        + " in this program; the sender's version has it");
            }
            return subtype.self().read(in);
        }
    }

    /** A record or a boxed primitive that may be null. */
    static final class OrNullReader extends ValueReader {
        private final ValueReader of;

        OrNullReader(ValueReader of) {
            this.of = of;
        }

        @Override
        @Nullable
        Object read(Input in) {
            return in.readBoolean() ? of.self().read(in) : null;
        }
    }

    /** Stands for what may hold itself until its reader exists. */
    static final class LateReader extends ValueReader {
        private @Nullable ValueReader target;

        void bind(ValueReader reader) {
            target = reader;
        }

        @Override
        @Nullable
        Object read(Input in) {
            return self().read(in);
        }

        @Override
        ValueReader self() {
            if (target == null) {
                throw new IllegalStateException("used before its plan was complete");
            }
            return target;
        }
    }
}
