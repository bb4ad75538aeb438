package dev.strait.runtime;

import dev.strait.codec.Codec;
import dev.strait.codec.Input;
import dev.strait.codec.Output;
import dev.strait.codec.Schema;
import dev.strait.error.DecodeFailed;
import dev.strait.error.EncodeFailed;

/** Stands in for the codec of a sender whose schema does not fit: every one of its values is rejected, and says why. */
record Undecodable<T>(Codec<T> expected, String reason) implements Codec<T> {
    @Override
    public Schema schema() {
        return expected.schema();
    }

    @Override
    public void encode(T value, Output out) {
        throw new EncodeFailed(reason);
    }

    @Override
    public T decode(Input in) {
        throw new DecodeFailed(reason);
    }

    @Override
    public Codec<T> reading(Schema writer) {
        return this;
    }
}
