package dev.strait.codec;

import dev.strait.error.DecodeFailed;
import dev.strait.error.EncodeFailed;
import dev.strait.error.MessageTooLarge;
import dev.strait.error.UnsupportedType;
import java.lang.invoke.MethodHandles;
import java.util.Objects;

/**
 * Turns values of one declared type into bytes and back. This is the seam: a codec on Fory, CBOR or protobuf implements these
 * four methods, with {@link Schema#opaque(String)} as its schema.
 *
 * <p>A codec is built once per declared type and then shared: it has no state that changes, and every method may be called by
 * any number of threads at the same time, each with an {@link Output} or {@link Input} of its own. No method blocks.
 *
 * @param <T> the declared type; {@code null} is not one of its values
 */
public interface Codec<T> {

    /**
     * Describes what this codec writes. Two sides compare their schemas when a channel opens; messages carry no type.
     *
     * @return always the same schema
     */
    Schema schema();

    /**
     * Appends one value. On an exception the output is as long as before.
     *
     * @param value the value
     * @param out where to append; owned by the caller
     * @throws EncodeFailed if the value cannot be encoded
     * @throws MessageTooLarge if the value needs more bytes than the output allows
     */
    void encode(T value, Output out);

    /**
     * Reads the one value that the input holds, up to its end. What is returned shares no memory with the input.
     *
     * @param in exactly the bytes of one value; owned by the caller, and at any position after an exception
     * @return the value
     * @throws DecodeFailed if the bytes are not exactly one value; nothing else is thrown, whatever the bytes
     */
    T decode(Input in);

    /**
     * Gives the codec that reads what was written under another schema.
     *
     * @param writer the schema of the side that writes
     * @return a codec for the same type whose {@link #decode} takes what the writer wrote; this codec if the schemas are equal
     * @throws SchemaMismatch if the types do not fit; see {@code docs/codec.md} for what does
     */
    Codec<T> reading(Schema writer) throws SchemaMismatch;

    /**
     * The default codec for a class: a record, a sealed interface of records, an enum, {@code String}, a primitive or its box, an
     * array, {@code UUID}, {@code BigDecimal}, a class of {@code java.time} and a few others; {@code docs/guide/types.md} has all of
     * them.
     *
     * @param type the declared type, without type parameters
     * @param <T> the declared type
     * @return its codec
     * @throws UnsupportedType if something in the type cannot travel; the message names the place and the remedy
     */
    static <T> Codec<T> of(Class<T> type) {
        return RecordCodec.of(Objects.requireNonNull(type, "type"), null);
    }

    /**
     * The default codec for a generic type such as {@code new TypeRef<List<Order>>() {}}.
     *
     * @param type the declared type
     * @param <T> the declared type
     * @return its codec
     * @throws UnsupportedType if something in the type cannot travel
     */
    static <T> Codec<T> of(TypeRef<T> type) {
        return RecordCodec.of(type.type(), null);
    }

    /**
     * The default codec for a class in a module that does not open its package to {@code dev.strait.core}.
     *
     * @param type the declared type
     * @param lookup {@code MethodHandles.lookup()} called in that module
     * @param <T> the declared type
     * @return its codec
     * @throws UnsupportedType if something in the type cannot travel
     */
    static <T> Codec<T> of(Class<T> type, MethodHandles.Lookup lookup) {
        return RecordCodec.of(Objects.requireNonNull(type, "type"), Objects.requireNonNull(lookup, "lookup"));
    }

    /**
     * The default codec for a generic type in a module that does not open its package to {@code dev.strait.core}.
     *
     * @param type the declared type
     * @param lookup {@code MethodHandles.lookup()} called in that module
     * @param <T> the declared type
     * @return its codec
     * @throws UnsupportedType if something in the type cannot travel
     */
    static <T> Codec<T> of(TypeRef<T> type, MethodHandles.Lookup lookup) {
        return RecordCodec.of(type.type(), Objects.requireNonNull(lookup, "lookup"));
    }

    /**
     * The codec that hands bytes through as they are, for programs that bring their own encoding. It is also what
     * {@code Codec.of(byte[].class)} gives.
     *
     * @return the codec of raw bytes
     */
    static Codec<byte[]> bytes() {
        return BytesCodec.INSTANCE;
    }
}
