package dev.strait.bench.micro;

import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameDecoder;
import dev.strait.wire.frame.FrameEncoder;
import dev.strait.wire.frame.MessageCursor;
import dev.strait.wire.frame.WireWriter;
import dev.strait.wire.mux.Batch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A DATA frame of 64 sample records, written and read without their codec; nanoseconds for the whole frame. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameBenchmark {

    private final byte[] frame = headed();
    private final Data data = new Data(Frames.STREAM, Frames.MESSAGES, frame, Batch.HEADROOM, frame.length);
    private final WireWriter out = new WireWriter();
    private final FrameDecoder decoder = FrameDecoder.afterHandshake();
    private final MessageCursor cursor = new MessageCursor();

    private static byte[] headed() {
        byte[] frame = Frames.unheaded();
        Frames.head(frame);
        return frame;
    }

    /** As the link's writer does it: the header goes ahead of the batch in place, and nothing is copied. */
    @Benchmark
    public byte[] writeInPlace() {
        Frames.head(frame);
        return frame;
    }

    /** As any frame can be written, with its payload copied. */
    @Benchmark
    public int writeCopied() {
        out.truncate(0);
        FrameEncoder.encode(data, out);
        return out.size();
    }

    /** As the link's reader does it: the structure is checked in full, every length of a message included. */
    @Benchmark
    public Frame read() {
        Frame read = decoder.next(frame, 0, frame.length);
        if (read == null) {
            throw new IllegalStateException("not a whole frame");
        }
        return read;
    }

    /** What a receiving end does then: from message to message. */
    @Benchmark
    public int walk() {
        cursor.reset(data);
        int bytes = 0;
        while (cursor.next()) {
            bytes += cursor.to() - cursor.from();
        }
        return bytes;
    }
}
