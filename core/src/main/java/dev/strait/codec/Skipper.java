package dev.strait.codec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds readers that pass over a value by the writer's schema alone, checking what they pass as far as finding the end of it needs.
 * Evolution leans on this: every type must be skippable without a class for it. What is nested costs the stack no more here than
 * where it is read.
 */
final class Skipper {

    private record Place(int definition, int bias) {}

    private final Schema writer;
    private final Map<Place, Readers.LateReader> known = new HashMap<>();
    private final Deque<Place> unbound = new ArrayDeque<>();

    Skipper(Schema writer) {
        this.writer = writer;
    }

    /** Makes a reader that gives null. */
    ValueReader of(Shape shape) {
        ValueReader reader = reader(shape, 0);
        // One definition after the other: a schema from afar may chain more of them than the stack holds.
        for (Place place = unbound.poll(); place != null; place = unbound.poll()) {
            Readers.LateReader late = known.get(place);
            if (late != null) {
                late.bind(definition(place));
            }
        }
        return reader;
    }

    private ValueReader reader(Shape shape, int bias) {
        return switch (shape) {
            case Shape.OrNull(Shape of) -> of.hasHead(writer) ? reader(of, 1) : new Readers.OrNullReader(reader(of, 0));
            case Shape.Scalar scalar -> new ScalarSkipper(scalar, bias);
            case Standard standard -> new StandardSkipper(standard, bias);
            case Shape.OptionalOf(Shape of, Class<?> _) -> new OptionalSkipper(bias, of.mayNest(), reader(of, 0));
            case Shape.ListOf(Shape of, Class<?> _) -> new EachSkipper(bias, of.mayNest(), List.of(reader(of, 0)));
            case Shape.SetOf(Shape of) -> new EachSkipper(bias, of.mayNest(), List.of(key(of)));
            case Shape.MapOf(Shape key, Shape value) ->
                new EachSkipper(bias, shape.mayNest(), List.of(key(key), reader(value, 0)));
            case Shape.ReceiverOf _ -> new Ends.EndSkipper();
            case Shape.Named(int index) -> {
                Place place = new Place(index, bias);
                yield known.computeIfAbsent(place, it -> {
                    unbound.add(it);
                    return new Readers.LateReader();
                });
            }
            case Shape.Opaque(String name) -> throw new IllegalStateException("no part has a form of its own: " + name);
        };
    }

    private ValueReader key(Shape of) {
        ValueReader reader = reader(of, 0);
        return of.mayNest() ? new KeyedReaders.KeyReader(reader) : reader;
    }

    private ValueReader definition(Place place) {
        return switch (writer.definition(new Shape.Named(place.definition()))) {
            case Definition.OfRecord(String _, var components) -> {
                List<ValueReader> readers = new ArrayList<>();
                for (Definition.Component component : components) {
                    readers.add(reader(component.shape(), 0));
                }
                yield new RecordSkipper(List.copyOf(readers));
            }
            case Definition.OfSealed(String name, var subtypes) -> {
                List<String> names = new ArrayList<>();
                @Nullable ValueReader[] readers = new ValueReader[subtypes.size()];
                for (int i = 0; i < readers.length; i++) {
                    Shape.Named subtype = new Shape.Named(subtypes.get(i));
                    names.add(writer.definition(subtype).name());
                    readers[i] = reader(subtype, 0);
                }
                yield new Readers.SealedReader(place.bias(), name, List.copyOf(names), readers);
            }
            case Definition.OfEnum(String name, var constants) -> new EnumSkipper(place.bias(), name, constants.size());
        };
    }

    private static final class RecordSkipper extends ValueReader {
        private final ValueReader[] components;

        RecordSkipper(List<ValueReader> components) {
            this.components = components.toArray(new ValueReader[0]);
        }

        @Override
        @Nullable
        Object read(Input in) {
            in.enter();
            if (components.length == 0) {
                in.readEmpty();
            }
            for (ValueReader component : components) {
                component.self().read(in);
            }
            in.leave();
            return null;
        }
    }

    /** As often as a count says, the same parts: the element of a list or a set, the key and the value of a map. */
    private static final class EachSkipper extends ValueReader {
        private final int bias;
        private final boolean nests;
        private final ValueReader[] parts;

        EachSkipper(int bias, boolean nests, List<ValueReader> parts) {
            this.bias = bias;
            this.nests = nests;
            this.parts = parts.toArray(new ValueReader[0]);
        }

        @Override
        @Nullable
        Object read(Input in) {
            int count = in.readCount(bias);
            if (count <= 0) {
                return null;
            }
            if (nests) {
                in.enterCollection();
            }
            for (int i = 0; i < count; i++) {
                for (ValueReader part : parts) {
                    part.self().read(in);
                }
            }
            if (nests) {
                in.leaveCollection();
            }
            return null;
        }
    }

    private static final class OptionalSkipper extends ValueReader {
        private final int bias;
        private final boolean nests;
        private final ValueReader of;

        OptionalSkipper(int bias, boolean nests, ValueReader of) {
            this.bias = bias;
            this.nests = nests;
            this.of = of;
        }

        @Override
        @Nullable
        Object read(Input in) {
            int head = in.readHead(bias);
            if (head > 1) {
                throw in.malformed("an Optional is neither empty nor present");
            }
            if (head == 1) {
                if (nests) {
                    in.enterCollection();
                }
                of.self().read(in);
                if (nests) {
                    in.leaveCollection();
                }
            }
            return null;
        }
    }

    private static final class EnumSkipper extends ValueReader {
        private final int bias;
        private final String name;
        private final int constants;

        EnumSkipper(int bias, String name, int constants) {
            this.bias = bias;
            this.name = name;
            this.constants = constants;
        }

        @Override
        @Nullable
        Object read(Input in) {
            if (in.readHead(bias) >= constants) {
                throw in.malformed("enum " + name + " has fewer constants");
            }
            return null;
        }
    }

    private static final class ScalarSkipper extends ValueReader {
        private final Shape.Scalar scalar;
        private final int bias;

        ScalarSkipper(Shape.Scalar scalar, int bias) {
            this.scalar = scalar;
            this.bias = bias;
        }

        @Override
        @Nullable
        Object read(Input in) {
            switch (scalar) {
                case BOOLEAN, BYTE -> in.skip(1);
                case SHORT, CHAR, INT -> in.readVarInt();
                case LONG -> in.readVarLong();
                case FLOAT -> in.skip(Float.BYTES);
                case DOUBLE -> in.skip(Double.BYTES);
                case STRING, BYTES -> in.skip(Math.max(0, in.readCount(bias)));
            }
            return null;
        }
    }

    private static final class StandardSkipper extends ValueReader {
        private final Standard standard;
        private final int bias;

        StandardSkipper(Standard standard, int bias) {
            this.standard = standard;
            this.bias = bias;
        }

        @Override
        @Nullable
        Object read(Input in) {
            int head = bias;
            for (Standard.Part part : standard.parts) {
                switch (part) {
                    case INT -> in.readVarInt();
                    case LONG -> in.readVarLong();
                    case COUNTED -> {
                        int count = in.readCount(head);
                        if (count < 0) {
                            return null;
                        }
                        in.skip(count);
                    }
                    case SIXTEEN -> in.skip(16);
                }
                head = 0;
            }
            return null;
        }
    }
}
