package dev.strait.testkit.virtual;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Virtual time, in nanoseconds from zero, and what is to happen in it: at equal times in the order in which it was asked for. Time passes only while
 * {@link #runNext} lets something happen. Not thread-safe.
 */
public final class EventQueue {
    /** Events asked for, after which a world counts as running in circles. */
    public static final long MAX_EVENTS = 5_000_000;

    private record Event(long atNanos, long order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::order));
    private long nowNanos;
    private long order;

    /** Creates a queue at time zero with nothing in it. */
    public EventQueue() {}

    /** The virtual time now. */
    public long now() {
        return nowNanos;
    }

    /** Asks for something at a time; at once if that is past. */
    public void at(long atNanos, Runnable action) {
        events.add(new Event(Math.max(nowNanos, atNanos), order++, action));
    }

    /** Asks for something some time from now; at once if the time is negative. */
    public void after(long delayNanos, Runnable action) {
        at(nowNanos + delayNanos, action);
    }

    /** How many have happened. */
    public long ran() {
        return order - events.size();
    }

    /**
     * Lets everything happen up to a time; then it is that time.
     *
     * @throws ContractViolation if there is no rest: {@value #MAX_EVENTS} events have been asked for since the beginning
     */
    public void runUntil(long nanos) {
        boolean more = true;
        while (more) {
            more = runNext(nanos);
            if (order > MAX_EVENTS) {
                throw new ContractViolation("no rest after " + MAX_EVENTS + " events");
            }
        }
    }

    /**
     * Lets the next event happen, unless it lies beyond the given time; then it is that time.
     *
     * @return whether one happened
     */
    public boolean runNext(long untilNanos) {
        Event next = events.peek();
        if (next == null || next.atNanos() > untilNanos) {
            nowNanos = Math.max(nowNanos, untilNanos);
            return false;
        }
        events.remove();
        nowNanos = next.atNanos();
        next.action().run();
        return true;
    }
}
