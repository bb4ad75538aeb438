package dev.strait.runtime;

import dev.strait.codec.Codec;
import dev.strait.error.DirectoryUnavailable;
import dev.strait.error.StraitException;
import dev.strait.wire.directory.Role;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An end that is being opened: what it carries, and the directory's answer, for which the opening thread waits. That the directory takes too
 * long is for the steward to say, since nearly every wait ends long before: a timer for each would wake the timer's thread each time.
 */
final class Opening {
    private static final Object OPEN = new Object();
    private static final Object LATE = new Object();

    private final String channel;
    private final Role role;
    private final Codec<?> codec;
    private final long latestNanos;
    private final Thread opener = Thread.currentThread();
    /** {@link #OPEN}, {@link #LATE}, or why not. */
    private final AtomicReference<@Nullable Object> answer = new AtomicReference<>();

    /** By the calling thread, for an answer until then, on the engine's clock. */
    Opening(String channel, Role role, Codec<?> codec, long latestNanos) {
        this.channel = channel;
        this.role = role;
        this.codec = codec;
        this.latestNanos = latestNanos;
    }

    String channel() {
        return channel;
    }

    Role role() {
        return role;
    }

    Codec<?> codec() {
        return codec;
    }

    /** Until when the directory may answer. */
    long latestNanos() {
        return latestNanos;
    }

    boolean isAnswered() {
        return answer.get() != null;
    }

    /** The end is open. */
    void agree() {
        answer(OPEN);
    }

    /** The end is not to be opened. */
    void refuse(StraitException refusal) {
        answer(refusal);
    }

    /** Nobody has answered in time. */
    void late() {
        answer(LATE);
    }

    private void answer(Object said) {
        if (answer.compareAndSet(null, said)) {
            LockSupport.unpark(opener);
        }
    }

    /**
     * Waits for the answer, in the thread that made it.
     *
     * @param directory where the directory is, for the error
     * @param patience how long it was given, for the error
     * @throws StraitException if the end is not open
     * @throws InterruptedException if the thread is interrupted before there is an answer
     */
    void await(String directory, Duration patience) throws InterruptedException {
        Object said = answer.get();
        while (said == null) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.park(this);
            said = answer.get();
        }
        if (said.equals(LATE)) {
            throw new DirectoryUnavailable(directory, patience);
        }
        if (said instanceof StraitException refusal) {
            throw refusal;
        }
    }
}
