package dev.strait.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** What is offered to the socket at a time, and that it is the bytes of the buffers in their order. */
class StagingTest {
    private final LargeBuffers large = new LargeBuffers(4);
    private final Staging staging = new Staging(large);

    /** Takes of each offer what it is told to take, and remembers. */
    private static final class Taker implements WritableByteChannel {
        final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        final List<Integer> offers = new ArrayList<>();
        private final IntUnaryOperator takes;

        Taker(IntUnaryOperator takes) {
            this.takes = takes;
        }

        @Override
        public int write(ByteBuffer from) {
            assertTrue(from.isDirect(), "the JDK would copy it once more");
            offers.add(from.remaining());
            byte[] bytes = new byte[Math.min(from.remaining(), takes.applyAsInt(from.remaining()))];
            from.get(bytes);
            taken.writeBytes(bytes);
            return bytes.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private static byte[] content(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** The content in pieces of these lengths, the rest in the last. */
    private static ByteBuffer[] split(byte[] content, int... lengths) {
        ByteBuffer[] pieces = new ByteBuffer[lengths.length + 1];
        int at = 0;
        for (int i = 0; i < lengths.length; i++) {
            pieces[i] = ByteBuffer.wrap(content, at, lengths[i]);
            at += lengths[i];
        }
        pieces[lengths.length] = ByteBuffer.wrap(content, at, content.length - at);
        return pieces;
    }

    @Test
    void aFullTransmissionIsOneWrite() throws IOException {
        byte[] content = content(LargeBuffers.BYTES);
        Taker socket = new Taker(offered -> offered);
        ByteBuffer[] pieces = split(content, 16, 64 << 10, 0, 12, 64 << 10);

        assertEquals(content.length, staging.write(socket, pieces, 0, pieces.length));

        assertArrayEquals(content, socket.taken.toByteArray());
        assertEquals(List.of(content.length), socket.offers);
        assertFalse(Staging.hasRemaining(pieces, 0, pieces.length));
    }

    @Test
    void moreThanOneBufferHoldsGoesOutInSeveralWrites() throws IOException {
        byte[] content = content(2 * LargeBuffers.BYTES + 100);
        Taker socket = new Taker(offered -> offered);
        ByteBuffer[] pieces = split(content, 1);

        assertEquals(content.length, staging.write(socket, pieces, 0, pieces.length));

        assertArrayEquals(content, socket.taken.toByteArray());
        assertEquals(List.of(LargeBuffers.BYTES, LargeBuffers.BYTES, 100), socket.offers);
    }

    @Test
    void whatTheSocketDoesNotTakeIsLeftAndGoesOutLater() throws IOException {
        long seed = 4711;
        Random random = new Random(seed);
        byte[] content = content(3 << 20);
        Taker socket = new Taker(offered -> random.nextInt(4) == 0 ? offered : random.nextInt(offered + 1));
        ByteBuffer[] pieces = split(content, 36, 100_000, 0, 1, 700_000, 12, 64 << 10);
        long written = 0;

        while (Staging.hasRemaining(pieces, 0, pieces.length)) {
            written += staging.write(socket, pieces, 0, pieces.length);
            assertEquals(socket.taken.size(), written, () -> "seed " + seed);
        }

        assertArrayEquals(content, socket.taken.toByteArray(), () -> "seed " + seed);
    }

    @Test
    void aSocketThatTakesLittleIsOfferedLittleUntilItTakesMore() throws IOException {
        int[] most = {10_000};
        Taker socket = new Taker(offered -> most[0]);
        ByteBuffer[] pieces = split(content(8 << 20));

        staging.write(socket, pieces, 0, 1);
        staging.write(socket, pieces, 0, 1);
        most[0] = Integer.MAX_VALUE;
        staging.write(socket, pieces, 0, 1);

        assertEquals(LargeBuffers.BYTES, socket.offers.get(0));
        assertEquals(Staging.LEAST_BYTES, socket.offers.get(1));
        assertEquals(Staging.LEAST_BYTES, socket.offers.get(2));
        assertEquals(2 * Staging.LEAST_BYTES, socket.offers.get(3));
        assertTrue(socket.offers.contains(LargeBuffers.BYTES));
    }

    @Test
    void aLargeBufferIsGivenBackAlsoIfTheWriteFails() {
        ByteBuffer known = large.take();
        large.giveBack(known);
        Taker socket = new Taker(offered -> {
            throw new IllegalStateException("broken");
        });
        ByteBuffer[] pieces = split(content(Staging.OWN_BYTES + 1));

        assertThrows(IllegalStateException.class, () -> staging.write(socket, pieces, 0, 1));

        assertSame(known, large.take());
    }

    @Test
    void smallWritesTakeNoLargeBuffer() throws IOException {
        ByteBuffer known = large.take();
        large.giveBack(known);
        Taker socket = new Taker(offered -> {
            assertSame(known, large.take());
            large.giveBack(known);
            return offered;
        });

        staging.write(socket, split(content(Staging.OWN_BYTES)), 0, 1);

        assertEquals(List.of(Staging.OWN_BYTES), socket.offers);
    }

    @Test
    void noMoreLargeBuffersAreMadeThanThereMayBe() throws IOException {
        List<ByteBuffer> taken = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            taken.add(large.take());
        }
        assertNull(large.take());

        byte[] content = content(3 * Staging.OWN_BYTES);
        Taker socket = new Taker(offered -> offered);
        assertEquals(content.length, staging.write(socket, split(content), 0, 1), "goes on with its own buffer");
        assertArrayEquals(content, socket.taken.toByteArray());
        assertEquals(List.of(Staging.OWN_BYTES, Staging.OWN_BYTES, Staging.OWN_BYTES), socket.offers);

        taken.forEach(large::giveBack);
        for (int i = 0; i < 4; i++) {
            assertSame(taken.get(i), large.take());
        }
        assertNull(large.take());
    }
}
