package dev.strait.bench.micro;

import dev.strait.codec.Codec;
import dev.strait.codec.Input;
import dev.strait.codec.Output;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Encoding and decoding the sample record, beside hand-written code for this record alone. As on the data path, a value is encoded
 * into a buffer that is kept, and decoded from a part of an array.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {

    /**
     * What this JVM has encoded and decoded before: nothing else, four other record types as well, or also texts of other scripts
     * than Latin.
     */
    @Param({"nothing", "types", "scripts"})
    public String before = "nothing";

    private final Codec<Sample> codec = Codec.of(Sample.class);
    private final Sample[] samples = Sample.some();
    private final byte[][] encoded = new byte[Sample.COUNT][];
    private final ByteBuffer[] encodedByHand = new ByteBuffer[Sample.COUNT];
    private final Output out = new Output();
    private final Input in = new Input(new byte[0]);
    private final HandWritten byHand = new HandWritten();
    private int turn;

    /** Encodes what is to be decoded, and checks that both ways give back what was sent. */
    @Setup
    public void encodeAll() {
        if (!before.equals("nothing")) {
            OtherTypes.use(before.equals("scripts"));
        }
        for (int i = 0; i < Sample.COUNT; i++) {
            out.reset();
            codec.encode(samples[i], out);
            encoded[i] = out.toByteArray();
            byHand.reset();
            byHand.encode(samples[i]);
            ByteBuffer written = byHand.buffer().flip();
            encodedByHand[i] = ByteBuffer.allocate(written.limit()).put(written);
            turn = i;
            Sample back = decode();
            turn = i;
            if (!back.equals(samples[i]) || !decodeByHand().equals(samples[i])) {
                throw new IllegalStateException("does not come back");
            }
        }
    }

    private int next() {
        return turn++ & (Sample.COUNT - 1);
    }

    @Benchmark
    public int encode() {
        out.reset();
        codec.encode(samples[next()], out);
        return out.length();
    }

    @Benchmark
    public int encodeByHand() {
        byHand.reset();
        byHand.encode(samples[next()]);
        return byHand.buffer().position();
    }

    @Benchmark
    public Sample decode() {
        byte[] message = encoded[next()];
        in.reset(message, 0, message.length);
        return codec.decode(in);
    }

    @Benchmark
    public Sample decodeByHand() {
        return HandWritten.decode(encodedByHand[next()].rewind());
    }
}
