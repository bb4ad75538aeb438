package dev.strait.codec;

/**
 * Passes over a value by the writer's schema alone, checking what it passes as far as finding the end of it needs. Evolution leans
 * on this: every type must be skippable without a class for it.
 */
final class Skipper {

    private Skipper() {}

    static void skip(Schema writer, Shape shape, Input in) {
        skip(writer, shape, 0, in);
    }

    private static void skip(Schema writer, Shape shape, int bias, Input in) {
        switch (shape) {
            case Shape.Scalar scalar -> skip(scalar, bias, in);
            case Shape.OrNull(Shape of) -> {
                if (!of.hasHead(writer)) {
                    if (in.readBoolean()) {
                        skip(writer, of, 0, in);
                    }
                } else {
                    skip(writer, of, 1, in);
                }
            }
            case Standard standard -> skip(standard, bias, in);
            case Shape.OptionalOf(Shape of, Class<?> _) -> {
                int head = in.readHead(bias);
                if (head > 1) {
                    throw in.malformed("an Optional is neither empty nor present");
                }
                if (head == 1) {
                    skip(writer, of, 0, in);
                }
            }
            case Shape.ListOf(Shape of, Class<?> _) -> skipAll(writer, of, in.readCount(bias), in);
            case Shape.SetOf(Shape of) -> {
                in.enterKeys();
                skipAll(writer, of, in.readCount(bias), in);
                in.leaveKeys();
            }
            case Shape.MapOf(Shape key, Shape value) -> {
                int count = in.readCount(bias);
                for (int i = 0; i < count; i++) {
                    in.enterKeys();
                    skip(writer, key, 0, in);
                    in.leaveKeys();
                    skip(writer, value, 0, in);
                }
            }
            case Shape.Named named -> skip(writer, writer.definition(named), bias, in);
            case Shape.Opaque(String name) -> throw in.malformed("a part has the form of its own " + name);
        }
    }

    private static void skip(Shape.Scalar scalar, int bias, Input in) {
        switch (scalar) {
            case BOOLEAN, BYTE -> in.skip(1);
            case SHORT, CHAR, INT -> in.readVarInt();
            case LONG -> in.readVarLong();
            case FLOAT -> in.skip(Float.BYTES);
            case DOUBLE -> in.skip(Double.BYTES);
            case STRING, BYTES -> in.skip(Math.max(0, in.readCount(bias)));
        }
    }

    private static void skip(Standard standard, int bias, Input in) {
        int head = bias;
        for (Standard.Part part : standard.parts) {
            switch (part) {
                case INT -> in.readVarInt();
                case LONG -> in.readVarLong();
                case COUNTED -> {
                    int count = in.readCount(head);
                    if (count < 0) {
                        return;
                    }
                    in.skip(count);
                }
                case SIXTEEN -> in.skip(16);
            }
            head = 0;
        }
    }

    private static void skipAll(Schema writer, Shape of, int count, Input in) {
        for (int i = 0; i < count; i++) {
            skip(writer, of, 0, in);
        }
    }

    private static void skip(Schema writer, Definition definition, int bias, Input in) {
        switch (definition) {
            case Definition.OfRecord(String _, var components) -> {
                in.enter();
                if (components.isEmpty()) {
                    in.readEmpty();
                }
                for (Definition.Component component : components) {
                    skip(writer, component.shape(), 0, in);
                }
                in.leave();
            }
            case Definition.OfSealed(String name, var subtypes) -> {
                int index = in.readHead(bias);
                if (index >= subtypes.size()) {
                    throw in.malformed("sealed " + name + " has no subtype " + index);
                }
                if (index >= 0) {
                    skip(writer, new Shape.Named(subtypes.get(index)), 0, in);
                }
            }
            case Definition.OfEnum(String name, var constants) -> {
                if (in.readHead(bias) >= constants.size()) {
                    throw in.malformed("enum " + name + " has fewer constants");
                }
            }
        }
    }
}
