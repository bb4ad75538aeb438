package dev.strait.channel;

import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The values that a local channel holds, first in, first out; not null. Guarded by the channel's lock, but for its short ways in and out.
 *
 * <p>A short way does without the channel's lock what needs nobody in line: it is open only while nobody has the lock, nobody waits in line,
 * and the channel has not ended. So whoever has the lock finds everything as if it were guarded by that lock alone. A short way
 * that is shut says that it does not know, and the caller takes the lock.
 */
abstract sealed class Buffer permits Door, Ring, Segments {

    /** Whether to look before waiting, for all who use the channel. */
    final Looks looks = new Looks();

    /** How many values there are. Under the channel's lock, as all up to {@link #kind}. */
    abstract long size();

    /** Whether there is no room for one more. */
    abstract boolean isFull();

    /** Adds a value at the end; there is room. */
    abstract void add(Object value);

    /** Takes out the oldest value; there is one. */
    abstract Object remove();

    /** The lock has just been taken: shuts the short ways. One that waits there gets into its line. */
    void shut(Port channel, WaitQueue senders, WaitQueue receivers) {}

    /** The lock is about to be given back; the short ways open if nobody waits and the channel has not ended. */
    void leave(boolean open) {}

    /** What a channel with this buffer is called in logs. */
    abstract String kind();

    /** The short way in. @return {@code ACCEPTED}, {@code FULL}, or {@code null} if it is shut */
    @Nullable
    Signal offer(Object value) {
        return null;
    }

    /**
     * The short way in for several.
     *
     * @param values as many as there is room for are removed from it
     */
    void offerAll(Queue<?> values) {}

    /** The short way out. @return the oldest value, {@code EMPTY}, or {@code null} if it is shut */
    @Nullable
    Object poll() {
        return null;
    }

    /** The short way out for as many as there are at one moment, up to {@code max}. @return how many were added; 0 says nothing */
    int pollAll(List<Object> into, int max) {
        return 0;
    }

    /**
     * After the short way gave {@code FULL} or {@code EMPTY}: stands there, for somebody of the other side to meet it.
     *
     * @param offered what a sender offers; {@code null} for a receiver
     * @return the call that waits, or was met already; {@code null} if it cannot wait here, and must get in line
     */
    @Nullable
    Visitor enter(@Nullable Object offered) {
        return null;
    }

    /** Looks for a short while whether there is room, or a value. @return true if there was, and the short way should be tried again */
    boolean look(boolean forRoom) {
        return false;
    }
}
