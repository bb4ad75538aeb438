package dev.strait.channel;

/**
 * Whether a call that has to wait first looks for the other side before it parks. To park a thread and to wake it takes longer than a look, so
 * that to look is worth it if the other side comes at once; which it does if it runs on another core, and not if it waits for this one. A
 * visitor at a {@link Door} looks 128 times, for 3.2 microseconds: a thread that was woken by one that goes on runs on another core
 * within that time, if another was about to look for work.
 *
 * <p>After looks in vain, one after the other, the next 0, 1, 3, 7 and so on up to {@link #MOST_WITHOUT} calls do without, so that threads
 * which share a core, or wait for somebody slow, hardly pay for looks; with one core nobody looks. A look that finds something ends that, and so
 * does a call that is met before it has parked: both run at the same time. (What was before, 15 calls without after each look in vain, made 6.7 %
 * of the calls park where 0.4 % of the looks were in vain, each of the 15 between two cores, the dearest way.)
 *
 * <p>One for each channel; the threads that use it write without regard to each other, and a lost update costs a look.
 */
final class Looks {

    private static final int MOST_WITHOUT = 127;
    private static final boolean ALONE = Runtime.getRuntime().availableProcessors() == 1;

    /** How many of the next calls do without. */
    private int without;

    /** How many will after the next look in vain. */
    private int afterNext;

    boolean worthwhile() {
        if (ALONE) {
            return false;
        }
        if (without > 0) {
            without--;
            return false;
        }
        return true;
    }

    /** What a look came to. @return the same */
    boolean note(boolean successful) {
        if (successful) {
            othersAreAwake();
        } else {
            without = afterNext;
            afterNext = Math.min(2 * afterNext + 1, MOST_WITHOUT);
        }
        return successful;
    }

    /** A call was met that waited, but had not parked yet: so it runs on another core than the one that met it. */
    void othersAreAwake() {
        if (afterNext != 0) { // Else nothing is written, so that both sides can keep this in their caches.
            afterNext = 0;
            without = 0;
        }
    }
}
