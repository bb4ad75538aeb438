package dev.strait.codec;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one place in a declared type may hold, without its names: the leaves and branches of a {@link Schema}. A place is never
 * null, except within {@link OrNull}.
 */
sealed interface Shape
        permits Shape.Scalar,
                Standard,
                Shape.OrNull,
                Shape.OptionalOf,
                Shape.ListOf,
                Shape.SetOf,
                Shape.MapOf,
                Shape.ReceiverOf,
                Shape.Named,
                Shape.Opaque {

    /** Types without parts. The code is what stands for it in the canonical form; it never changes. */
    enum Scalar implements Shape {
        BOOLEAN(1, boolean.class, Boolean.class),
        BYTE(2, byte.class, Byte.class),
        SHORT(3, short.class, Short.class),
        CHAR(4, char.class, Character.class),
        INT(5, int.class, Integer.class),
        LONG(6, long.class, Long.class),
        FLOAT(7, float.class, Float.class),
        DOUBLE(8, double.class, Double.class),
        STRING(9, String.class, String.class),
        BYTES(10, byte[].class, byte[].class);

        final int code;
        final Class<?> type;
        final Class<?> boxed;

        Scalar(int code, Class<?> type, Class<?> boxed) {
            this.code = code;
            this.type = type;
            this.boxed = boxed;
        }

        boolean isPrimitive() {
            return type.isPrimitive();
        }

        /**
         * Whether every value written as this can be read as {@code reader}: the widening conversions of primitives (JLS
         * 5.1.2), without the three that round, which are int and long to float and long to double.
         */
        boolean widensTo(Scalar reader) {
            if (reader == this) {
                return true;
            }
            return switch (this) {
                case BYTE -> reader == SHORT || SHORT.widensTo(reader);
                case SHORT, CHAR -> reader == INT || reader == FLOAT || INT.widensTo(reader);
                case INT -> reader == LONG || reader == DOUBLE;
                case FLOAT -> reader == DOUBLE;
                case BOOLEAN, LONG, DOUBLE, STRING, BYTES -> false;
            };
        }
    }

    /** A record component that may be null. */
    record OrNull(Shape of) implements Shape {}

    /**
     * A value that may be missing.
     *
     * @param as the class that stands for it here, an optional of objects or of one primitive; no part of the schema
     */
    record OptionalOf(Shape of, Class<?> as) implements Shape {

        OptionalOf(Shape of) {
            this(of, Optional.class);
        }
    }

    /**
     * Values one after the other.
     *
     * @param as the class that stands for it here, List or an array; no part of the schema, so one may become the other
     */
    record ListOf(Shape of, Class<?> as) implements Shape {

        ListOf(Shape of) {
            this(of, List.class);
        }
    }

    record SetOf(Shape of) implements Shape {}

    record MapOf(Shape key, Shape value) implements Shape {}

    /**
     * A reference to the end of a channel that values are received from.
     *
     * @param of what the values of that channel are; none of them is in the value that holds the end
     * @param as the type that stands for it here, with its argument; {@code null} in a schema that was read; no part of the schema
     */
    record ReceiverOf(Shape of, @Nullable Resolved as) implements Shape {

        ReceiverOf(Shape of) {
            this(of, null);
        }

        Resolved declared() {
            return Objects.requireNonNull(as, "of a schema that was read, which no class declares");
        }
    }

    /** A definition of the schema, by its index; the only way for a type to hold itself. */
    record Named(int index) implements Shape {}

    /** The whole message in a form that only a codec of that name knows. */
    record Opaque(String name) implements Shape {}

    /** Whether a value of this shape may hold a record. */
    default boolean mayNest() {
        return switch (this) {
            case Named _ -> true;
            case OrNull(Shape of) -> of.mayNest();
            case OptionalOf(Shape of, Class<?> _) -> of.mayNest();
            case ListOf(Shape of, Class<?> _) -> of.mayNest();
            case SetOf(Shape of) -> of.mayNest();
            case MapOf(Shape key, Shape value) -> key.mayNest() || value.mayNest();
            case Scalar _, Standard _, ReceiverOf _, Opaque _ -> false;
        };
    }

    /** Whether a value of this shape may hold the end of a channel, other than in a record, sealed interface or enum. */
    default boolean mayHoldEnds() {
        return switch (this) {
            case ReceiverOf _ -> true;
            case OrNull(Shape of) -> of.mayHoldEnds();
            case OptionalOf(Shape of, Class<?> _) -> of.mayHoldEnds();
            case ListOf(Shape of, Class<?> _) -> of.mayHoldEnds();
            case SetOf(Shape of) -> of.mayHoldEnds();
            case MapOf(Shape key, Shape value) -> key.mayHoldEnds() || value.mayHoldEnds();
            case Scalar _, Standard _, Named _, Opaque _ -> false;
        };
    }

    /**
     * Whether a value of this shape begins with a count or an index, which can be raised by one to make 0 stand for null. What
     * has no such head is preceded by a byte of its own where it may be null.
     */
    default boolean hasHead(Schema schema) {
        return switch (this) {
            case Scalar scalar -> !scalar.isPrimitive();
            case Standard standard -> standard.isCounted();
            case OptionalOf _, ListOf _, SetOf _, MapOf _ -> true;
            case Named named -> !(schema.definition(named) instanceof Definition.OfRecord);
            case OrNull _, ReceiverOf _, Opaque _ -> false;
        };
    }
}
