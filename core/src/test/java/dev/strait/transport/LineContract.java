package dev.strait.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a connection promises whether its time is real or virtual: the statements of the transports' contract that need nobody who blocks. Run
 * over connections of every transport, which programs block on, and over those of the simulator.
 */
public abstract class LineContract {
    private static final long SEED = 20_261_121L;

    /** A connection with two sides, 0 and 1, at each of which everything that arrives is read. */
    public interface Line extends AutoCloseable {
        /** Writes all of it at a side; fails if that side was ended. */
        void write(int side, byte[] bytes) throws Exception;

        /** Ends what a side writes, behind all that it has written. */
        void end(int side) throws Exception;

        /** Waits until so much has arrived at a side, and gives all that has. */
        byte[] arrived(int side, int bytes) throws Exception;

        /** Waits for the end to arrive at a side, and gives all that had arrived before, and since. */
        byte[] arrivedBeforeEnd(int side) throws Exception;

        /** How many ends have arrived at a side. */
        int ends(int side);

        @Override
        void close() throws Exception;
    }

    /** A connection that nothing disturbs. */
    protected abstract Line open(long seed) throws Exception;

    protected static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void writeInPieces(Line line, int side, byte[] bytes, Random sizes) throws Exception {
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, sizes.nextInt(5_000));
            line.write(side, Arrays.copyOfRange(bytes, at, at + length));
            at += length;
        }
    }

    @Test
    void bytesArriveInOrderWhateverThePieces() throws Exception {
        for (int i = 0; i < 20; i++) {
            byte[] sent = bytes(40_001, SEED + i);
            try (Line line = open(SEED + i)) {
                writeInPieces(line, i % 2, sent, new Random(SEED + i));
                assertArrayEquals(sent, line.arrived(1 - i % 2, sent.length), "seed " + (SEED + i));
            }
        }
    }

    @Test
    void bothDirectionsAreApart() throws Exception {
        byte[] there = bytes(30_000, SEED);
        byte[] back = bytes(30_003, SEED + 1);
        try (Line line = open(SEED)) {
            Random sizes = new Random(SEED);
            for (int at = 0; at < there.length; at += 3_000) {
                line.write(0, Arrays.copyOfRange(there, at, at + 3_000));
                writeInPieces(line, 1, Arrays.copyOfRange(back, at, at + 3_000), sizes);
            }
            writeInPieces(line, 1, Arrays.copyOfRange(back, there.length, back.length), sizes);
            assertArrayEquals(there, line.arrived(1, there.length));
            assertArrayEquals(back, line.arrived(0, back.length));
            assertEquals(0, line.ends(0) + line.ends(1));
        }
    }

    @Test
    void theEndArrivesOnceAndBehindTheLastByte() throws Exception {
        for (int i = 0; i < 20; i++) {
            byte[] sent = bytes(10_000 + i, SEED + i);
            try (Line line = open(SEED + i)) {
                line.write(0, sent);
                line.end(0);
                assertArrayEquals(sent, line.arrivedBeforeEnd(1), "seed " + (SEED + i));
                assertEquals(1, line.ends(1));
            }
        }
    }

    @Test
    void anEndThatNothingWasWrittenBeforeArrivesToo() throws Exception {
        try (Line line = open(SEED)) {
            line.end(1);
            assertEquals(0, line.arrivedBeforeEnd(0).length);
        }
    }

    @Test
    void nothingCanBeWrittenBehindTheEnd() throws Exception {
        try (Line line = open(SEED)) {
            line.write(0, new byte[] {1, 2});
            line.end(0);
            assertThrows(Exception.class, () -> line.write(0, new byte[] {3}));
            assertArrayEquals(new byte[] {1, 2}, line.arrivedBeforeEnd(1));
        }
    }

    @Test
    void connectionsAreApart() throws Exception {
        try (Line one = open(SEED);
                Line other = open(SEED + 1)) {
            one.write(0, new byte[] {1});
            other.write(0, new byte[] {2});
            one.end(0);
            assertArrayEquals(new byte[] {1}, one.arrivedBeforeEnd(1));
            assertArrayEquals(new byte[] {2}, other.arrived(1, 1));
            assertEquals(0, other.ends(1));
        }
    }
}
