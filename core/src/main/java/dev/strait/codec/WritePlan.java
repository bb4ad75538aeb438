package dev.strait.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the writer of a declared type. */
final class WritePlan {

    private final Declaration declaration;
    private final @Nullable ValueWriter[] records;

    private WritePlan(Declaration declaration) {
        this.declaration = declaration;
        this.records = new ValueWriter[declaration.classes().size()];
    }

    static ValueWriter of(Declaration declaration) {
        Schema schema = declaration.schema();
        String place = new SchemaText(schema.definitions()).name(schema.root(), false);
        return new WritePlan(declaration).writer(schema.root(), 0, place);
    }

    private ValueWriter writer(Shape shape, int bias, String place) {
        return switch (shape) {
            case Shape.Scalar scalar ->
                switch (scalar) {
                    case STRING -> new Writers.StringWriter(bias, place);
                    case BYTES -> new Writers.BytesWriter(bias, place);
                    default -> new Writers.ScalarWriter(scalar, place);
                };
            case Shape.OrNull(Shape of) ->
                of.hasHead(declaration.schema())
                        ? writer(of, 1, place)
                        : new Writers.OrNullWriter(writer(of, 0, place));
            case Standard standard -> new StandardWriter(standard, bias, place);
            case Shape.OptionalOf(Shape of, Class<?> as) ->
                as == Optional.class
                        ? new Writers.OptionalWriter(bias, of.mayNest(), place, writer(of, 0, place + "?"))
                        : new PrimitiveWriters.OptionalWriter(bias, place, (Shape.Scalar) of);
            case Shape.ListOf(Shape of, Class<?> as) -> list(of, as, bias, place);
            case Shape.SetOf(Shape of) ->
                new Writers.CollectionWriter(
                        bias, of.mayNest(), EqualHashes.mayBeMany(of), place, Set.class, key(of, place + "[]"));
            case Shape.MapOf(Shape key, Shape value) ->
                new Writers.MapWriter(
                        bias,
                        shape.mayNest(),
                        EqualHashes.mayBeMany(key),
                        place,
                        key(key, place + "{key}"),
                        writer(value, 0, place + "{value}"));
            case Shape.ReceiverOf receiver -> new Ends.EndWriter(place, receiver.declared(), declaration.elements());
            case Shape.Named named -> writer(named, bias, place);
            case Shape.Opaque _ -> throw new IllegalStateException("no class declares an opaque type");
        };
    }

    private ValueWriter list(Shape of, Class<?> as, int bias, String place) {
        if (as.isArray()) {
            return as.componentType().isPrimitive()
                    ? new PrimitiveWriters.ArrayWriter(bias, place, (Shape.Scalar) of)
                    : new Writers.ArrayWriter(bias, of.mayNest(), place, writer(of, 0, place + "[]"));
        }
        return new Writers.CollectionWriter(bias, of.mayNest(), false, place, List.class, writer(of, 0, place + "[]"));
    }

    private ValueWriter key(Shape shape, String place) {
        ValueWriter writer = writer(shape, 0, place);
        return shape.mayNest() ? new Writers.KeyWriter(writer) : writer;
    }

    private ValueWriter writer(Shape.Named named, int bias, String place) {
        Class<?> type = declaration.classes().get(named.index());
        return switch (declaration.schema().definition(named)) {
            case Definition.OfEnum _ -> new Writers.EnumWriter(bias, place, type);
            case Definition.OfSealed(String _, List<Integer> subtypes) -> {
                Map<Class<?>, Integer> indexes = new HashMap<>();
                ValueWriter[] writers = new ValueWriter[subtypes.size()];
                for (int i = 0; i < writers.length; i++) {
                    int index = subtypes.get(i);
                    indexes.put(declaration.classes().get(index), i);
                    writers[i] = writer(new Shape.Named(index), 0, place);
                }
                yield new Writers.SealedWriter(bias, place, Map.copyOf(indexes), writers);
            }
            case Definition.OfRecord written -> record(named.index(), written);
        };
    }

    private ValueWriter record(int index, Definition.OfRecord written) {
        ValueWriter known = records[index];
        if (known != null) {
            return known;
        }
        Writers.LateWriter late = new Writers.LateWriter();
        records[index] = late;
        List<@Nullable ValueWriter> components = new ArrayList<>();
        List<Shape> shapes = new ArrayList<>();
        for (Definition.Component component : written.components()) {
            Shape shape = component.shape();
            shapes.add(shape);
            components.add(
                    shape instanceof Shape.OrNull ? writer(shape, 0, written.name() + "." + component.name()) : null);
        }
        RecordAccess access = Objects.requireNonNull(declaration.accesses().get(index));
        ValueWriter writer = RecordClass.writer(shapes, components, access.accessors(), written.name());
        late.bind(writer);
        records[index] = writer;
        return writer;
    }
}
