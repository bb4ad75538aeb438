package dev.strait.runtime;

import dev.strait.error.CloseIncomplete;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A close that happens once. Who calls while it goes on waits for it, and gets the same outcome; who calls when it is over finds nothing to
 * do. Safe for use by any thread.
 */
final class CloseOnce {
    private final AtomicReference<@Nullable Thread> closer = new AtomicReference<>();
    private final CompletableFuture<Optional<CloseIncomplete>> outcome = new CompletableFuture<>();
    private final CountDownLatch begun = new CountDownLatch(1);

    /** Whether a close has begun, or begins within that time. */
    boolean beginsWithin(Duration time) {
        try {
            return begun.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return begun.getCount() == 0;
        }
    }

    /**
     * Closes, or waits for the close that goes on; a thread that closes and gets here again (from a log handler, say) does not wait for
     * itself.
     *
     * @param closing gives what was left undone
     * @throws CloseIncomplete if something was
     */
    void close(Supplier<Optional<CloseIncomplete>> closing) {
        if (closer.compareAndSet(null, Thread.currentThread())) {
            begun.countDown();
            try {
                outcome.complete(closing.get());
            } catch (Throwable failed) {
                outcome.completeExceptionally(failed);
                throw failed;
            }
        } else if (outcome.isDone() || Thread.currentThread().equals(closer.get())) {
            return;
        }
        Optional<CloseIncomplete> incomplete = outcome.join();
        if (incomplete.isPresent()) {
            // An exception of its own for each caller: its stack is that caller's.
            CloseIncomplete it = incomplete.get();
            throw new CloseIncomplete(it.node(), it.waited(), it.notTaken());
        }
    }
}
