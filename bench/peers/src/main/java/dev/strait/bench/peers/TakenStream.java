package dev.strait.bench.peers;

import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.MsgBytes;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;

/** A stream of {@link StreamOpener} on the other side, which checks its two messages. For one thread at a time. */
public final class TakenStream {
    private final MsgBytes codec;
    private final Meter meter;
    private int messages;

    /**
     * Makes one.
     *
     * @param codec shared with other streams of the same thread
     * @param meter counts those that are done
     */
    public TakenStream(MsgBytes codec, Meter meter) {
        this.codec = codec;
        this.meter = meter;
    }

    /**
     * Takes a message.
     *
     * @param bytes a record with Strait's codec
     */
    public void take(byte[] bytes) {
        Run.require(codec.decode(bytes).kind() == messages++, "the messages of a stream are in order");
    }

    /** Counts the stream. */
    public void done() {
        Run.require(messages == Scenario.STREAM_MESSAGES, "a stream has all its messages");
        meter.count(1);
    }
}
