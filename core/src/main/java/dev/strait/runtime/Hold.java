package dev.strait.runtime;

import dev.strait.wire.mux.InStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that a program has taken and not answered; or the place of a body that works on one after the other. Guarded by the lock of
 * its receiver, but for what is said to be safe.
 *
 * <pre>
 *   IDLE --begin--> HELD --answered--> IDLE
 *                   HELD --its time is over--> IDLE, given back
 * </pre>
 */
public final class Hold {
    static final long NO_LIMIT = Long.MAX_VALUE;

    private final boolean isBody;
    private @Nullable InStream stream;
    private long number;
    private boolean held;
    private boolean told;
    private boolean overdue;
    /** The receivers in the message; null if it can have none. */
    private @Nullable Arrived arrived;

    /** The thread of a body; null before its first message, and of what a program answers by itself. */
    private @Nullable Thread worker;

    /** Among the bodies that work; kept by {@link Holds}. */
    @Nullable
    Hold before;

    @Nullable
    Hold after;

    private volatile int redeliveries;
    private volatile Map<String, String> headers = Map.of();
    long deadlineNanos = NO_LIMIT;
    /** Null for nothing. */
    private final @Nullable Runnable whenOver;

    /** Of nothing yet, for a body, which answers by going on, and which no program can forget to answer. */
    public Hold() {
        this.isBody = true;
        this.whenOver = null;
    }

    /**
     * Of nothing yet, for a program that answers by itself.
     *
     * @param whenOver what to do when the message is held no more, be it by an answer or because its time is over; under the lock. Never blocks
     */
    public Hold(Runnable whenOver) {
        this.isBody = false;
        this.whenOver = whenOver;
    }

    /** How often the message was sent before to receivers that may have taken it. Safe for any thread that has the message. */
    public int redeliveries() {
        return redeliveries;
    }

    /** What the message says of itself. Safe for any thread that has the message. */
    public Map<String, String> headers() {
        return headers;
    }

    boolean isBody() {
        return isBody;
    }

    void begin(InStream of, long numbered, int sentBefore, Map<String, String> says) {
        stream = of;
        number = numbered;
        redeliveries = sentBefore;
        headers = says;
        held = true;
        overdue = false;
        told = false;
        deadlineNanos = NO_LIMIT;
    }

    boolean isHeld() {
        return held;
    }

    /** These receivers are in the message; null for none that are the program's any more. */
    void arrived(@Nullable Arrived inMessage) {
        arrived = inMessage;
    }

    /** The receivers in the message; null if it can have none. */
    @Nullable
    Arrived arrived() {
        return arrived;
    }

    void letGo() {
        held = false;
        arrived = null;
        deadlineNanos = NO_LIMIT;
        if (whenOver != null) {
            whenOver.run();
        }
    }

    /** Its time is over: it is given back. */
    void lapse() {
        overdue = true;
    }

    /** Whether its time was over before its body returned. Asks once. */
    boolean pollLapsed() {
        boolean lapsed = overdue;
        overdue = false;
        return lapsed;
    }

    /** The body works in this thread. */
    void workedOnBy(Thread thread) {
        worker = thread;
    }

    @Nullable
    Thread worker() {
        return worker;
    }

    /** The engine knows that it is held. */
    void tell() {
        told = true;
    }

    boolean isTold() {
        return told;
    }

    InStream stream() {
        InStream of = stream;
        if (of == null) {
            throw new IllegalStateException("holds nothing");
        }
        return of;
    }

    long number() {
        return number;
    }
}
