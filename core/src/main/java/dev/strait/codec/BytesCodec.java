package dev.strait.codec;

import dev.strait.error.EncodeFailed;
import java.util.Objects;
import java.util.Optional;

/** Raw bytes: the message is the value, without a length. */
final class BytesCodec implements Codec<byte[]> {

    static final BytesCodec INSTANCE = new BytesCodec();

    private final Schema schema = Schema.opaque("bytes");

    private BytesCodec() {}

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public void encode(byte[] value, Output out) {
        if (Objects.isNull(value)) {
            throw new EncodeFailed("null cannot be sent; send an empty byte[] or declare a record around it");
        }
        out.writeBytes(value, 0, value.length);
    }

    @Override
    public byte[] decode(Input in) {
        return in.readBytes(in.remaining());
    }

    @Override
    public Codec<byte[]> reading(Schema writer) throws SchemaMismatch {
        Optional<String> obstacle = writer.obstacleTo(schema);
        if (obstacle.isPresent()) {
            throw new SchemaMismatch(schema, writer, obstacle.get());
        }
        return this;
    }
}
