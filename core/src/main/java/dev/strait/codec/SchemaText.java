package dev.strait.codec;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes a schema as a person reads it: the root first, then every definition it leads to, separated by semicolons. */
final class SchemaText {

    private final List<Definition> definitions;

    SchemaText(List<Definition> definitions) {
        this.definitions = definitions;
    }

    String of(Shape root) {
        Set<String> lines = new LinkedHashSet<>();
        if (!(root instanceof Shape.Named)) {
            lines.add(name(root, false));
        }
        for (Definition definition : definitions) {
            lines.add(line(definition));
        }
        return String.join("; ", new ArrayList<>(lines));
    }

    private String line(Definition definition) {
        return switch (definition) {
            case Definition.OfRecord(String name, List<Definition.Component> components) ->
                components.stream()
                        .map(component -> name(component.shape(), true) + " " + component.name())
                        .collect(Collectors.joining(", ", "record " + name + "(", ")"));
            case Definition.OfSealed(String name, List<Integer> subtypes) ->
                subtypes.stream()
                        .map(index -> definitions.get(index).name())
                        .collect(Collectors.joining(" | ", "sealed " + name + " = ", ""));
            case Definition.OfEnum(String name, List<String> constants) ->
                "enum " + name + " {" + String.join(", ", constants) + "}";
        };
    }

    /** Names a type as Java would; {@code bare} where Java may write a primitive. */
    String name(Shape shape, boolean bare) {
        return switch (shape) {
            case Shape.Scalar scalar -> (bare ? scalar.type : scalar.boxed).getSimpleName();
            case Shape.OrNull(Shape of) -> name(of, false);
            case Standard standard -> standard.type.getSimpleName();
            case Shape.OptionalOf(Shape of, Class<?> as) ->
                as == Optional.class ? "Optional<" + name(of, false) + ">" : as.getSimpleName();
            case Shape.ListOf(Shape of, Class<?> as) ->
                as.isArray() ? name(of, as.componentType().isPrimitive()) + "[]" : "List<" + name(of, false) + ">";
            case Shape.SetOf(Shape of) -> "Set<" + name(of, false) + ">";
            case Shape.MapOf(Shape key, Shape value) -> "Map<" + name(key, false) + ", " + name(value, false) + ">";
            case Shape.ReceiverOf(Shape of, Resolved _) -> "Receiver<" + name(of, false) + ">";
            case Shape.Named(int index) -> definitions.get(index).name();
            case Shape.Opaque(String name) -> "opaque " + name;
        };
    }
}
