package dev.strait.runtime;

import dev.strait.channel.Signal;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A post with a time limit into a channel of capacity 0. It is a send, and a send is over when it is known whether its value was taken: while the
 * value is out on a link that is suspended, that may be long after the limit. So the send has a virtual thread of its own, and whoever has posted
 * waits for it no longer than that.
 */
final class TimedMeeting {
    /** What is known within the limit but for the thread that is to say so is waited for in steps as long as this. */
    private static final long STEP_NANOS = 1_000_000;

    private TimedMeeting() {}

    /**
     * Sends, and waits until that is over; when the time is over, only if the value is not out.
     *
     * @param send ends by the limit if the value is not out then; to be interrupted
     * @param isOut whether another node may have taken the value
     * @return what the send returned; {@link Signal#ACCEPTED} if it goes on; also if the thread was interrupted, which it then still is
     * @throws InterruptedException if the thread was interrupted, and the send has ended without effect by that
     */
    static Signal await(Callable<Signal> send, BooleanSupplier isOut, long timeoutNanos) throws InterruptedException {
        CompletableFuture<Signal> over = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().name("strait-post").start(() -> {
            try {
                over.complete(send.call());
            } catch (Throwable thrown) {
                over.completeExceptionally(thrown);
            }
        });
        long until = System.nanoTime() + timeoutNanos;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return over.get(Math.max(STEP_NANOS, until - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (TimeoutException late) {
                    if (isOut.getAsBoolean()) {
                        return Signal.ACCEPTED;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                    thread.interrupt();
                }
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof InterruptedException) {
                interrupted = false;
                throw new InterruptedException();
            }
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failed.getCause(); // a send throws no other
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
