package dev.strait.wire.dispatch;

import java.util.List;

/**
 * How many tickets a rendezvous receiver end gives to each of its streams: a pure rule, asked whenever something has changed
 * (docs/protocol.md, "Tickets"). A ticket lets a stream send one value, and is never taken back; whether the receive that it was given for
 * still waits when the value comes is for the receiver to say, value by value.
 */
final class Tickets {
    private Tickets() {}

    /**
     * Where a stream that may send stands.
     *
     * @param unused tickets that it has and has not used
     * @param waiting sends that wait for one at its other side, as far as they were announced
     */
    record Standing(long unused, long waiting) {
        /** Tickets that will be used: a send waits for each. */
        long promised() {
            return Math.min(unused, waiting);
        }
    }

    /**
     * The tickets to grant now, for each of the streams. Those who wait come first, one each in turn, and get no more than there are
     * receives that nothing is promised to; if receives are left over, every stream without a ticket gets one on the chance that somebody
     * sends soon, which costs at most one value in vain and saves a lone send the time to ask.
     *
     * @param receives receives that wait and that no value has come, or is coming, for
     * @param streams in the order of their turns
     */
    static long[] grant(long receives, List<Standing> streams) {
        long[] grants = new long[streams.size()];
        if (receives <= 0) {
            return grants;
        }
        long promised = 0;
        long waiting = 0;
        for (Standing stream : streams) {
            promised += stream.promised();
            waiting += stream.waiting();
        }
        long target = Math.min(receives, waiting);
        for (int i = 0; promised < target; i = (i + 1) % grants.length) {
            if (streams.get(i).waiting() > streams.get(i).unused() + grants[i]) {
                grants[i]++;
                promised++;
            }
        }
        if (receives > promised) {
            for (int i = 0; i < grants.length; i++) {
                if (streams.get(i).unused() + grants[i] == 0) {
                    grants[i] = 1;
                }
            }
        }
        return grants;
    }
}
