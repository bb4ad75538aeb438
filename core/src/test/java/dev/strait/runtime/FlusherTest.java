package dev.strait.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class FlusherTest {
    private final ArrayDeque<Runnable> behind = new ArrayDeque<>();
    private int flushes;

    @Test
    void whatManyProgramsSayBeforeItRunsGoesIntoOneWrite() {
        Flusher flusher = new Flusher(() -> flushes++, behind::add);
        for (int program = 0; program < 100; program++) {
            flusher.flushBehindOthers();
        }
        assertEquals(0, flushes);
        assertEquals(1, behind.size());
        behind.remove().run();
        assertEquals(1, flushes);
    }

    @Test
    void whatIsSaidWhileItWritesIsWrittenByAnother() {
        Flusher[] it = new Flusher[1];
        it[0] = new Flusher(
                () -> {
                    if (flushes++ == 0) {
                        it[0].flushBehindOthers();
                    }
                },
                behind::add);
        it[0].flushBehindOthers();
        behind.remove().run();
        assertEquals(1, behind.size());
        behind.remove().run();
        assertEquals(2, flushes);
        assertEquals(0, behind.size());
    }

    @Test
    void withoutAThreadToRunItTheCallerWrites() {
        Flusher flusher = new Flusher(() -> flushes++, _ -> {
            throw new RejectedExecutionException("no thread");
        });
        flusher.flushBehindOthers();
        flusher.flushBehindOthers();
        assertEquals(2, flushes);
    }
}
