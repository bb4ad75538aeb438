package dev.strait.codec;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether what is written under one schema can be read under another; the table of the rules is in
 * {@code docs/codec.md}. A pair of definitions that is being compared counts as fitting, which is what makes types that
 * hold themselves comparable (the usual coinductive rule for recursive types, Amadio and Cardelli 1993).
 */
final class Compatibility {

    private record Pair(int writer, int reader) {}

    private final Schema writer;
    private final Schema reader;
    private final Set<Pair> assumed = new HashSet<>();

    /** Bounds the work (and the classes made for reading) that a hostile schema can cause, by the size of our own. */
    private final int mostPairs;

    private Compatibility(Schema writer, Schema reader) {
        this.writer = writer;
        this.reader = reader;
        this.mostPairs = 16 + 4 * reader.definitions().size();
    }

    static Optional<String> obstacle(Schema writer, Schema reader) {
        Compatibility comparison = new Compatibility(writer, reader);
        String place = new SchemaText(reader.definitions()).name(reader.root(), false);
        return Optional.ofNullable(comparison.obstacle(writer.root(), reader.root(), place));
    }

    private @Nullable String obstacle(Shape from, Shape to, String place) {
        if (from instanceof Shape.OrNull(Shape inner)) {
            if (to instanceof Shape.OrNull(Shape outer)) {
                return obstacle(inner, outer, place);
            }
            String obstacle = obstacle(inner, to, place);
            return obstacle != null ? obstacle : differ(from, to, place) + ", which cannot be null";
        }
        return switch (to) {
            case Shape.OrNull(Shape outer) -> obstacle(from, outer, place);
            case Shape.Scalar scalar ->
                from instanceof Shape.Scalar written && written.widensTo(scalar) ? null : differ(from, to, place);
            case Standard standard -> from == standard ? null : differ(from, to, place);
            case Shape.OptionalOf(Shape outer, Class<?> _) ->
                from instanceof Shape.OptionalOf(Shape inner, Class<?> _)
                        ? obstacle(inner, outer, place + "?")
                        : differ(from, to, place);
            case Shape.ListOf(Shape outer, Class<?> _) ->
                from instanceof Shape.ListOf(Shape inner, Class<?> _)
                        ? obstacle(inner, outer, place + "[]")
                        : differ(from, to, place);
            case Shape.SetOf(Shape outer) ->
                from instanceof Shape.SetOf(Shape inner)
                        ? obstacle(inner, outer, place + "[]")
                        : differ(from, to, place);
            case Shape.MapOf(Shape key, Shape value) -> {
                if (!(from instanceof Shape.MapOf(Shape writtenKey, Shape writtenValue))) {
                    yield differ(from, to, place);
                }
                String obstacle = obstacle(writtenKey, key, place + "{key}");
                yield obstacle != null ? obstacle : obstacle(writtenValue, value, place + "{value}");
            }
            case Shape.ReceiverOf(Shape outer, Resolved _) ->
                // Whoever writes the value also writes what goes through the channel.
                from instanceof Shape.ReceiverOf(Shape inner, Resolved _)
                        ? obstacle(inner, outer, place + "<>")
                        : differ(from, to, place);
            case Shape.Named outer ->
                from instanceof Shape.Named inner ? definitions(inner, outer, place) : differ(from, to, place);
            case Shape.Opaque opaque -> opaque.equals(from) ? null : differ(from, to, place);
        };
    }

    private @Nullable String definitions(Shape.Named from, Shape.Named to, String place) {
        if (!assumed.add(new Pair(from.index(), to.index()))) {
            return null;
        }
        if (assumed.size() > mostPairs) {
            return place + ": the written schema has too many definitions of the same name";
        }
        Definition written = writer.definition(from);
        Definition read = reader.definition(to);
        if (!written.name().equals(read.name()) || written.getClass() != read.getClass()) {
            return differ(from, to, place);
        }
        return switch (read) {
            case Definition.OfRecord(String _, List<Definition.Component> components) ->
                records((Definition.OfRecord) written, components, place);
            case Definition.OfSealed(String _, List<Integer> subtypes) ->
                subtypes((Definition.OfSealed) written, subtypes, place);
            case Definition.OfEnum(String name, List<String> constants) -> {
                Set<String> common = new HashSet<>(constants);
                common.retainAll(((Definition.OfEnum) written).constants());
                yield common.isEmpty() && !constants.isEmpty()
                        ? place + ": enum " + name + " has no constant that both sides know"
                        : null;
            }
        };
    }

    private @Nullable String records(Definition.OfRecord written, List<Definition.Component> components, String place) {
        Map<String, Shape> byName = new HashMap<>();
        written.components().forEach(component -> byName.put(component.name(), component.shape()));
        int common = 0;
        for (Definition.Component component : components) {
            Shape from = byName.get(component.name());
            if (from != null) {
                common++;
                String obstacle = obstacle(from, component.shape(), place + "." + component.name());
                if (obstacle != null) {
                    return obstacle;
                }
            }
        }
        return common == 0 && !components.isEmpty() && !byName.isEmpty()
                ? place + ": record " + written.name() + " has no component that both sides know"
                : null;
    }

    private @Nullable String subtypes(Definition.OfSealed written, List<Integer> subtypes, String place) {
        Map<String, Integer> byName = new HashMap<>();
        written.subtypes()
                .forEach(index -> byName.put(writer.definitions().get(index).name(), index));
        int common = 0;
        for (int index : subtypes) {
            String name = reader.definitions().get(index).name();
            Integer from = byName.get(name);
            if (from != null) {
                common++;
                String obstacle = definitions(new Shape.Named(from), new Shape.Named(index), place + "(" + name + ")");
                if (obstacle != null) {
                    return obstacle;
                }
            }
        }
        return common == 0 && !subtypes.isEmpty()
                ? place + ": sealed " + written.name() + " has no subtype that both sides know"
                : null;
    }

    private String differ(Shape from, Shape to, String place) {
        return place + ": " + name(writer, from) + " was written, and it is read as " + name(reader, to);
    }

    private static String name(Schema schema, Shape shape) {
        String name = new SchemaText(schema.definitions()).name(shape, true);
        return shape instanceof Shape.Named named
                ? switch (schema.definition(named)) {
                    case Definition.OfRecord _ -> "record " + name;
                    case Definition.OfSealed _ -> "sealed " + name;
                    case Definition.OfEnum _ -> "enum " + name;
                }
                : name;
    }
}
