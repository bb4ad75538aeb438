package dev.strait.wire.engine;

import org.jspecify.annotations.Nullable;

/**
 * The receivers of which a report is due, the earliest first, linked through the slots themselves: nothing is looked through for a
 * deadline, however many receivers are open, and nothing is allocated. Every report is due so long after it was asked for, so those asked
 * for later are due later. Not thread-safe.
 */
final class Reports {
    private final long afterNanos;
    private @Nullable ReceiverSlot first;
    private @Nullable ReceiverSlot last;

    Reports(long afterNanos) {
        this.afterNanos = afterNanos;
    }

    /** A report of this receiver, of which none is due, is to be made in time. */
    void add(ReceiverSlot slot, long nowNanos) {
        slot.reportAt = nowNanos + afterNanos;
        ReceiverSlot before = last;
        slot.reportBefore = before;
        if (before == null) {
            first = slot;
        } else {
            before.reportAfter = slot;
        }
        last = slot;
    }

    /** No report of this receiver is due any more. */
    void remove(ReceiverSlot slot) {
        if (slot.reportAt == ReceiverSlot.NEVER) {
            return;
        }
        slot.reportAt = ReceiverSlot.NEVER;
        ReceiverSlot before = slot.reportBefore;
        ReceiverSlot after = slot.reportAfter;
        if (before == null) {
            first = after;
        } else {
            before.reportAfter = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.reportBefore = before;
        }
        slot.reportBefore = null;
        slot.reportAfter = null;
    }

    /** Takes out one that is due by then; null if there is none. */
    @Nullable
    ReceiverSlot poll(long nowNanos) {
        ReceiverSlot earliest = first;
        if (earliest == null || earliest.reportAt > nowNanos) {
            return null;
        }
        remove(earliest);
        return earliest;
    }

    /** When the earliest is due; {@link Long#MAX_VALUE} if there is none. */
    long deadline() {
        ReceiverSlot earliest = first;
        return earliest == null ? ReceiverSlot.NEVER : earliest.reportAt;
    }
}
