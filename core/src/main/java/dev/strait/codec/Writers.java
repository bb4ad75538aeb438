package dev.strait.codec;

import dev.strait.error.EncodeFailed;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The writers of everything but records, which {@link RecordClass} makes. */
final class Writers {

    private Writers() {}

    /** A boxed primitive; inside records, unboxed primitives are written without this. */
    static final class ScalarWriter extends ValueWriter {
        private final Shape.Scalar kind;
        private final String place;

        ScalarWriter(Shape.Scalar kind, String place) {
            this.kind = kind;
            this.place = place;
        }

        @Override
        void write(@Nullable Object value, Output out) {
            if (value == null) {
                throw isNull(place);
            }
            switch (kind) {
                case BOOLEAN -> out.writeBoolean((boolean) value);
                case BYTE -> out.writeByte((byte) value);
                case SHORT -> out.writeZigZagInt((short) value);
                case CHAR -> out.writeVarInt((char) value);
                case INT -> out.writeZigZagInt((int) value);
                case LONG -> out.writeZigZagLong((long) value);
                case FLOAT -> out.writeFloat((float) value);
                case DOUBLE -> out.writeDouble((double) value);
                case STRING, BYTES -> throw new IllegalStateException("has a writer of its own: " + kind);
            }
        }
    }

    static final class StringWriter extends ValueWriter {
        private final int bias;
        private final String place;

        StringWriter(int bias, String place) {
            this.bias = bias;
            this.place = place;
        }

        @Override
        void write(@Nullable Object value, Output out) {
            if (value == null) {
                writeNull(bias, place, out);
            } else {
                out.writeString((String) value, bias);
            }
        }
    }

    static final class BytesWriter extends ValueWriter {
        private final int bias;
        private final String place;

        BytesWriter(int bias, String place) {
            this.bias = bias;
            this.place = place;
        }

        @Override
        void write(@Nullable Object value, Output out) {
            if (value == null) {
                writeNull(bias, place, out);
                return;
            }
            byte[] bytes = (byte[]) value;
            out.writeVarInt(bytes.length + bias);
            out.writeBytes(bytes, 0, bytes.length);
        }
    }

    static final class OptionalWriter extends ValueWriter {
        private final int bias;
        private final boolean nests;
        private final String place;
        private final ValueWriter of;

        OptionalWriter(int bias, boolean nests, String place, ValueWriter of) {
            this.bias = bias;
            this.nests = nests;
            this.place = place;
            this.of = of;
        }

        @Override
        void write(@Nullable Object value, Output out) {
            if (value == null) {
                writeNull(bias, place, out);
            } else if (((Optional<?>) value).isPresent()) {
                out.writeVarInt(1 + bias);
                if (nests) {
                    out.enterCollection();
                }
                of.self().write(((Optional<?>) value).get(), out);
                if (nests) {
                    out.leaveCollection();
                }
            } else {
                out.writeVarInt(bias);
            }
        }
    }

    /** A list or a set, in the order of its iterator. */
    static final class CollectionWriter extends ValueWriter {
        private final int bias;
        private final boolean nests;
        private final boolean checked;
        private final String place;
        private final Class<?> type;
        private final ValueWriter element;

        CollectionWriter(int bias, boolean nests, boolean checked, String place, Class<?> type, ValueWriter element) {
            this.bias = bias;
            this.nests = nests;
            this.checked = checked;
            this.place = place;
            this.type = type;
            this.element = element;
        }

        @Override
        void write(@Nullable Object value, Output out) {
            if (value == null) {
                writeNull(bias, place, out);
                return;
            }
            Collection<?> elements = (Collection<?>) type.cast(value);
            int size = elements.size();
            out.writeVarInt(size + bias);
            boolean deeper = nests && size > 0;
            if (deeper) {
                out.enterCollection();
            }
            EqualHashes hashes = EqualHashes.of(checked, size);
            int written = 0;
            for (Object each : elements) {
                if (each == null) {
                    throw isNull(place + "[]");
                }
                if (hashes != null && hashes.isOneTooMany(each)) {
                    throw tooManyEqualHashes(place);
                }
                element.self().write(each, out);
                written++;
            }
            if (deeper) {
                out.leaveCollection();
            }
            checkUnchanged(size, written, place);
        }
    }

    /** An array of anything but primitives. */
    static final class ArrayWriter extends ValueWriter {
        private final int bias;
        private final boolean nests;
        private final String place;
        private final ValueWriter element;

        ArrayWriter(int bias, boolean nests, String place, ValueWriter element) {
            this.bias = bias;
            this.nests = nests;
            this.place = place;
            this.element = element;
        }

        @Override
        void write(@Nullable Object value, Output out) {
            if (value == null) {
                writeNull(bias, place, out);
                return;
            }
            @Nullable Object[] elements = (Object[]) value;
            out.writeVarInt(elements.length + bias);
            boolean deeper = nests && elements.length > 0;
            if (deeper) {
                out.enterCollection();
            }
            for (Object each : elements) {
                if (each == null) {
                    throw isNull(place + "[]");
                }
                element.self().write(each, out);
            }
            if (deeper) {
                out.leaveCollection();
            }
        }
    }

    /** An element of a set or a key of a map that may hold records. */
    static final class KeyWriter extends ValueWriter {
        private final ValueWriter of;

        KeyWriter(ValueWriter of) {
            this.of = of;
        }

        @Override
        void write(@Nullable Object value, Output out) {
            out.enterKeys();
            of.self().write(value, out);
            out.leaveKeys();
        }
    }

    static final class MapWriter extends ValueWriter {
        private final int bias;
        private final boolean nests;
        private final boolean checked;
        private final String place;
        private final ValueWriter key;
        private final ValueWriter value;

        MapWriter(int bias, boolean nests, boolean checked, String place, ValueWriter key, ValueWriter value) {
            this.bias = bias;
            this.nests = nests;
            this.checked = checked;
            this.place = place;
            this.key = key;
            this.value = value;
        }

        @Override
        void write(@Nullable Object map, Output out) {
            if (map == null) {
                writeNull(bias, place, out);
                return;
            }
            Map<?, ?> entries = (Map<?, ?>) map;
            int size = entries.size();
            out.writeVarInt(size + bias);
            boolean deeper = nests && size > 0;
            if (deeper) {
                out.enterCollection();
            }
            EqualHashes hashes = EqualHashes.of(checked, size);
            int written = 0;
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                if (entry.getKey() == null || entry.getValue() == null) {
                    throw isNull(place + (entry.getKey() == null ? "{key}" : "{value}"));
                }
                if (hashes != null && hashes.isOneTooMany(entry.getKey())) {
                    throw tooManyEqualHashes(place);
                }
                key.self().write(entry.getKey(), out);
                value.self().write(entry.getValue(), out);
                written++;
            }
            if (deeper) {
                out.leaveCollection();
            }
            checkUnchanged(size, written, place);
        }
    }

    static final class EnumWriter extends ValueWriter {
        private final int bias;
        private final String place;
        private final Class<?> type;

        EnumWriter(int bias, String place, Class<?> type) {
            this.bias = bias;
            this.place = place;
            this.type = type;
        }

        @Override
        @SuppressWarnings("EnumOrdinal") // the schema, which travels first, lists the constants in this order
        void write(@Nullable Object value, Output out) {
            if (value == null) {
                writeNull(bias, place, out);
            } else {
                out.writeVarInt(((Enum<?>) type.cast(value)).ordinal() + bias);
            }
        }
    }

    /** A value of a sealed interface: the index of its class, then the value. */
    static final class SealedWriter extends ValueWriter {
        private final int bias;
        private final String place;
        private final Map<Class<?>, Integer> indexes;
        private final ValueWriter[] subtypes;

        SealedWriter(int bias, String place, Map<Class<?>, Integer> indexes, ValueWriter[] subtypes) {
            this.bias = bias;
            this.place = place;
            this.indexes = indexes;
            this.subtypes = subtypes;
        }

        @Override
        void write(@Nullable Object value, Output out) {
            if (value == null) {
                writeNull(bias, place, out);
                return;
            }
            Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
            Integer index = indexes.get(type);
            if (index == null) {
                throw new EncodeFailed(
                        place + " is a " + type.getName() + ", which is not a subtype of what is declared");
            }
            out.writeVarInt(index + bias);
            subtypes[index].self().write(value, out);
        }
    }

    /** A record or a boxed primitive that may be null: a byte 0 for null, or a byte 1 and the value. */
    static final class OrNullWriter extends ValueWriter {
        private final ValueWriter of;

        OrNullWriter(ValueWriter of) {
            this.of = of;
        }

        @Override
        void write(@Nullable Object value, Output out) {
            if (value == null) {
                out.writeByte(0);
            } else {
                out.writeByte(1);
                of.self().write(value, out);
            }
        }
    }

    /** Stands for a record inside itself until that record's writer exists. */
    static final class LateWriter extends ValueWriter {
        private @Nullable ValueWriter target;

        void bind(ValueWriter writer) {
            target = writer;
        }

        @Override
        void write(@Nullable Object value, Output out) {
            self().write(value, out);
        }

        @Override
        ValueWriter self() {
            if (target == null) {
                throw new IllegalStateException("used before its plan was complete");
            }
            return target;
        }
    }

    static void writeNull(int bias, String place, Output out) {
        if (bias == 0) {
            throw ValueWriter.isNull(place);
        }
        out.writeByte(0);
    }

    private static EncodeFailed tooManyEqualHashes(String place) {
        return new EncodeFailed(place + " has more than " + Limits.MAX_EQUAL_HASHES
                + " elements or keys with one and the same hashCode(), which would be slow to look up; give their record"
                + " a hashCode() that tells them apart, or send them as a List");
    }

    private static void checkUnchanged(int size, int written, String place) {
        if (size != written) {
            throw new EncodeFailed(place + " changed its size from " + size + " to " + written
                    + " while it was encoded; do not change what is being sent");
        }
    }
}
