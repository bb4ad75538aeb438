package dev.strait.wire.dispatch;

import dev.strait.wire.mux.OutStream;
import org.jspecify.annotations.Nullable;

/**
 * What a sender end of a channel without a name knows of its one receiver, which travels in a message of another sender end, the enclosing one.
 * States and transitions (docs/protocol.md, "Ends that travel"):
 *
 * <pre>
 *   HERE       --enclosed in a message-----------------> UNDER_WAY  the message is part of what the enclosing end sends, or about to be
 *   UNDER_WAY  --the message is not sent after all-----> HERE
 *   UNDER_WAY  --the message goes to a receiver--------> UNDER_WAY  a lane is opened there, ahead of it
 *   UNDER_WAY  --the message is acknowledged-----------> ARRIVED    the lane of that receiver is the one that counts
 *   UNDER_WAY  --any other end of the message----------> GONE       nobody has the receiver
 *   ARRIVED    --that lane is left or lost-------------> GONE
 *   HERE       --the program closes the receiver-------> GONE
 * </pre>
 *
 * <p>What is sent while it is HERE, or UNDER_WAY without a lane, waits. Once it is GONE the sender end is closed, if it has anything left to send.
 * Not thread-safe.
 */
public final class Enclosure {
    enum State {
        HERE,
        UNDER_WAY,
        ARRIVED,
        GONE
    }

    private final int capacity;
    private final byte[] schema;
    private State state = State.HERE;
    /** To where the message went last; null until it has been sent. */
    private @Nullable Lane last;

    /** Whether the node that had the receiver was lost with it. */
    private boolean lost;

    private boolean abandoned;

    /**
     * Of a channel whose receiver is here.
     *
     * @param capacity most messages under way
     * @param schema what the sender end writes
     */
    @SuppressWarnings("ArrayIsStoredDirectly") // nobody changes it
    public Enclosure(int capacity, byte[] schema) {
        this.capacity = capacity;
        this.schema = schema;
    }

    /** Most messages under way. */
    public int capacity() {
        return capacity;
    }

    /** What the sender end writes. */
    public byte[] schema() {
        return schema;
    }

    /** Whether the receiver can be sent: it has not been. */
    public boolean isHere() {
        return state == State.HERE;
    }

    /** Whether it is not known yet who has the receiver in the end. */
    boolean isUnderWay() {
        return state == State.UNDER_WAY;
    }

    /** Whether the node that had it was lost. */
    boolean isLost() {
        return lost;
    }

    void enclosed() {
        if (state != State.HERE) {
            throw new IllegalStateException("a receiver is sent that is " + state);
        }
        state = State.UNDER_WAY;
    }

    /** The program has closed the receiver where the channel was made: if it is not sent, it never will be. */
    void abandoned() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    void revoked() {
        state = State.HERE;
    }

    void sent(Lane lane) {
        last = lane;
    }

    void arrived() {
        state = State.ARRIVED;
    }

    /** Whether the lane that counts takes what is sent, or has all of it but for answers. */
    boolean isReached() {
        return last != null && isReached(last);
    }

    /** The same of any lane. */
    static boolean isReached(Lane lane) {
        return lane.state() == OutStream.State.OPEN || lane.state() == OutStream.State.ENDED;
    }

    /** The id of the node that had the receiver last; empty if none has. */
    String node() {
        return last == null ? "" : last.receiver().node().id();
    }

    void gone(boolean withItsNode) {
        state = State.GONE;
        lost = withItsNode;
    }

    /** Whether this lane is the one that counts. */
    boolean hasArrivedBy(Lane lane) {
        return state == State.ARRIVED && last == lane;
    }
}
