package dev.strait.codec;

import dev.strait.error.DecodeFailed;
import dev.strait.error.EncodeFailed;
import dev.strait.error.MessageTooLarge;
import java.lang.invoke.MethodHandles;
import java.lang.ref.SoftReference;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The default codec. The whole of a declared type is looked through once, here; after that, encoding and decoding follow a tree of
 * immutable writers and readers, one class of its own for each record ({@link RecordClass}).
 *
 * <p>The codec of a class is kept with the class. Channels whose names are made up as they are opened (one for each job, say) ask for it
 * each time: to build it anew allocated some 84 KB.
 */
final class RecordCodec<T> implements Codec<T> {

    /** Softly, so that a class which outlives this library does not keep it; a failure is not kept. */
    private static final ClassValue<SoftReference<Codec<?>>> KEPT = new ClassValue<>() {
        @Override
        protected SoftReference<Codec<?>> computeValue(Class<?> type) {
            return new SoftReference<>(build(type, null));
        }
    };

    private final Declaration declaration;
    private final ValueWriter writer;
    private final ValueReader reader;

    private RecordCodec(Declaration declaration, ValueWriter writer, ValueReader reader) {
        this.declaration = declaration;
        this.writer = writer;
        this.reader = reader;
    }

    @SuppressWarnings("unchecked") // Class<T> and TypeRef<T>, the only ways here, say that the type is T
    static <T> Codec<T> of(Type type, MethodHandles.@Nullable Lookup lookup) {
        if (type == byte[].class) {
            return (Codec<T>) Codec.bytes();
        }
        return (Codec<T>) (type instanceof Class<?> raw && lookup == null ? kept(raw) : build(type, lookup));
    }

    private static Codec<?> kept(Class<?> type) {
        while (true) {
            Codec<?> codec = KEPT.get(type).get();
            if (codec != null) {
                return codec;
            }
            KEPT.remove(type); // memory had run short
        }
    }

    private static Codec<?> build(Type type, MethodHandles.@Nullable Lookup lookup) {
        return new ElementCodecs(lookup).of(Resolved.of(type));
    }

    /** Makes a codec that is one of a family; ask {@link ElementCodecs#of} for one that is kept. */
    static Codec<?> build(Resolved type, ElementCodecs elements) {
        Declaration declaration = Declaration.of(type, elements);
        return new RecordCodec<>(
                declaration, WritePlan.of(declaration), ReadPlan.of(declaration.schema(), declaration));
    }

    @Override
    public Schema schema() {
        return declaration.schema();
    }

    @Override
    public void encode(T value, Output out) {
        int before = out.length();
        boolean complete = false;
        try {
            writer.write(value, out);
            complete = true;
        } catch (EncodeFailed | MessageTooLarge e) {
            throw e;
        } catch (StackOverflowError e) {
            throw new EncodeFailed(
                    "a value of " + schema()
                            + " nests more records inside each other than fit the stack of this thread;"
                            + " send it flat, for example as a List",
                    e);
        } catch (Exception e) {
            // The value's own code threw, or a cast did because an unchecked conversion had put in something else.
            throw new EncodeFailed("a value of " + schema() + " cannot be encoded: " + e, e);
        } finally {
            if (!complete) {
                out.truncate(before);
            }
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the reader was built for T
    public T decode(Input in) {
        Object value;
        try {
            value = reader.read(in);
        } catch (DecodeFailed e) {
            throw e;
        } catch (StackOverflowError e) {
            throw new DecodeFailed(
                    "a received value nests more records inside each other than fit the stack of this thread", e);
        } catch (Exception e) {
            // The constructor of a record, or equals and hashCode of a key, refused what was received.
            throw new DecodeFailed("a received value is refused by its own class: " + e, e);
        }
        if (in.remaining() != 0) {
            throw in.malformed("the value ends here, and more bytes follow");
        }
        return (T) Objects.requireNonNull(value);
    }

    @Override
    public Codec<T> reading(Schema writerSchema) throws SchemaMismatch {
        if (writerSchema.equals(schema())) {
            return this;
        }
        Optional<String> obstacle = writerSchema.obstacleTo(schema());
        if (obstacle.isPresent()) {
            throw new SchemaMismatch(schema(), writerSchema, obstacle.get());
        }
        return new RecordCodec<>(declaration, writer, ReadPlan.of(writerSchema, declaration));
    }

    @Override
    public String toString() {
        return "Codec[" + schema() + "]";
    }
}
