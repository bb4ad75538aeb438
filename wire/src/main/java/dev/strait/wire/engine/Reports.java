package dev.strait.wire.engine;

import org.jspecify.annotations.Nullable;

/**
 * The receivers of which a report is due, the earliest first, linked through what each has for it: nothing is looked through for a
 * deadline, however many receivers are open, and nothing is allocated after the first. Every report is due so long after it was asked for, so
 * those asked for later are due later. Not thread-safe.
 */
final class Reports {
    private static final long NEVER = Long.MAX_VALUE;

    /** What a receiver has for its reports, from the first thing it takes: most open ones are idle. */
    static final class Report {
        private final ReceiverSlot slot;
        /** When what has been taken of the parcel in hand is to be reported at the latest. */
        private long at = NEVER;
        /** Since when something may have been taken that is not reported. */
        private long takingSince = NEVER;

        private @Nullable Report before;
        private @Nullable Report after;

        private Report(ReceiverSlot slot) {
            this.slot = slot;
        }
    }

    private final long afterNanos;
    private @Nullable Report first;
    private @Nullable Report last;

    Reports(long afterNanos) {
        this.afterNanos = afterNanos;
    }

    /** The receiver's program takes from now on, if it did not before: a report is to be made in time. */
    void startedTaking(ReceiverSlot slot, long nowNanos) {
        Report report = slot.report;
        if (report == null) {
            report = new Report(slot);
            slot.report = report;
        }
        if (report.at != NEVER) {
            return;
        }
        report.at = nowNanos + afterNanos;
        report.takingSince = Math.min(report.takingSince, nowNanos);
        Report previous = last;
        report.before = previous;
        if (previous == null) {
            first = report;
        } else {
            previous.after = report;
        }
        last = report;
    }

    /** What was taken is reported. @return since when it may have been taken, at the latest now */
    long reported(ReceiverSlot slot, long nowNanos) {
        remove(slot);
        Report report = slot.report;
        if (report == null) {
            return nowNanos;
        }
        long since = Math.min(nowNanos, report.takingSince);
        report.takingSince = NEVER;
        return since;
    }

    /** No report of this receiver is due any more. */
    void remove(ReceiverSlot slot) {
        if (slot.report != null && slot.report.at != NEVER) {
            remove(slot.report);
        }
    }

    private void remove(Report report) {
        report.at = NEVER;
        Report before = report.before;
        Report after = report.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        report.before = null;
        report.after = null;
    }

    /** Takes out one that is due by then; null if there is none. */
    @Nullable
    ReceiverSlot poll(long nowNanos) {
        Report earliest = first;
        if (earliest == null || earliest.at > nowNanos) {
            return null;
        }
        remove(earliest);
        return earliest.slot;
    }

    /** When the earliest is due; {@link Long#MAX_VALUE} if there is none. */
    long deadline() {
        Report earliest = first;
        return earliest == null ? NEVER : earliest.at;
    }
}
