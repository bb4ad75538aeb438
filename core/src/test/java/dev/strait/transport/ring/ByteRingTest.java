package dev.strait.transport.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ByteRingTest {
    private static final long SEED = 20_261_122L;
    private static final int FIRST = ByteRing.FIRST_CAPACITY;
    private static final int LARGEST = 16 * FIRST;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(ByteRing.HEADER_BYTES + LARGEST, 4096);
    private final List<String> allocated = new ArrayList<>();

    private final ByteRing writer = new ByteRing(memory, (from, to) -> allocated.add(from + " to " + to));
    private final ByteRing reader = new ByteRing(memory, (from, to) -> {
        throw new AssertionError("a reader asks for no memory");
    });

    /** A ring for which there is no more memory than it has at first. */
    private ByteRing fixed() {
        return new ByteRing(memory, (from, to) -> false);
    }

    @AfterEach
    void giveBack() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static int write(ByteRing ring, byte[]... pieces) throws IOException {
        ByteBuffer[] from = Arrays.stream(pieces).map(ByteBuffer::wrap).toArray(ByteBuffer[]::new);
        return (int) ring.write(from, 0, from.length);
    }

    private static byte[] read(ByteRing ring, int most) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(most);
        int count = ring.read(into);
        assertEquals(count, into.position());
        return Arrays.copyOf(into.array(), count);
    }

    @Test
    void whatIsWrittenIsReadInOrderAcrossTheEndOfTheRing() throws Exception {
        Random sizes = new Random(SEED);
        byte[] sent = bytes(10 * FIRST, SEED);
        int written = 0;
        int read = 0;
        while (read < sent.length) {
            int half = Math.min(sizes.nextInt(30_000), sent.length - written);
            int rest = Math.min(sizes.nextInt(3), sent.length - written - half);
            written += write(
                    writer,
                    Arrays.copyOfRange(sent, written, written + half),
                    new byte[0],
                    Arrays.copyOfRange(sent, written + half, written + half + rest));
            byte[] got = read(reader, 1 + sizes.nextInt(40_000));
            assertArrayEquals(Arrays.copyOfRange(sent, read, read + got.length), got, "at " + read + ", seed " + SEED);
            read += got.length;
        }
        assertEquals(0, read(reader, 1).length);
    }

    @Test
    void aFullRingTakesNoMoreAndAWriterWaitsForHalfOfIt() throws Exception {
        ByteRing fixed = fixed();
        assertEquals(FIRST, write(fixed, new byte[FIRST + 10]));
        assertEquals(0, write(fixed, new byte[1]));
        read(reader, FIRST);
        fixed.grow();
        assertEquals(FIRST, write(fixed, new byte[FIRST + 10]), "there is no memory for more");
        assertEquals(0, write(fixed, new byte[1]));
        assertFalse(fixed.hasRoom());
        fixed.writerWaits();
        read(reader, FIRST / 2 - 1);
        assertFalse(fixed.hasRoom());
        assertFalse(reader.wakesWriter(), "it would find less than half to do");
        read(reader, 1);
        assertTrue(fixed.hasRoom());
        assertTrue(reader.wakesWriter());
        assertEquals(FIRST / 2, write(fixed, new byte[FIRST]));
    }

    @Test
    void aRingThatWasFullGrowsOnceItIsEmptyAndLosesNothing() throws Exception {
        byte[] sent = bytes(6 * FIRST, SEED);
        assertEquals(FIRST, write(writer, sent));
        writer.writerWaits();
        read(reader, FIRST - 1);
        assertEquals(0, write(writer, new byte[1]), "it is to be empty first");
        writer.grow();
        assertFalse(writer.hasRoom());
        assertFalse(reader.wakesWriter(), "it waits for all to be read");
        assertArrayEquals(Arrays.copyOfRange(sent, FIRST - 1, FIRST), read(reader, FIRST));
        assertTrue(reader.wakesWriter());
        assertTrue(writer.hasRoom());
        writer.grow();
        byte[] rest = Arrays.copyOfRange(sent, FIRST, sent.length);
        assertEquals(4 * FIRST, write(writer, rest));
        assertEquals(List.of(FIRST + " to " + 4 * FIRST), allocated);
        assertArrayEquals(Arrays.copyOf(rest, 4 * FIRST), read(reader, rest.length));
        byte[] last = Arrays.copyOfRange(rest, 4 * FIRST, rest.length);
        assertEquals(FIRST, write(writer, last));
        assertArrayEquals(last, read(reader, FIRST));
    }

    @Test
    void aRingGrowsUpToWhatItMayAndThenStays() throws Exception {
        for (int i = 0; i < 5; i++) {
            write(writer, new byte[2 * LARGEST]);
            for (int read = 1; read > 0; ) {
                read = read(reader, LARGEST).length;
            }
            writer.grow();
        }
        assertEquals(List.of(FIRST + " to " + 4 * FIRST, 4 * FIRST + " to " + LARGEST), allocated);
        assertEquals(LARGEST, write(writer, new byte[2 * LARGEST]));
    }

    @Test
    void aRingThatNobodyMakesLargerIsWrittenToAsItIs() throws Exception {
        write(writer, new byte[2 * FIRST]);
        read(reader, FIRST);
        assertEquals(FIRST, write(writer, new byte[2 * FIRST]));
        assertEquals(List.of(), allocated);
    }

    @Test
    void aRingHoldsAPowerOfTwoAndNoLessThanAtFirst() {
        for (int size : new int[] {FIRST / 2, FIRST + 4096, 3 * FIRST}) {
            MemorySegment odd = memory.asSlice(0, ByteRing.HEADER_BYTES + size);
            assertThrows(IllegalArgumentException.class, () -> new ByteRing(odd, (from, to) -> true));
        }
    }

    /** What a reader and a writer that wait for each other do; if a word to be woken were lost, they would wait for ever. */
    @Test
    void whoWaitsIsWoken() throws Exception {
        byte[] sent = bytes(200 * FIRST, SEED);
        Semaphore forWriter = new Semaphore(0);
        Semaphore forReader = new Semaphore(0);
        FutureTask<Void> writing = new FutureTask<>(() -> {
            Random sizes = new Random(SEED);
            for (int at = 0; at < sent.length; ) {
                int count = Math.min(1 + sizes.nextInt(sizes.nextBoolean() ? 100 : 300_000), sent.length - at);
                int done = write(writer, Arrays.copyOfRange(sent, at, at + count));
                at += done;
                if (done > 0 && writer.wakesReader()) {
                    forReader.release();
                }
                if (done < count) {
                    writer.writerWaits();
                    if (!writer.hasRoom()) {
                        forWriter.acquire();
                    }
                    writer.grow();
                }
            }
            return null;
        });
        Thread.ofPlatform().start(writing);
        Random sizes = new Random(SEED + 1);
        for (int at = 0; at < sent.length; ) {
            byte[] got = read(reader, 1 + sizes.nextInt(100_000));
            assertArrayEquals(Arrays.copyOfRange(sent, at, at + got.length), got, "at " + at + ", seed " + SEED);
            at += got.length;
            if (got.length > 0 && reader.wakesWriter()) {
                forWriter.release();
            }
            if (got.length == 0) {
                reader.readerWaits();
                if (reader.isEmpty()) {
                    forReader.acquire();
                }
            }
        }
        writing.get();
    }

    @Test
    void whoDoesNotWaitIsNotWokenAndWhoDoesIsOnce() throws Exception {
        write(writer, new byte[1]);
        assertFalse(writer.wakesReader());
        reader.readerWaits();
        assertTrue(writer.wakesReader());
        assertFalse(writer.wakesReader());
        writer.writerWaits();
        assertTrue(reader.wakesWriter());
        assertFalse(reader.wakesWriter());
    }

    @Test
    void theEndComesBehindWhatWasWritten() throws Exception {
        write(writer, new byte[] {1, 2});
        writer.end();
        assertTrue(reader.isEnded());
        assertArrayEquals(new byte[] {1, 2}, read(reader, 10));
        assertEquals(0, read(reader, 10).length);
    }

    @Test
    void aReaderThatDiscardsHoldsNobodyUpAndOneThatIsGoneIsAnError() throws Exception {
        write(writer, new byte[2 * FIRST]);
        reader.discard();
        assertTrue(writer.hasRoom());
        assertEquals(3 * LARGEST, write(writer, new byte[3 * LARGEST]));
        reader.leave();
        IOException gone = assertThrows(IOException.class, () -> write(writer, new byte[1]));
        assertTrue(gone.getMessage().contains("the other side has closed it"), gone.getMessage());
    }

    @Test
    void countsThatMakeNoSenseAreRefused() throws Exception {
        for (long count : new long[] {-1, FIRST + 1L, Long.MAX_VALUE, Long.MIN_VALUE}) {
            memory.fill((byte) 0);
            memory.set(ValueLayout.JAVA_LONG, 0, count);
            IOException broken = assertThrows(IOException.class, () -> read(fixed(), 10));
            assertTrue(broken.getMessage().contains("claims to have written " + count), broken.getMessage());
        }
        for (long count : new long[] {-1, FIRST + 1L, Long.MAX_VALUE, Long.MIN_VALUE}) {
            memory.fill((byte) 0);
            ByteRing filled = fixed();
            write(filled, new byte[FIRST]);
            memory.set(ValueLayout.JAVA_LONG, 384, count);
            IOException broken = assertThrows(IOException.class, () -> write(filled, new byte[1]));
            assertTrue(broken.getMessage().contains("claims to have read " + count), broken.getMessage());
        }
        for (int size : new int[] {-1, 1, FIRST + 1, 2 * LARGEST, Integer.MIN_VALUE}) {
            memory.fill((byte) 0);
            memory.set(ValueLayout.JAVA_INT, 768, size);
            IOException broken = assertThrows(IOException.class, () -> read(fixed(), 10));
            assertTrue(broken.getMessage().contains("a ring holds " + size), broken.getMessage());
        }
    }

    @Test
    void memoryThatIsGivenBackIsNotTouched() throws Exception {
        write(writer, new byte[10]);
        arena.close();
        assertThrows(IllegalStateException.class, () -> write(writer, new byte[10]));
        assertThrows(IllegalStateException.class, () -> read(reader, 10));
        assertThrows(IllegalStateException.class, reader::isEmpty);
        assertThrows(IllegalStateException.class, writer::hasRoom);
        assertThrows(IllegalStateException.class, writer::wakesReader);
    }
}
