package dev.strait.codec;

import java.util.HexFormat;

/** Encoding and decoding in one line, for the tests of this package. */
final class Bytes {

    private Bytes() {}

    static <T> byte[] of(Codec<T> codec, T value) {
        Output out = new Output();
        codec.encode(value, out);
        return out.toByteArray();
    }

    static <T> String hex(Codec<T> codec, T value) {
        return HexFormat.ofDelimiter(" ").formatHex(of(codec, value));
    }

    static byte[] ofHex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static <T> T again(Codec<T> codec, T value) {
        return codec.decode(new Input(of(codec, value)));
    }

    /** What a reader of another version makes of a value. */
    static <W, R> R across(Codec<W> writer, W value, Codec<R> reader) throws SchemaMismatch {
        return reader.reading(Schema.decode(writer.schema().bytes())).decode(new Input(of(writer, value)));
    }
}
