package dev.strait.testkit.example;

import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/** Numbers as bytes, eight for each, and back, in whatever pieces they come. */
final class Numbers {
    private ByteBuffer pending = ByteBuffer.allocate(Long.BYTES);

    static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** Takes in bytes, and hands on each number that is whole. */
    void takeIn(byte[] bytes, LongConsumer taker) {
        for (byte each : bytes) {
            pending.put(each);
            if (!pending.hasRemaining()) {
                taker.accept(pending.flip().getLong());
                pending = ByteBuffer.allocate(Long.BYTES);
            }
        }
    }
}
