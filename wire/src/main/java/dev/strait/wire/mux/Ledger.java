package dev.strait.wire.mux;

/**
 * The credit of one stream, kept as running totals of messages and of bytes: {@code limit >= sent >= taken}, none of which ever goes
 * down. Both halves of a stream keep one; at the receiving half, "sent" reads "received". The receiver owns the limits and announces
 * absolute totals, so that an announcement may be repeated or overtaken without harm.
 *
 * <p>The totals are 64-bit and start at zero; at 2<sup>63</sup> they would overflow, which is refused. Not thread-safe.
 */
public class Ledger {
    private long messageLimit;
    private long byteLimit;
    private long sentMessages;
    private long sentBytes;
    private long takenMessages;
    private long takenBytes;

    /** A ledger whose limits begin as given: what a stream may send before the first CREDIT frame. */
    public Ledger(long messageLimit, long byteLimit) {
        require(messageLimit >= 0 && byteLimit >= 0, "initial limits must not be negative");
        this.messageLimit = messageLimit;
        this.byteLimit = byteLimit;
    }

    /** Raises the limits to the given totals; a total that is lower than what is known already changes nothing. */
    public final void grant(long messages, long bytes) {
        messageLimit = Math.max(messageLimit, messages);
        byteLimit = Math.max(byteLimit, bytes);
    }

    /** Whether so much may be sent within the limits. */
    public final boolean covers(long messages, long bytes) {
        return messages <= freeMessages() && bytes <= freeBytes();
    }

    /** Counts what was sent (or received). The caller has asked {@link #covers} first: a breach here is a broken invariant. */
    public final void spend(long messages, long bytes) {
        require(covers(messages, bytes), "spent beyond the limit");
        sentMessages = Math.addExact(sentMessages, messages);
        sentBytes = Math.addExact(sentBytes, bytes);
    }

    /** Gives back what was set aside by {@link #spend} and never sent. */
    public final void unspend(long messages, long bytes) {
        require(untakenMessages() >= messages && untakenBytes() >= bytes, "gave back more than was set aside");
        sentMessages -= messages;
        sentBytes -= bytes;
    }

    /** Counts what a receiver has taken. */
    public final void take(long messages, long bytes) {
        require(messages <= untakenMessages() && bytes <= untakenBytes(), "took more than was sent");
        takenMessages += messages;
        takenBytes += bytes;
    }

    /** Messages that may still be sent. */
    public final long freeMessages() {
        return messageLimit - sentMessages;
    }

    /** Bytes that may still be sent. */
    public final long freeBytes() {
        return byteLimit - sentBytes;
    }

    /** Messages sent and not taken. */
    public final long untakenMessages() {
        return sentMessages - takenMessages;
    }

    /** Bytes sent and not taken. */
    public final long untakenBytes() {
        return sentBytes - takenBytes;
    }

    /** Total of messages sent, or received. */
    public final long sentMessages() {
        return sentMessages;
    }

    /** Total of bytes sent, or received. */
    public final long sentBytes() {
        return sentBytes;
    }

    /** Total of messages taken. */
    public final long takenMessages() {
        return takenMessages;
    }

    /** Total of bytes taken. */
    public final long takenBytes() {
        return takenBytes;
    }

    /** Total of messages allowed. */
    public final long messageLimit() {
        return messageLimit;
    }

    /** Total of bytes allowed. */
    public final long byteLimit() {
        return byteLimit;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }
}
