package dev.strait.codec;

/**
 * What one place in a declared type may hold, without its names: the leaves and branches of a {@link Schema}. A place is never
 * null, except within {@link OrNull}.
 */
sealed interface Shape {

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

        /** Whether every value written as this can be read as {@code reader}, in the way that Java widens numbers. */
        boolean widensTo(Scalar reader) {
            return switch (this) {
                case BYTE -> reader == BYTE || reader == SHORT || reader == INT || reader == LONG;
                case SHORT -> reader == SHORT || reader == INT || reader == LONG;
                case INT -> reader == INT || reader == LONG;
                case FLOAT -> reader == FLOAT || reader == DOUBLE;
                case BOOLEAN, CHAR, LONG, DOUBLE, STRING, BYTES -> reader == this;
            };
        }
    }

    /** A record component that may be null. */
    record OrNull(Shape of) implements Shape {}

    record OptionalOf(Shape of) implements Shape {}

    record ListOf(Shape of) implements Shape {}

    record SetOf(Shape of) implements Shape {}

    record MapOf(Shape key, Shape value) implements Shape {}

    /** A definition of the schema, by its index; the only way for a type to hold itself. */
    record Named(int index) implements Shape {}

    /** The whole message in a form that only a codec of that name knows. */
    record Opaque(String name) implements Shape {}

    /**
     * Whether a value of this shape begins with a count or an index, which can be raised by one to make 0 stand for null. What
     * has no such head is preceded by a byte of its own where it may be null.
     */
    default boolean hasHead(Schema schema) {
        return switch (this) {
            case Scalar scalar -> !scalar.isPrimitive();
            case OptionalOf _, ListOf _, SetOf _, MapOf _ -> true;
            case Named named -> !(schema.definition(named) instanceof Definition.OfRecord);
            case OrNull _, Opaque _ -> false;
        };
    }
}
