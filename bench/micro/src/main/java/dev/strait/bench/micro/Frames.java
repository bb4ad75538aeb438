package dev.strait.bench.micro;

import dev.strait.codec.Codec;
import dev.strait.codec.Output;
import dev.strait.wire.frame.FrameHeader;
import dev.strait.wire.mux.Batch;

/** The batch of which the benchmarks below the codec speak: 64 sample records, each behind its length, with room for the frame's header. */
final class Frames {

    static final int MESSAGES = 64;
    static final int STREAM = 5;

    private Frames() {}

    /** The bytes of the whole frame; its header is still to be written. */
    static byte[] unheaded() {
        Codec<Sample> codec = Codec.of(Sample.class);
        Sample[] samples = Sample.some();
        Output frame = new Output(new byte[Batch.HEADROOM + Batch.MAX_FRAMED_BYTES], 0, Batch.HEADROOM);
        Output message = new Output();
        frame.writeBytes(new byte[Batch.HEADROOM], 0, Batch.HEADROOM);
        for (int i = 0; i < MESSAGES; i++) {
            message.reset();
            codec.encode(samples[i], message);
            frame.writeVarInt(message.length());
            frame.writeBytes(message.array(), message.start(), message.length());
        }
        return frame.toByteArray();
    }

    /** Writes the header where the room for it is. */
    static void head(byte[] frame) {
        FrameHeader.data(frame, 0, STREAM, frame.length - FrameHeader.BYTES, MESSAGES);
    }

    /** What its messages cost of the byte credit. */
    static int cost(byte[] frame) {
        return frame.length - Batch.HEADROOM;
    }
}
