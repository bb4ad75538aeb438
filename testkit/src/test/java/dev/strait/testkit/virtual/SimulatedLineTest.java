package dev.strait.testkit.virtual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.transport.LineContract;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The connections of the simulator, in virtual time. */
class SimulatedLineTest extends LineContract {
    private static final long SECOND = 1_000_000_000L;

    @Override
    protected Line open(long seed) {
        return new Simulated(seed);
    }

    private static final class Simulated implements Line {
        private final EventQueue queue = new EventQueue();
        private final Side[] sides = {new Side(), new Side()};
        private final Pipe[] ways;

        Simulated(long seed) {
            Dice dice = new Dice(seed, "line");
            NetworkOptions network = new NetworkOptions(10_000_000, 700, 1_000_000, 1_000);
            ways = new Pipe[] {new Pipe(queue, dice, network, sides[1]), new Pipe(queue, dice, network, sides[0])};
        }

        private void run() {
            long until = queue.now() + 10 * SECOND;
            boolean more = true;
            while (more) {
                more = queue.runNext(until);
            }
        }

        @Override
        public void write(int side, byte[] bytes) {
            ways[side].write(bytes);
        }

        @Override
        public void end(int side) {
            ways[side].end("closed");
        }

        @Override
        public byte[] arrived(int side, int bytes) {
            run();
            return sides[side].all.toByteArray();
        }

        @Override
        public byte[] arrivedBeforeEnd(int side) {
            run();
            assertTrue(sides[side].ends > 0, "no end has come");
            return sides[side].all.toByteArray();
        }

        @Override
        public int ends(int side) {
            return sides[side].ends;
        }

        @Override
        public void close() {
            run();
            for (Side side : sides) {
                assertEquals(side.bytesBeforeEnd, side.ends == 0 ? 0 : side.all.size(), "bytes behind the end");
            }
        }
    }

    private static final class Side implements Pipe.Outlet {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        int ends;
        int bytesBeforeEnd;

        @Override
        public void arrived(byte[] bytes) {
            all.writeBytes(bytes);
        }

        @Override
        public void ended(String reason) {
            ends++;
            bytesBeforeEnd = all.size();
        }
    }

    @Test
    void ofWhatIsBrokenOffTheFirstPartArrivesAndThenTheEnd() {
        boolean[] seen = new boolean[3];
        for (int seed = 0; seed < 200; seed++) {
            byte[] sent = bytes(5_000, seed);
            Simulated line = new Simulated(seed);
            line.write(0, sent);
            line.ways[0].breakOff("connection reset");
            line.write(0, new byte[] {1, 2, 3});
            byte[] arrived = line.arrivedBeforeEnd(1);
            assertArrayEquals(Arrays.copyOf(sent, arrived.length), arrived, "seed " + seed);
            assertEquals(1, line.ends(1));
            line.close();
            seen[arrived.length == 0 ? 0 : arrived.length < sent.length ? 1 : 2] = true;
        }
        assertTrue(seen[0] && seen[1], "nothing, or a part: " + Arrays.toString(seen));
    }

    @Test
    void whoeverIsNotToldHearsNoEnd() {
        Simulated line = new Simulated(1);
        line.write(0, bytes(5_000, 1));
        line.ways[0].breakOff(null);
        line.arrived(1, 0);
        assertEquals(0, line.ends(1));
    }
}
