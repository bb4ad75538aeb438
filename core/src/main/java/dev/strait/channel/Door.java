package dev.strait.channel;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * No room at all: a rendezvous. Its short way is a door at which one plain call can wait for another, without the channel's lock. The idea is
 * that of the dual queues of Scherer, Lea and Scott, "Scalable Synchronous Queues" (2006), with a queue of one: a second who comes to the
 * same side takes the lock, and all go on in line.
 *
 * <p>The door is one reference: free, shut, or the {@link Visitor} that stands there. To decide the visitor's call is what decides, here as in
 * line, and only then it is taken from the door. One whose call is decided is nobody; whoever meets it clears it away.
 *
 * <p>What a value costs is cache lines that go from one core to the other, 25 to 50 ns each, and parks, a microsecond or more each. So:
 *
 * <ul>
 *   <li>two who come at the same time meet at the door. When one of them went for the lock instead, 2.6 M values/s passed; 3.5 M
 *       since, and 5.3 M with longer looks;
 *   <li>who meets a visitor reads and writes one cache line of it, once: what it offers, its fate and its result, in a {@link Visitor};
 *   <li>nothing else is in the cache line of the door, which changes with each value, while the rest of the channel does not;
 *   <li>{@link Looks} keeps calls from parking while the other side is awake.
 * </ul>
 *
 * <p>Together 5.8 and 6.4 M values/s in two runs, medians of 3, in turn with 2.3 and 2.5 M before, and 3.9 and 4.7 M of Jox 1.0.1.
 */
final class Door extends Buffer {

    private static final Object SHUT = new Object();

    /** The index of the place in {@link #row}: so that nothing else is in its cache line, nor in the next, for they are fetched in pairs. */
    private static final int PLACE = 32;

    /** At {@link #PLACE} a {@link Visitor}, {@code null}, or {@link #SHUT}. Shut at first: who uses the channel first opens it. */
    private final AtomicReferenceArray<@Nullable Object> row = new AtomicReferenceArray<>(2 * PLACE + 1);

    /** The channel; under its lock, and for all who came to the door when that had opened it. */
    private @Nullable Port port;

    Door() {
        row.setPlain(PLACE, SHUT);
    }

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
    void shut(Port channel, WaitQueue senders, WaitQueue receivers) {
        port = channel;
        if (row.getAndSet(PLACE, SHUT) instanceof Visitor visitor && !visitor.isDecided()) {
            visitor.getInLine(channel, visitor.isReceiver() ? receivers : senders);
        }
    }

    @Override
    void leave(boolean open) {
        if (open) {
            row.set(PLACE, null);
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
            Object there = row.get(PLACE);
            if (!(there instanceof Visitor visitor)) {
                return there == null ? Signal.FULL : null;
            }
            if (!visitor.isDecided() && !visitor.isReceiver()) {
                return Signal.FULL;
            }
            if (meet(visitor, value)) {
                return Signal.ACCEPTED;
            }
        }
    }

    @Override
    @Nullable
    Object poll() {
        while (true) {
            Object there = row.get(PLACE);
            if (!(there instanceof Visitor visitor)) {
                return there == null ? Signal.EMPTY : null;
            }
            if (!visitor.isDecided() && visitor.isReceiver()) {
                return Signal.EMPTY;
            }
            if (meet(visitor, Signal.ACCEPTED)) {
                return visitor.offered;
            }
        }
    }

    /** Gives the call that waits its result, if it is not decided; in any case it does not stand at the door any more. */
    boolean meet(Visitor visitor, Object result) {
        boolean met = visitor.decide(result);
        boolean stoodHere = row.compareAndSet(PLACE, visitor, null);
        if (met) {
            if (!visitor.wake()) {
                looks.othersAreAwake();
            }
            if (!stoodHere) {
                // The lock was taken meanwhile, and the visitor put in line. Its thread leaves only when it gives up,
                // so
                // that until the next call it would stay there, with its value, and keep the door shut.
                visitor.leave(Objects.requireNonNull(port));
            }
        }
        return met;
    }

    @Override
    @Nullable
    Visitor enter(@Nullable Object offered) {
        Visitor self = new Visitor(offered);
        while (true) {
            Object there = row.get(PLACE);
            if (there instanceof Visitor other && !other.isDecided()) {
                if (other.isReceiver() == self.isReceiver()) {
                    return null;
                }
                // Both came at once.
                if (meet(other, offered == null ? Signal.ACCEPTED : offered)) {
                    self.decide(offered == null ? Objects.requireNonNull(other.offered) : Signal.ACCEPTED);
                    return self;
                }
            } else if (there != null && !(there instanceof Visitor)) {
                return null;
            } else if (row.compareAndSet(PLACE, there, self)) {
                return self;
            }
        }
    }
}
