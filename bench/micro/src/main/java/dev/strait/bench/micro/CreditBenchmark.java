package dev.strait.bench.micro;

import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.Open;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.Budget;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Ledger;
import dev.strait.wire.mux.OutStream;
import dev.strait.wire.mux.Parcel;
import dev.strait.wire.mux.Terms;
import dev.strait.wire.mux.Window;
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

/** The credit of one stream, on both sides in one thread; nanoseconds for a batch of 64 messages there and its credit back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CreditBenchmark {

    private static final int CAPACITY = 1024;
    private static final int BYTES = 1 << 20;
    private static final byte[] SCHEMA = {};

    private final byte[] frame = Frames.unheaded();
    private final int cost = Frames.cost(frame);
    private final Ledger sending = new Ledger(CAPACITY, BYTES);
    private final Ledger receiving = new Ledger(CAPACITY, BYTES);

    private final Open open = new Open(Frames.STREAM, 1, 1, "samples", SCHEMA);
    private final OutStream out = opened(open);
    private final InStream in = new InStream(
            open.stream(),
            open.schema(),
            new EndRef(new NodeRef("sender", 1, 1), 1),
            new Terms(new Window(CAPACITY, BYTES, CAPACITY, BYTES), new Budget(1L << 30), BYTES));

    /** The sending half, past its OPEN frame. */
    private static OutStream opened(Open open) {
        OutStream stream = new OutStream(open, CAPACITY, BYTES, false);
        stream.poll();
        return stream;
    }

    /** The two ledgers alone: ask and spend, count what came, take it, grant as much again. */
    @Benchmark
    public long ledgers() {
        if (!sending.covers(Frames.MESSAGES, cost)) {
            throw new IllegalStateException("no credit");
        }
        sending.spend(Frames.MESSAGES, cost);
        receiving.spend(Frames.MESSAGES, cost);
        receiving.take(Frames.MESSAGES, cost);
        receiving.grant(receiving.takenMessages() + CAPACITY, receiving.takenBytes() + BYTES);
        sending.take(Frames.MESSAGES, cost);
        sending.grant(receiving.messageLimit(), receiving.byteLimit());
        return sending.freeMessages();
    }

    /** The two halves of a stream: a batch is queued, polled as a frame, taken in and taken; its credit is announced and heard. */
    @Benchmark
    public long streamTurn() {
        out.ledger().spend(Frames.MESSAGES, cost);
        out.send(Batch.framed(frame, Batch.HEADROOM, frame.length, Frames.MESSAGES));
        Frame written = out.poll();
        if (!(written instanceof Data data)) {
            throw new IllegalStateException("not a batch: " + written);
        }
        Parcel parcel = in.data(data);
        if (parcel == null) {
            throw new IllegalStateException("dropped");
        }
        in.take(parcel.messages(), parcel.cost());
        Credit credit = in.announce();
        out.credit(credit);
        return credit.takenMessages();
    }
}
