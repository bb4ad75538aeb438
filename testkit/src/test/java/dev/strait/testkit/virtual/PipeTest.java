package dev.strait.testkit.virtual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipeTest {
    private static final long SECOND = 1_000_000_000L;

    private final EventQueue queue = new EventQueue();
    private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    private final List<Integer> pieces = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private final Pipe pipe =
            new Pipe(queue, new Dice(1, "pipe"), new NetworkOptions(1_000_000, 3, 1_000_000, 100), new Pipe.Outlet() {
                @Override
                public void arrived(byte[] bytes) {
                    arrived.writeBytes(bytes);
                    pieces.add(bytes.length);
                }

                @Override
                public void ended(String reason) {
                    ends.add(reason);
                }
            });

    private void run(long until) {
        boolean more = true;
        while (more) {
            more = queue.runNext(until);
        }
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    @Test
    void bytesArriveInOrderInPiecesAndTheEndBehindThem() {
        pipe.write(bytes(20));
        pipe.end("over");
        run(SECOND);
        assertArrayEquals(bytes(20), arrived.toByteArray());
        assertTrue(pieces.size() >= 7, () -> "pieces of at most 3 bytes: " + pieces);
        assertEquals(List.of("over"), ends);
    }

    @Test
    void whatIsHeldUpArrivesLater() {
        pipe.write(bytes(2));
        pipe.hold(SECOND);
        run(SECOND - 1);
        assertEquals(0, arrived.size());
        run(SECOND);
        assertEquals(2, arrived.size());
    }

    @Test
    void ofASeveredPipeNothingArrives() {
        pipe.write(bytes(20));
        pipe.sever();
        pipe.write(bytes(20));
        pipe.end("over");
        run(SECOND);
        assertEquals(0, arrived.size());
        assertEquals(List.of(), ends);
    }

    @Test
    void aFullPipeSaysWhenItIsFreeAgain() {
        List<Long> free = new ArrayList<>();
        pipe.write(bytes(200));
        run(SECOND / 1_000);
        pipe.hold(SECOND / 2);
        pipe.write(bytes(200));
        run(SECOND / 100);
        assertFalse(pipe.isFree(() -> free.add(queue.now())));
        run(SECOND);
        assertEquals(1, free.size());
        assertTrue(free.getFirst() >= SECOND / 2);
    }
}
