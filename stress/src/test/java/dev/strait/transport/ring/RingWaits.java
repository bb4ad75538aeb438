package dev.strait.transport.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Who waits at a ring: it sees a reason not to, or the other side sees that it waits. If neither did, it would wait for ever. First what the side
 * that moves bytes found, whether it has to wake; then what the other found, whether it has to wait.
 */
public final class RingWaits {
    private static final int CAPACITY = ByteRing.FIRST_CAPACITY;

    private RingWaits() {}

    private static MemorySegment memory() {
        return Arena.ofAuto().allocate(ByteRing.HEADER_BYTES + CAPACITY, 4096);
    }

    private static void write(ByteRing ring, int count) {
        try {
            ring.write(new ByteBuffer[] {ByteBuffer.allocate(count)}, 0, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(ByteRing ring) {
        try {
            ring.read(ByteBuffer.allocate(CAPACITY));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A reader of an empty ring, beside one who writes. */
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "it waits and is woken")
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "it is woken for nothing")
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "it does not wait")
    @Outcome(id = "false, true", expect = FORBIDDEN, desc = "it waits for ever")
    @State
    public static class OfReaders {
        private final MemorySegment memory = memory();
        private final ByteRing writing = new ByteRing(memory, (from, to) -> false);
        private final ByteRing reading = new ByteRing(memory, (from, to) -> false);

        @Actor
        public void write(ZZ_Result result) {
            RingWaits.write(writing, 1);
            result.r1 = writing.wakesReader();
        }

        @Actor
        public void read(ZZ_Result result) {
            reading.readerWaits();
            result.r2 = reading.isEmpty();
        }
    }

    /** A writer of a full ring, beside one who reads. */
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "it waits and is woken")
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "it is woken for nothing")
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "it does not wait")
    @Outcome(id = "false, true", expect = FORBIDDEN, desc = "it waits for ever")
    @State
    public static class OfWriters {
        private final MemorySegment memory = memory();
        private final ByteRing writing = new ByteRing(memory, (from, to) -> false);
        private final ByteRing reading = new ByteRing(memory, (from, to) -> false);

        public OfWriters() {
            RingWaits.write(writing, CAPACITY);
        }

        @Actor
        public void read(ZZ_Result result) {
            RingWaits.read(reading);
            result.r1 = reading.wakesWriter();
        }

        @Actor
        public void write(ZZ_Result result) {
            writing.writerWaits();
            result.r2 = !writing.hasRoom();
        }
    }

    /** A writer of a full ring that may have a larger one, and waits for all to be read. */
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "it waits and is woken")
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "it is woken for nothing")
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "it does not wait")
    @Outcome(id = "false, true", expect = FORBIDDEN, desc = "it waits for ever")
    @State
    public static class OfWritersThatWaitForAll {
        private final MemorySegment memory = Arena.ofAuto().allocate(ByteRing.HEADER_BYTES + 2L * CAPACITY, 4096);
        private final ByteRing writing = new ByteRing(memory, (from, to) -> true);
        private final ByteRing reading = new ByteRing(memory, (from, to) -> true);

        public OfWritersThatWaitForAll() {
            RingWaits.write(writing, CAPACITY + 1);
        }

        @Actor
        public void read(ZZ_Result result) {
            RingWaits.read(reading);
            result.r1 = reading.wakesWriter();
        }

        @Actor
        public void write(ZZ_Result result) {
            writing.writerWaits();
            result.r2 = !writing.hasRoom();
        }
    }
}
