package dev.strait.bench.spi;

import dev.strait.codec.Codec;
import dev.strait.codec.Input;
import dev.strait.codec.Output;

/** Strait's codec for {@link Msg}, for systems that carry bytes, so that everybody encodes alike. For one thread at a time. */
public final class MsgBytes {
    /** No {@link Msg} takes more bytes than this. */
    public static final int MAX_BYTES = 128;

    private final Codec<Msg> codec = Codec.of(Msg.class);
    private final Output output = new Output(new byte[MAX_BYTES], 0, MAX_BYTES);
    private final Input input = new Input(new byte[0]);
    private final byte[] scratch = new byte[MAX_BYTES];

    /** Makes one. */
    public MsgBytes() {}

    /**
     * Encodes into an array that is there.
     *
     * @param message what to encode
     * @param into where to, with at least {@link #MAX_BYTES} free
     * @param at index of the first byte
     * @return how many bytes it took
     */
    public int encode(Msg message, byte[] into, int at) {
        output.reset(into, at, at + MAX_BYTES);
        codec.encode(message, output);
        return output.length();
    }

    /**
     * Encodes into a new array.
     *
     * @param message what to encode
     */
    public byte[] encode(Msg message) {
        int length = encode(message, scratch, 0);
        byte[] bytes = new byte[length];
        System.arraycopy(scratch, 0, bytes, 0, length);
        return bytes;
    }

    /**
     * Decodes.
     *
     * @param bytes where the message is
     * @param from index of its first byte
     * @param to index after its last byte
     */
    public Msg decode(byte[] bytes, int from, int to) {
        input.reset(bytes, from, to);
        return codec.decode(input);
    }

    /**
     * Decodes.
     *
     * @param bytes one message
     */
    public Msg decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }
}
