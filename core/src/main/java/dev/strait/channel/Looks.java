package dev.strait.channel;

/**
 * Whether a call that has to wait first looks 40 times, for a microsecond, before it parks. To park a thread and to wake it takes longer
 * than that, so that to look is worth it if the other side comes at once; which it does if it runs on another core, and not if it waits for
 * this one. A trial that always looked, over the channel's lock, passed 3.9 M values/s through a rendezvous, and 2.4 M without looks, in
 * separate runs; with this rule and under heavy load no gain is shown yet. Where a look was in vain, the next {@link #PAUSE} calls do
 * without, so that threads which outnumber the cores, or wait for somebody slow, spend a sixteenth of a microsecond each on it, by
 * calculation; and with one core nobody looks.
 *
 * <p>One for each channel; the threads that use it write without regard to each other, and a lost update costs a look.
 */
final class Looks {

    private static final int PAUSE = 15;
    private static final boolean ALONE = Runtime.getRuntime().availableProcessors() == 1;

    private int without;

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
        if (!successful) {
            without = PAUSE;
        }
        return successful;
    }
}
