package dev.strait.bench.micro;

import dev.strait.codec.Codec;
import dev.strait.codec.Input;
import dev.strait.codec.Output;
import java.util.Arrays;
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

/** Types that are no record: text, raw bytes and a number, each alone in a message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScalarCodecBenchmark {

    private static final byte[] BYTES = new byte[128];

    private final Codec<String> strings = Codec.of(String.class);
    private final Codec<byte[]> bytes = Codec.bytes();
    private final Codec<Long> longs = Codec.of(Long.class);
    private final String[] texts = texts(Sample.some());
    private final byte[][] encodedTexts = encode(strings, texts);
    private final byte[][] encodedLongs = encode(longs, new Long[] {5000L, -70_000L, Long.MAX_VALUE, 3L});
    private final Output out = new Output();
    private final Input in = new Input(new byte[0]);
    private long turn;

    private static String[] texts(Sample[] samples) {
        return Arrays.stream(samples).map(Sample::text).toArray(String[]::new);
    }

    private static <T> byte[][] encode(Codec<T> codec, T[] values) {
        byte[][] encoded = new byte[values.length][];
        Output out = new Output();
        for (int i = 0; i < values.length; i++) {
            out.reset();
            codec.encode(values[i], out);
            encoded[i] = out.toByteArray();
        }
        return encoded;
    }

    private int next() {
        return (int) (turn++ & (Sample.COUNT - 1));
    }

    @Benchmark
    public int encodeString() {
        out.reset();
        strings.encode(texts[next()], out);
        return out.length();
    }

    @Benchmark
    public String decodeString() {
        byte[] message = encodedTexts[next()];
        in.reset(message, 0, message.length);
        return strings.decode(in);
    }

    @Benchmark
    public int encodeBytes128() {
        out.reset();
        bytes.encode(BYTES, out);
        return out.length();
    }

    @Benchmark
    public byte[] decodeBytes128() {
        in.reset(BYTES, 0, BYTES.length);
        return bytes.decode(in);
    }

    @Benchmark
    public int encodeLong() {
        out.reset();
        longs.encode(turn++, out);
        return out.length();
    }

    @Benchmark
    public Long decodeLong() {
        byte[] message = encodedLongs[next() & 3];
        in.reset(message, 0, message.length);
        return longs.decode(in);
    }
}
