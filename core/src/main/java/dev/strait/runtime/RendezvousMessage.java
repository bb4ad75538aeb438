package dev.strait.runtime;

import dev.strait.wire.frame.Varint;
import dev.strait.wire.mux.Batch;

/**
 * A value as it will travel to a rendezvous: ready for one DATA frame if it is small enough, with room for its header, else bare. A value that comes back is
 * offered again, maybe on another link, whose header goes into the same room: what is offered again has bytes of its own, since the link before may
 * still be writing. Not thread-safe.
 */
final class RendezvousMessage {
    private final byte[] array;
    private final int length;
    private final boolean framed;
    private boolean wasOffered;
    private volatile boolean isOut;
    private volatile String takenBy = "";

    private RendezvousMessage(byte[] array, int length, boolean framed) {
        this.array = array;
        this.length = length;
        this.framed = framed;
    }

    /** Of the encoded value; the array is not copied if it is large. */
    static RendezvousMessage of(byte[] encoded) {
        int prefix = Varint.length(encoded.length);
        int size = prefix + encoded.length;
        if (size > Batch.MAX_FRAMED_BYTES) {
            return new RendezvousMessage(encoded, encoded.length, false);
        }
        byte[] array = new byte[Batch.HEADROOM + size];
        Varint.write(array, Batch.HEADROOM, encoded.length);
        System.arraycopy(encoded, 0, array, Batch.HEADROOM + prefix, encoded.length);
        return new RendezvousMessage(array, encoded.length, true);
    }

    /** The bytes of the encoded value. */
    int length() {
        return length;
    }

    /** What can be offered now. */
    Batch batch() {
        if (!framed) {
            return Batch.whole(array, 0, array.length);
        }
        byte[] own = wasOffered ? array.clone() : array;
        return Batch.framed(own, Batch.HEADROOM, own.length, 1);
    }

    /** A receive on this node has taken it. */
    void takenBy(String node) {
        takenBy = node;
    }

    /** The id of the node where a receive has taken it; empty if none has. Safe for any thread. */
    String takenBy() {
        return takenBy;
    }

    /** What {@link #batch} gave is being offered. */
    void offered() {
        wasOffered = true;
        isOut = true;
    }

    /** It has come back: no receive has taken it. */
    void returned() {
        isOut = false;
    }

    /** Whether a receive on another node has been offered it, and it has not come back. Safe for any thread. */
    boolean isOut() {
        return isOut;
    }
}
