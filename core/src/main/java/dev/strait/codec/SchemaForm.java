package dev.strait.codec;

import dev.strait.error.DecodeFailed;
import dev.strait.error.MessageTooLarge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The canonical bytes of a schema. There is exactly one form for one schema: definitions are numbered in the order in which
 * they are first met from the root, depth first, and reading refuses any other numbering. So equal fingerprints mean equal
 * schemas, and a peer cannot smuggle in definitions that nothing uses.
 */
final class SchemaForm {

    private static final int VERSION = 1;

    private static final int RECORD = 1;
    private static final int SEALED = 2;
    private static final int ENUM = 3;

    private static final int OR_NULL = 16;
    private static final int OPTIONAL = 17;
    private static final int LIST = 18;
    private static final int SET = 19;
    private static final int MAP = 20;
    private static final int NAMED = 21;
    private static final int OPAQUE = 22;
    private static final int RECEIVER = 23;

    private static final Shape.Scalar[] SCALARS = Shape.Scalar.values();
    private static final Standard[] STANDARDS = Standard.values();

    record Parts(List<Definition> definitions, Shape root) {}

    private final Input in;
    private int definitionCount;

    private SchemaForm(Input in) {
        this.in = in;
    }

    /** Gives the canonical form; {@link MessageTooLarge} if that is over the limit. */
    static byte[] encode(List<Definition> definitions, Shape root) {
        Output out = new Output(Limits.MAX_SCHEMA_BYTES);
        out.writeByte(VERSION);
        out.writeVarInt(definitions.size());
        for (Definition definition : definitions) {
            write(definition, out);
        }
        write(root, out);
        return out.toByteArray();
    }

    static Parts decode(byte[] bytes) {
        if (bytes.length > Limits.MAX_SCHEMA_BYTES) {
            throw new DecodeFailed("a schema of " + bytes.length + " bytes is over the limit of "
                    + Limits.MAX_SCHEMA_BYTES + " bytes");
        }
        Input in = new Input(bytes);
        Parts parts = new SchemaForm(in).read();
        // A number may have been written with needless bytes, which reading alone does not see.
        if (!Arrays.equals(bytes, encode(parts.definitions(), parts.root()))) {
            throw in.malformed("a schema has one form, and this is another: a number is not as short as can be");
        }
        return parts;
    }

    private static void write(Definition definition, Output out) {
        switch (definition) {
            case Definition.OfRecord(String name, List<Definition.Component> components) -> {
                begin(RECORD, name, components.size(), out);
                for (Definition.Component component : components) {
                    out.writeString(component.name());
                    write(component.shape(), out);
                }
            }
            case Definition.OfSealed(String name, List<Integer> subtypes) -> {
                begin(SEALED, name, subtypes.size(), out);
                subtypes.forEach(out::writeVarInt);
            }
            case Definition.OfEnum(String name, List<String> constants) -> {
                begin(ENUM, name, constants.size(), out);
                constants.forEach(out::writeString);
            }
        }
    }

    private static void begin(int kind, String name, int count, Output out) {
        out.writeByte(kind);
        out.writeString(name);
        out.writeVarInt(count);
    }

    private static void write(Shape shape, Output out) {
        switch (shape) {
            case Shape.Scalar scalar -> out.writeByte(scalar.code);
            case Standard standard -> out.writeByte(standard.code);
            case Shape.OrNull(Shape of) -> write(OR_NULL, of, out);
            case Shape.OptionalOf(Shape of, Class<?> _) -> write(OPTIONAL, of, out);
            case Shape.ListOf(Shape of, Class<?> _) -> write(LIST, of, out);
            case Shape.SetOf(Shape of) -> write(SET, of, out);
            case Shape.MapOf(Shape key, Shape value) -> {
                write(MAP, key, out);
                write(value, out);
            }
            case Shape.ReceiverOf(Shape of, Resolved _) -> write(RECEIVER, of, out);
            case Shape.Named(int index) -> {
                out.writeByte(NAMED);
                out.writeVarInt(index);
            }
            case Shape.Opaque(String name) -> {
                out.writeByte(OPAQUE);
                out.writeString(name);
            }
        }
    }

    private static void write(int code, Shape of, Output out) {
        out.writeByte(code);
        write(of, out);
    }

    private Parts read() {
        byte version = in.readByte();
        if (version != VERSION) {
            throw in.malformed(
                    "the schema's form has version " + version + ", and this program knows version " + VERSION);
        }
        definitionCount = in.readCount();
        if (definitionCount > Limits.MAX_DEFINITIONS) {
            throw in.malformed("a schema has more than " + Limits.MAX_DEFINITIONS + " definitions");
        }
        List<Definition> definitions = new ArrayList<>(definitionCount);
        for (int i = 0; i < definitionCount; i++) {
            definitions.add(readDefinition());
        }
        Shape root = readRoot();
        if (in.remaining() != 0) {
            throw in.malformed("something follows the schema");
        }
        checkSubtypes(definitions);
        checkNumbering(definitions, root);
        return new Parts(definitions, root);
    }

    private Definition readDefinition() {
        byte kind = in.readByte();
        String name = readName();
        int count = in.readCount();
        return switch (kind) {
            case RECORD -> new Definition.OfRecord(name, readComponents(name, count));
            case SEALED -> new Definition.OfSealed(name, readIndexes(count));
            case ENUM -> new Definition.OfEnum(name, readConstants(count));
            default -> throw in.malformed("no kind of definition has the code " + kind);
        };
    }

    private List<Definition.Component> readComponents(String record, int count) {
        // More than a Java program declares is fine here: another language may have no such limit.
        if (count > 255) {
            throw in.malformed("record " + record + " has more than 255 components");
        }
        Set<String> names = new HashSet<>();
        List<Definition.Component> components = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            components.add(new Definition.Component(readName(names), readComponent()));
        }
        return List.copyOf(components);
    }

    private List<Integer> readIndexes(int count) {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            indexes.add(readIndex());
        }
        return List.copyOf(indexes);
    }

    private List<String> readConstants(int count) {
        Set<String> names = new HashSet<>();
        List<String> constants = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            constants.add(readName(names));
        }
        return List.copyOf(constants);
    }

    private Shape readRoot() {
        int code = in.readByte();
        return code == OPAQUE ? new Shape.Opaque(readName()) : readShape(code, 0);
    }

    private Shape readComponent() {
        int code = in.readByte();
        return code == OR_NULL ? new Shape.OrNull(readShape(in.readByte(), 0)) : readShape(code, 0);
    }

    private Shape readShape(int code, int nesting) {
        if (nesting > Limits.MAX_TYPE_NESTING) {
            throw in.malformed("more than " + Limits.MAX_TYPE_NESTING + " collections are nested in one type");
        }
        return switch (code) {
            case OPTIONAL -> new Shape.OptionalOf(readShape(in.readByte(), nesting + 1));
            case LIST -> new Shape.ListOf(readShape(in.readByte(), nesting + 1));
            case SET -> new Shape.SetOf(readShape(in.readByte(), nesting + 1));
            case MAP -> new Shape.MapOf(readShape(in.readByte(), nesting + 1), readShape(in.readByte(), nesting + 1));
            case RECEIVER -> new Shape.ReceiverOf(readShape(in.readByte(), nesting + 1));
            case NAMED -> new Shape.Named(readIndex());
            default -> {
                if (code >= 1 && code <= SCALARS.length) {
                    yield SCALARS[code - 1];
                }
                int standard = code - Standard.FIRST_CODE;
                if (standard >= 0 && standard < STANDARDS.length) {
                    yield STANDARDS[standard];
                }
                throw in.malformed("no type has the code " + code + " here");
            }
        };
    }

    private int readIndex() {
        int index = in.readVarInt();
        if (index < 0 || index >= definitionCount) {
            throw in.malformed("there is no definition " + Integer.toUnsignedString(index));
        }
        return index;
    }

    private String readName(Set<String> names) {
        String name = readName();
        if (!names.add(name)) {
            throw in.malformed("the name '" + name + "' stands twice");
        }
        return name;
    }

    private String readName() {
        int length = in.readCount();
        if (length == 0 || length > Limits.MAX_NAME_BYTES) {
            throw in.malformed("a name has " + length + " bytes, and 1 to " + Limits.MAX_NAME_BYTES + " are allowed");
        }
        String name = in.readText(length);
        if (!isPrintable(name)) {
            throw in.malformed("a name holds control characters");
        }
        return name;
    }

    /** Names from other processes end up in messages and logs, where a line break must not forge a line. */
    static boolean isPrintable(String name) {
        return name.chars().noneMatch(Character::isISOControl);
    }

    private void checkSubtypes(List<Definition> definitions) {
        for (Definition definition : definitions) {
            if (definition instanceof Definition.OfSealed(String name, List<Integer> subtypes)) {
                Set<String> names = new HashSet<>();
                for (int subtype : subtypes) {
                    Definition sub = definitions.get(subtype);
                    if (sub instanceof Definition.OfSealed || !names.add(sub.name())) {
                        throw in.malformed(
                                "a subtype of " + name + " is itself sealed, or stands twice: " + sub.name());
                    }
                }
            }
        }
    }

    private void checkNumbering(List<Definition> definitions, Shape root) {
        // The order of the visit is kept on a stack of our own: a chain of a thousand definitions is allowed.
        List<Shape> ahead = new ArrayList<>(List.of(root));
        int met = 0;
        while (!ahead.isEmpty()) {
            Shape shape = ahead.removeLast();
            if (shape instanceof Shape.Named(int index)) {
                if (index > met) {
                    throw in.malformed("definition " + index + " is met before definition " + met);
                }
                if (index == met) {
                    met++;
                    ahead.addAll(parts(definitions.get(index)).reversed());
                }
            } else {
                ahead.addAll(parts(shape).reversed());
            }
        }
        if (met != definitionCount) {
            throw in.malformed("definition " + met + " is used by nothing");
        }
    }

    private static List<Shape> parts(Definition definition) {
        return switch (definition) {
            case Definition.OfRecord(String _, List<Definition.Component> components) ->
                components.stream().map(Definition.Component::shape).toList();
            case Definition.OfSealed(String _, List<Integer> subtypes) ->
                subtypes.stream().<Shape>map(Shape.Named::new).toList();
            case Definition.OfEnum _ -> List.of();
        };
    }

    private static List<Shape> parts(Shape shape) {
        return switch (shape) {
            case Shape.OrNull(Shape of) -> List.of(of);
            case Shape.OptionalOf(Shape of, Class<?> _) -> List.of(of);
            case Shape.ListOf(Shape of, Class<?> _) -> List.of(of);
            case Shape.SetOf(Shape of) -> List.of(of);
            case Shape.MapOf(Shape key, Shape value) -> List.of(key, value);
            case Shape.ReceiverOf(Shape of, Resolved _) -> List.of(of);
            case Shape.Scalar _, Standard _, Shape.Named _, Shape.Opaque _ -> List.of();
        };
    }
}
