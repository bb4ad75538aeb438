package dev.strait.codec;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds the reader that takes what was written under one schema and gives values of a declared type. The two are known to fit
 * ({@link Compatibility}); reading what this program writes itself is the case where they are equal.
 */
final class ReadPlan {

    private record Pair(int writer, int reader) {}

    private final Schema writer;
    private final Declaration declaration;
    private final Schema reader;
    private final Skipper skipper;
    private final Map<Pair, ValueReader> records = new HashMap<>();

    private ReadPlan(Schema writer, Declaration declaration) {
        this.writer = writer;
        this.declaration = declaration;
        this.skipper = new Skipper(writer);
        this.reader = declaration.schema();
    }

    static ValueReader of(Schema writer, Declaration declaration) {
        return new ReadPlan(writer, declaration)
                .reader(writer.root(), declaration.schema().root(), 0);
    }

    private ValueReader reader(Shape from, Shape to, int bias) {
        if (to instanceof Shape.OrNull(Shape outer)) {
            if (from instanceof Shape.OrNull(Shape inner)) {
                return inner.hasHead(writer)
                        ? reader(inner, outer, 1)
                        : new Readers.OrNullReader(reader(inner, outer, 0));
            }
            return reader(from, outer, bias);
        }
        return switch (from) {
            case Shape.Scalar scalar ->
                switch (scalar) {
                    case STRING -> new Readers.StringReader(bias);
                    case BYTES -> new Readers.BytesReader(bias);
                    default -> new Readers.ScalarReader(scalar, (Shape.Scalar) to);
                };
            case Standard standard -> new StandardReader(standard, bias);
            case Shape.OptionalOf(Shape of, Class<?> _) -> {
                Shape.OptionalOf optional = (Shape.OptionalOf) to;
                yield optional.as() == Optional.class
                        ? new Readers.OptionalReader(bias, of.mayNest(), reader(of, optional.of(), 0))
                        : new PrimitiveReaders.OptionalReader(bias, (Shape.Scalar) of, (Shape.Scalar) optional.of());
            }
            case Shape.ListOf(Shape of, Class<?> _) -> list(of, (Shape.ListOf) to, bias);
            case Shape.SetOf(Shape of) ->
                new KeyedReaders.SetReader(
                        bias, of.mayNest(), EqualHashes.mayBeMany(of), key(of, ((Shape.SetOf) to).of()));
            case Shape.MapOf(Shape key, Shape value) -> {
                Shape.MapOf map = (Shape.MapOf) to;
                yield new KeyedReaders.MapReader(
                        bias,
                        from.mayNest(),
                        EqualHashes.mayBeMany(key),
                        key(key, map.key()),
                        reader(value, map.value(), 0));
            }
            case Shape.ReceiverOf _ -> new Ends.EndReader(((Shape.ReceiverOf) to).declared(), declaration.elements());
            case Shape.Named named -> reader(named, (Shape.Named) to, bias);
            case Shape.OrNull _, Shape.Opaque _ -> throw new IllegalStateException("does not fit: " + from);
        };
    }

    private ValueReader list(Shape from, Shape.ListOf to, int bias) {
        if (!to.as().isArray()) {
            return new Readers.ListReader(bias, from.mayNest(), reader(from, to.of(), 0));
        }
        Class<?> component = to.as().componentType();
        return component.isPrimitive()
                ? new PrimitiveReaders.ArrayReader(bias, (Shape.Scalar) from, (Shape.Scalar) to.of())
                : new Readers.ArrayReader(bias, from.mayNest(), reader(from, to.of(), 0), component);
    }

    private ValueReader key(Shape from, Shape to) {
        ValueReader reader = reader(from, to, 0);
        return from.mayNest() ? new KeyedReaders.KeyReader(reader) : reader;
    }

    private ValueReader reader(Shape.Named from, Shape.Named to, int bias) {
        return switch (writer.definition(from)) {
            case Definition.OfEnum written -> {
                Map<String, Object> constants = new HashMap<>();
                for (Object constant : declaration.classes().get(to.index()).getEnumConstants()) {
                    constants.put(((Enum<?>) constant).name(), constant);
                }
                @Nullable
                Object[] table =
                        written.constants().stream().map(constants::get).toArray();
                yield new Readers.EnumReader(bias, written, table);
            }
            case Definition.OfSealed written -> subtypes(written, (Definition.OfSealed) reader.definition(to), bias);
            case Definition.OfRecord written -> record(from, written, to);
        };
    }

    private ValueReader subtypes(Definition.OfSealed written, Definition.OfSealed read, int bias) {
        Map<String, Integer> byName = new HashMap<>();
        for (int index : read.subtypes()) {
            byName.put(reader.definitions().get(index).name(), index);
        }
        List<String> names = new ArrayList<>();
        @Nullable ValueReader[] readers = new ValueReader[written.subtypes().size()];
        for (int i = 0; i < readers.length; i++) {
            int index = written.subtypes().get(i);
            String name = writer.definitions().get(index).name();
            names.add(name);
            Integer to = byName.get(name);
            readers[i] = to == null ? null : reader(new Shape.Named(index), new Shape.Named(to), 0);
        }
        return new Readers.SealedReader(bias, written.name(), List.copyOf(names), readers);
    }

    private ValueReader record(Shape.Named from, Definition.OfRecord written, Shape.Named to) {
        Pair pair = new Pair(from.index(), to.index());
        ValueReader known = records.get(pair);
        if (known != null) {
            return known;
        }
        Readers.LateReader late = new Readers.LateReader();
        records.put(pair, late);
        List<Definition.Component> components = ((Definition.OfRecord) reader.definition(to)).components();
        Map<String, Integer> byName = new HashMap<>();
        for (int i = 0; i < components.size(); i++) {
            byName.put(components.get(i).name(), i);
        }
        List<RecordClass.Step> steps = new ArrayList<>();
        for (Definition.Component component : written.components()) {
            steps.add(step(component.shape(), components, byName.get(component.name())));
        }
        RecordAccess access = Objects.requireNonNull(declaration.accesses().get(to.index()));
        List<Optional<Object>> absent =
                components.stream().map(c -> absent(c.shape())).toList();
        ValueReader reader = RecordClass.reader(steps, absent, access.constructor());
        late.bind(reader);
        records.put(pair, reader);
        return reader;
    }

    private RecordClass.Step step(Shape from, List<Definition.Component> components, @Nullable Integer target) {
        if (target == null) {
            return new RecordClass.Skip(skipper.of(from));
        }
        Shape to = components.get(target).shape();
        return to instanceof Shape.Scalar scalar && scalar.isPrimitive()
                ? new RecordClass.ReadPrimitive(target, (Shape.Scalar) from, scalar)
                : new RecordClass.ReadReference(target, reader(from, to, 0));
    }

    /** What a component holds that the writer does not know; empty for zero, false or null. */
    private static Optional<Object> absent(Shape shape) {
        return switch (shape) {
            case Shape.OrNull(Shape.OptionalOf(Shape of, Class<?> as)) ->
                Optional.of(
                        as == Optional.class ? Optional.empty() : PrimitiveReaders.emptyOptional((Shape.Scalar) of));
            case Shape.OrNull(Shape.ListOf(Shape _, Class<?> as)) ->
                Optional.of(as.isArray() ? Array.newInstance(as.componentType(), 0) : Collections.emptyList());
            case Shape.OrNull(Shape.Scalar scalar) when scalar == Shape.Scalar.BYTES -> Optional.of(new byte[0]);
            case Shape.OrNull(Shape.SetOf _) -> Optional.of(Collections.emptySet());
            case Shape.OrNull(Shape.MapOf _) -> Optional.of(Collections.emptyMap());
            default -> Optional.empty();
        };
    }
}
