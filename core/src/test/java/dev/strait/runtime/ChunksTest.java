package dev.strait.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChunksTest {
    private final Chunks chunks = new Chunks();

    @Test
    void aChunkIsReadIntoAgainWhenItsParcelsAreDoneAndItsReaderHasLeftIt() {
        byte[] chunk = chunks.take(Chunks.BYTES);
        chunks.refers(chunk);
        chunks.refers(chunk);
        chunks.leave(chunk);
        chunks.done(chunk);
        assertNotSame(chunk, chunks.take(Chunks.BYTES), "a parcel is left");
        chunks.done(chunk);
        assertSame(chunk, chunks.take(Chunks.BYTES));
        assertNotSame(chunk, chunks.take(Chunks.BYTES), "given out once");
    }

    @Test
    void aChunkThatIsStillReadIntoIsNotFree() {
        byte[] chunk = chunks.take(Chunks.BYTES);
        chunks.refers(chunk);
        chunks.done(chunk);
        assertNotSame(chunk, chunks.take(Chunks.BYTES));
        chunks.leave(chunk);
        assertSame(chunk, chunks.take(Chunks.BYTES));
    }

    @Test
    void otherSizesAndUnknownArraysAreLeftAlone() {
        byte[] small = chunks.take(4_096);
        assertEquals(4_096, small.length);
        chunks.refers(small);
        chunks.leave(small);
        chunks.done(small);
        assertNotSame(small, chunks.take(4_096));
        byte[] stranger = new byte[Chunks.BYTES];
        chunks.done(stranger);
        chunks.leave(stranger);
        assertNotSame(stranger, chunks.take(Chunks.BYTES));
    }

    @Test
    void chunksWhoseParcelsNobodyEndsAreForgottenAndNeverGivenOut() {
        Map<byte[], Boolean> lost = new IdentityHashMap<>();
        for (int i = 0; i < 100; i++) {
            byte[] chunk = chunks.take(Chunks.BYTES);
            assertEquals(null, lost.put(chunk, true), "given out while a parcel refers to it");
            chunks.refers(chunk);
            chunks.leave(chunk);
        }
        lost.keySet().forEach(chunks::done);
        Set<Integer> again = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            again.add(System.identityHashCode(chunks.take(Chunks.BYTES)));
        }
        long known = lost.keySet().stream()
                .filter(chunk -> again.contains(System.identityHashCode(chunk)))
                .count();
        assertEquals(8, known, "of those done with at last so many are kept");
    }
}
