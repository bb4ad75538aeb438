package dev.strait.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PortLockTest {
    private final PortLock lock = new PortLock();
    private long count;

    @Test
    void itIsFreeAgainWhenItWasGivenBackAsOftenAsTaken() {
        assertTrue(lock.tryLock());
        lock.lock();
        assertTrue(lock.tryLock());
        for (int i = 0; i < 3; i++) {
            assertTrue(lock.isHeldByCaller());
            assertTrue(lock.isLocked());
            assertFalse(Task.start(lock::tryLock).get(), "by another thread");
            lock.unlock();
        }
        assertFalse(lock.isHeldByCaller());
        assertFalse(lock.isLocked());
        assertTrue(Task.start(() -> {
                    boolean taken = lock.tryLock();
                    lock.unlock();
                    return taken;
                })
                .get());
    }

    @Test
    void whoTakesItForEverIsRefusedAndHasItAsBefore() {
        int times = 1 << 16;
        for (int i = 0; i < times; i++) {
            lock.lock();
        }
        assertThrows(IllegalStateException.class, lock::tryLock);
        for (int i = 0; i < times; i++) {
            assertTrue(lock.isHeldByCaller());
            lock.unlock();
        }
        assertFalse(lock.isLocked());
    }

    @Test
    void onlyWhoHoldsItGivesItBack() {
        assertThrows(IllegalMonitorStateException.class, lock::unlock);
        lock.lock();
        Task<Object> other = Task.start(() -> {
            assertFalse(lock.isHeldByCaller());
            lock.unlock();
            return "given back";
        });
        assertInstanceOf(IllegalMonitorStateException.class, other.failure());
        assertTrue(lock.isHeldByCaller());
        lock.unlock();
    }

    @Test
    void anInterruptOfWhoWaitsLeavesItsFlagAndNothingElse() {
        lock.lock();
        AtomicBoolean has = new AtomicBoolean();
        AtomicReference<@Nullable Thread> waiter = new AtomicReference<>();
        Task<Boolean> waits = Task.start(() -> {
            waiter.set(Thread.currentThread());
            lock.lock();
            has.set(true);
            lock.unlock();
            return Thread.interrupted();
        });
        Task.until(() -> waiter.get() instanceof Thread thread && thread.getState() == Thread.State.WAITING);
        waits.interrupt();
        assertFalse(has.get());
        lock.unlock();
        assertTrue(waits.get());
        assertTrue(has.get());
    }

    /** Plain additions, by platform and by virtual threads: one that was lost would be missing. */
    @Test
    void oneThreadAtATimeHoldsItAndNobodyIsForgotten() {
        int threads = 8;
        int each = 50_000;
        List<Task<Object>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            boolean polls = i % 4 == 0;
            tasks.add(Task.start(i % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform(), () -> {
                for (int j = 0; j < each; j++) {
                    if (!polls || !lock.tryLock()) {
                        lock.lock();
                    }
                    lock.lock();
                    count++;
                    lock.unlock();
                    count++;
                    lock.unlock();
                }
                return "over";
            }));
        }
        tasks.forEach(Task::get);
        assertEquals(2L * threads * each, count);
    }
}
