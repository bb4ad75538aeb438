package dev.strait.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * No room at all: a rendezvous. Its short way is a door at which one plain call can wait for another, without the channel's lock.
 *
 * <p>Why: two threads on two cores that meet under a lock hand each other the lock, the lines and the call; here, the door and the call. A
 * trial with the lock and with looks took 255 ns a value; the gain of the door over that is not measured yet. The idea is that of the dual
 * queues of Scherer, Lea and Scott, "Scalable Synchronous Queues" (2006), with a queue of one: a second who comes to the same side takes
 * the lock, and all go on in line.
 *
 * <p>The door is one reference: free, shut, or the {@link Wait} that stands there. To claim the wait's call is what decides, here as in
 * line, and only then it is taken from the door. One whose call is decided is nobody; whoever meets it clears it away.
 */
final class Door extends Buffer {

    private static final Object SHUT = new Object();
    private static final VarHandle PLACE;

    static {
        try {
            PLACE = MethodHandles.lookup().findVarHandle(Door.class, "place", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A {@link Wait}, {@code null}, or {@link #SHUT}. Shut at first: who uses the channel first opens it. */
    private volatile @Nullable Object place = SHUT;

    @Override
    long size() {
        return 0;
    }

    @Override
    boolean isFull() {
        return true;
    }

    @Override
    void add(Object value) {
        throw new IllegalStateException("a rendezvous holds no value");
    }

    @Override
    Object remove() {
        throw new IllegalStateException("a rendezvous holds no value");
    }

    @Override
    void shut(WaitQueue senders, WaitQueue receivers) {
        if (PLACE.getAndSet(this, SHUT) instanceof Wait wait && !wait.call.isDecided()) {
            (wait.isReceiver() ? receivers : senders).add(wait);
        }
    }

    @Override
    void leave(boolean open) {
        if (open) {
            place = null;
        }
    }

    @Override
    String kind() {
        return "rendezvous";
    }

    @Override
    @Nullable
    Signal offer(Object value) {
        while (true) {
            Object there = place;
            if (!(there instanceof Wait wait)) {
                return there == null ? Signal.FULL : null;
            }
            if (!wait.call.isDecided() && !wait.isReceiver()) {
                return Signal.FULL;
            }
            if (meet(wait, value)) {
                return Signal.ACCEPTED;
            }
        }
    }

    @Override
    @Nullable
    Object poll() {
        while (true) {
            Object there = place;
            if (!(there instanceof Wait wait)) {
                return there == null ? Signal.EMPTY : null;
            }
            if (!wait.call.isDecided() && wait.isReceiver()) {
                return Signal.EMPTY;
            }
            if (meet(wait, Signal.ACCEPTED)) {
                return wait.offered();
            }
        }
    }

    /** Gives the call that waits its result, if it is not decided; in any case it does not stand at the door any more. */
    boolean meet(Wait wait, Object result) {
        boolean claimed = wait.call.claim(wait);
        boolean stoodHere = PLACE.compareAndSet(this, wait, null);
        if (claimed) {
            wait.complete(result);
            wait.call.wake();
            if (!stoodHere) {
                // The lock was taken meanwhile, and the wait put in line. Its thread leaves only when it gives up, so
                // that until the next call it would stay there, with its value, and keep the door shut.
                wait.leave();
            }
        }
        return claimed;
    }

    @Override
    @Nullable
    Wait enter(Port port, @Nullable Object offered) {
        Object there = place;
        if (there != null && !(there instanceof Wait other && other.call.isDecided())) {
            return null;
        }
        Wait wait = new Wait(port, offered);
        return PLACE.compareAndSet(this, there, wait) ? wait : null;
    }
}
