package dev.strait.bench.micro;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a careful person writes for {@link Sample} alone on a {@link ByteBuffer}: numbers of fixed width, the text as UTF-8 behind
 * its length, the buffer grown when it is full, every length checked before anything is made. The text goes through an array of
 * its own, the one way from {@code String} to UTF-8 that the JDK has made fast.
 */
final class HandWritten {

    private static final int FIXED_BYTES = Long.BYTES + Integer.BYTES + Integer.BYTES + Double.BYTES;

    private ByteBuffer buffer = ByteBuffer.allocate(256);

    /** Starts anew at the beginning. */
    void reset() {
        buffer.clear();
    }

    ByteBuffer buffer() {
        return buffer;
    }

    void encode(Sample value) {
        byte[] text = value.text().getBytes(StandardCharsets.UTF_8);
        if (buffer.remaining() < FIXED_BYTES + text.length) {
            grow(FIXED_BYTES + text.length);
        }
        buffer.putLong(value.id());
        buffer.putInt(value.kind());
        buffer.putInt(text.length);
        buffer.put(text);
        buffer.putDouble(value.value());
    }

    private void grow(int count) {
        ByteBuffer larger = ByteBuffer.allocate(Math.max(2 * buffer.capacity(), buffer.position() + count));
        buffer = larger.put(buffer.flip());
    }

    static Sample decode(ByteBuffer in) {
        if (in.remaining() < FIXED_BYTES) {
            throw new IllegalArgumentException("cut off");
        }
        long id = in.getLong();
        int kind = in.getInt();
        int length = in.getInt();
        if (length < 0 || length != in.remaining() - Double.BYTES) {
            throw new IllegalArgumentException("a text of " + length + " bytes");
        }
        String text = new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return new Sample(id, kind, text, in.getDouble());
    }
}
