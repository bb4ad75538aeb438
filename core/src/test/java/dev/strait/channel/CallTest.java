package dev.strait.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Task;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The one decision about a call that waits. */
class CallTest {

    private final LocalChannel<String> port = new LocalChannel<>(0);
    private final Call call = new Call();
    private final Wait first = new Wait(call, port, null, 0);
    private final Wait second = new Wait(call, port, null, 1);

    @Test
    void onlyOneWaitWins() throws InterruptedException {
        assertTrue(call.claim(first));
        assertFalse(call.claim(second));
        assertFalse(call.claim(first));
        first.complete("item");
        assertSame(first, call.await(Call.FOREVER));
        assertEquals("item", first.result());
    }

    @Test
    void aCallThatTimedOutCanNoLongerBeWon() throws InterruptedException {
        assertNull(call.await(1));
        assertFalse(call.claim(first));
    }

    @Test
    void aCallThatWasInterruptedCanNoLongerBeWon() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> call.await(Call.FOREVER));
        assertFalse(Thread.currentThread().isInterrupted());
        assertFalse(call.claim(first));
    }

    @Test
    void aCallThatWasWonIsNotGivenUpForAnInterruptOrATimeLimitAndKeepsTheFlag() throws InterruptedException {
        assertTrue(call.claim(first));
        first.complete("item");
        Thread.currentThread().interrupt();
        assertSame(first, call.await(0));
        assertTrue(Thread.interrupted());
    }

    @Test
    void aCallThatWakesBetweenClaimAndResultWaitsForTheResult() {
        CountDownLatch made = new CountDownLatch(1);
        Wait[] wait = new Wait[1];
        Task<Object> waiter = Task.start(() -> {
            wait[0] = new Wait(new Call(), port, null, 0);
            made.countDown();
            Wait won = wait[0].call.await(Call.FOREVER);
            return won == null ? "none" : won.result();
        });
        Task.until(() -> made.getCount() == 0);
        port.lock();
        try {
            assertTrue(wait[0].call.claim(wait[0]));
            waiter.interrupt();
            // However long this takes, the waiter neither fails nor returns without its result.
            for (int i = 0; i < 1_000; i++) {
                assertFalse(waiter.isDone());
                Thread.yield();
            }
            port.complete(wait[0], "item");
        } finally {
            port.unlock();
        }
        assertEquals("item", waiter.get());
    }
}
