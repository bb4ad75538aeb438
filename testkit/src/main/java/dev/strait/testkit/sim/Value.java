package dev.strait.testkit.sim;

import dev.strait.wire.frame.Varint;
import dev.strait.wire.mux.Batch;

/**
 * A value that a call wants to send.
 *
 * @param message whose it is and which
 * @param length of it in bytes
 */
record Value(Message message, int length) {
    /** As it is sent: framed if it is small enough, else whole. */
    Batch batch() {
        int prefix = Varint.length(length);
        boolean framed = prefix + length <= Batch.MAX_FRAMED_BYTES;
        int at = framed ? Batch.HEADROOM + prefix : 0;
        byte[] array = new byte[at + length];
        Message.write(array, at, length, message.sender(), message.sequence());
        if (!framed) {
            return Batch.whole(array, 0, length);
        }
        Varint.write(array, Batch.HEADROOM, length);
        return Batch.framed(array, Batch.HEADROOM, array.length, 1);
    }
}
