package dev.strait.codec;

import dev.strait.error.DecodeFailed;
import java.util.ArrayList;
import java.util.List;

/** Stands for a node: what was carried arrives as the same object, under a number that starts with {@code first}. */
final class FakeEnds implements Output.Carrier, Input.Arrivals {

    final List<Object> carried = new ArrayList<>();

    /** The codec of the values of each end: of those carried, and of those that arrived. */
    final List<Codec<?>> writing = new ArrayList<>();

    final List<Codec<?>> reading = new ArrayList<>();

    private final int first;

    FakeEnds(int first) {
        this.first = first;
    }

    @Override
    public long carry(Object end, Codec<?> elements) {
        carried.add(end);
        writing.add(elements);
        return first + carried.size() - 1;
    }

    @Override
    public Object arrived(long number, Codec<?> elements) {
        if (number < first || number >= first + carried.size()) {
            throw new DecodeFailed("no end has come as number " + number);
        }
        reading.add(elements);
        return carried.get((int) number - first);
    }

    <T> byte[] write(Codec<T> codec, T value) {
        Output out = new Output();
        out.carrier(this);
        codec.encode(value, out);
        return out.toByteArray();
    }

    <T> T read(Codec<T> codec, byte[] message) {
        Input in = new Input(message);
        in.arrivals(this);
        return codec.decode(in);
    }

    <T> T again(Codec<T> codec, T value) {
        return read(codec, write(codec, value));
    }

    /** As {@link Bytes#across}. */
    <W, R> R across(Codec<W> writer, W value, Codec<R> reader) throws SchemaMismatch {
        return read(reader.reading(Schema.decode(writer.schema().bytes())), write(writer, value));
    }
}
