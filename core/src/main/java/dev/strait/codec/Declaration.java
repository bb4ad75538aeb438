package dev.strait.codec;

import dev.strait.error.MessageTooLarge;
import dev.strait.error.UnsupportedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A declared type, looked through once: its schema, and for each definition of the schema the class and, for records, the way into
 * it. Whatever cannot travel is refused here, with its place.
 *
 * @param schema what is written
 * @param classes the class of each definition
 * @param accesses the handles of each definition that is a record, otherwise {@code null}
 * @param elements the codecs of the channels whose ends a value may hold
 */
record Declaration(
        Schema schema, List<Class<?>> classes, List<@Nullable RecordAccess> accesses, ElementCodecs elements) {

    static Declaration of(Resolved type, ElementCodecs elements) {
        return new Builder(elements).build(type);
    }

    private static final class Builder {

        private static final Map<Class<?>, Shape> SIMPLE = new HashMap<>();

        static {
            for (Shape.Scalar scalar : Shape.Scalar.values()) {
                SIMPLE.put(scalar.type, scalar);
                SIMPLE.put(scalar.boxed, scalar);
            }
            for (Standard standard : Standard.values()) {
                SIMPLE.put(standard.type, standard);
            }
            SIMPLE.put(OptionalInt.class, new Shape.OptionalOf(Shape.Scalar.INT, OptionalInt.class));
            SIMPLE.put(OptionalLong.class, new Shape.OptionalOf(Shape.Scalar.LONG, OptionalLong.class));
            SIMPLE.put(OptionalDouble.class, new Shape.OptionalOf(Shape.Scalar.DOUBLE, OptionalDouble.class));
        }

        private final ElementCodecs elements;
        private final Map<Resolved, Shape.Named> named = new HashMap<>();
        private final List<@Nullable Definition> definitions = new ArrayList<>();
        private final List<Class<?>> classes = new ArrayList<>();
        private final List<@Nullable RecordAccess> accesses = new ArrayList<>();

        Builder(ElementCodecs elements) {
            this.elements = elements;
        }

        Declaration build(Resolved type) {
            String place = type.toString();
            Shape root = shape(type, place, 0);
            List<Definition> complete = new ArrayList<>();
            for (Definition definition : definitions) {
                complete.add(Objects.requireNonNull(definition));
            }
            try {
                return new Declaration(
                        new Schema(complete, root),
                        List.copyOf(classes),
                        Collections.unmodifiableList(accesses),
                        elements);
            } catch (MessageTooLarge e) {
                throw new UnsupportedType(
                        place,
                        "the description of this type is over " + Limits.MAX_SCHEMA_BYTES
                                + " bytes; declare a smaller type, for example with fewer enum constants");
            }
        }

        private Shape shape(Resolved type, String place, int nesting) {
            Shape simple = SIMPLE.get(type.raw());
            if (simple != null) {
                return simple;
            }
            if (nesting >= Limits.MAX_TYPE_NESTING) {
                throw new UnsupportedType(
                        place,
                        "more than " + Limits.MAX_TYPE_NESTING
                                + " collections and arrays are nested in one type; put a record in between, and let no"
                                + " generic record hold itself with ever larger type arguments");
            }
            Class<?> raw = type.raw();
            if (raw == Optional.class) {
                return new Shape.OptionalOf(part(type, 0, place + "?", nesting));
            }
            if (raw.isArray()) {
                return new Shape.ListOf(part(type, 0, place + "[]", nesting), raw);
            }
            if (raw == List.class) {
                return new Shape.ListOf(part(type, 0, place + "[]", nesting));
            }
            if (raw == Set.class) {
                return new Shape.SetOf(key(part(type, 0, place + "[]", nesting), place + "[]"));
            }
            if (raw == Map.class) {
                Shape key = key(part(type, 0, place + "{key}", nesting), place + "{key}");
                return new Shape.MapOf(key, part(type, 1, place + "{value}", nesting));
            }
            if (raw.isInterface()
                    && raw.isAnnotationPresent(TravelsAsReference.class)
                    && type.arguments().size() == 1) {
                return new Shape.ReceiverOf(part(type, 0, place + "<>", nesting), type);
            }
            if (raw.isRecord() || raw.isEnum() || (raw.isInterface() && raw.isSealed())) {
                return definition(type, place);
            }
            throw new UnsupportedType(place, Refusals.reason(raw));
        }

        private Shape part(Resolved type, int index, String place, int nesting) {
            return shape(type.arguments().get(index), place, nesting + 1);
        }

        private static Shape key(Shape shape, String place) {
            switch (shape) {
                case Shape.Scalar scalar when scalar == Shape.Scalar.BYTES -> throw noKey(place);
                case Shape.ListOf(Shape _, Class<?> as) when as.isArray() -> throw noKey(place);
                case Shape.ListOf(Shape of, Class<?> _) -> key(of, place + "[]");
                case Shape.OptionalOf(Shape of, Class<?> _) -> key(of, place + "?");
                case Shape.ReceiverOf _ ->
                    throw new UnsupportedType(
                            place,
                            "an end of a channel is no key, as each arrives as an end of its own; use a List, or make it"
                                    + " the value of a Map");
                default -> {}
            }
            return shape;
        }

        private static UnsupportedType noKey(String place) {
            return new UnsupportedType(
                    place, "two arrays are never equal, also two byte[], so they are no keys; use a String or a List");
        }

        private Shape.Named definition(Resolved type, String place) {
            Shape.Named known = named.get(type);
            if (known != null) {
                return known;
            }
            if (definitions.size() == Limits.MAX_DEFINITIONS) {
                throw new UnsupportedType(
                        place,
                        "the type leads to more than " + Limits.MAX_DEFINITIONS
                                + " records, sealed interfaces and enums; is a generic record holding itself with ever"
                                + " larger type arguments?");
            }
            Class<?> raw = type.raw();
            Shape.Named index = new Shape.Named(definitions.size());
            named.put(type, index);
            definitions.add(null);
            classes.add(raw);
            accesses.add(raw.isRecord() ? RecordAccess.of(raw, elements.lookup(), place) : null);
            Definition definition;
            if (raw.isRecord()) {
                definition = new Definition.OfRecord(name(raw.getSimpleName(), place), components(type, place));
            } else if (raw.isEnum()) {
                definition = new Definition.OfEnum(name(raw.getSimpleName(), place), constants(raw, place));
            } else {
                definition = new Definition.OfSealed(name(raw.getSimpleName(), place), subtypes(type, place));
            }
            definitions.set(index.index(), definition);
            return index;
        }

        private List<Definition.Component> components(Resolved type, String place) {
            RecordComponent[] components = type.raw().getRecordComponents();
            if (components.length > Limits.MAX_COMPONENTS) {
                throw new UnsupportedType(
                        place, "a record has at most " + Limits.MAX_COMPONENTS + " components; put some in a record");
            }
            List<Definition.Component> result = new ArrayList<>();
            for (RecordComponent component : components) {
                String at = place + "." + component.getName();
                Shape shape = shape(Resolved.of(component.getGenericType(), type.bindings(), at), at, 0);
                result.add(new Definition.Component(
                        name(component.getName(), at),
                        component.getType().isPrimitive() ? shape : new Shape.OrNull(shape)));
            }
            return List.copyOf(result);
        }

        private static List<String> constants(Class<?> type, String place) {
            List<String> names = new ArrayList<>();
            for (Object constant : type.getEnumConstants()) {
                names.add(name(((Enum<?>) constant).name(), place));
            }
            return List.copyOf(names);
        }

        private List<Integer> subtypes(Resolved type, String place) {
            Map<String, Resolved> leaves = new LinkedHashMap<>();
            collectLeaves(type, place, leaves);
            List<Integer> indexes = new ArrayList<>();
            leaves.forEach((name, leaf) ->
                    indexes.add(definition(leaf, place + "(" + name + ")").index()));
            return List.copyOf(indexes);
        }

        private static void collectLeaves(Resolved type, String place, Map<String, Resolved> leaves) {
            for (Class<?> subclass : type.raw().getPermittedSubclasses()) {
                String name = subclass.getSimpleName();
                String at = place + "(" + name + ")";
                Resolved subtype = type.subtype(subclass, at);
                if (subclass.isInterface() && subclass.isSealed()) {
                    collectLeaves(subtype, at, leaves);
                } else if (subclass.isRecord() || subclass.isEnum()) {
                    Resolved other = leaves.putIfAbsent(name, subtype);
                    if (other != null && !other.equals(subtype)) {
                        throw new UnsupportedType(
                                at, "two subtypes have the simple name " + name + "; rename one, it goes by that name");
                    }
                } else {
                    throw new UnsupportedType(at, Refusals.reason(subclass));
                }
            }
        }

        private static String name(String name, String place) {
            if (Utf8.length(name) > Limits.MAX_NAME_BYTES || !SchemaForm.isPrintable(name)) {
                throw new UnsupportedType(
                        place,
                        "a name has at most " + Limits.MAX_NAME_BYTES
                                + " bytes of UTF-8 and no control characters; rename " + name);
            }
            return name;
        }
    }
}
