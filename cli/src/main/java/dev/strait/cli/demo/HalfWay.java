package dev.strait.cli.demo;

/**
 * Finds the moment at which half of the files have been dealt with by the one who reads them, and does something then, once; on an input of
 * a few files perhaps a little later, but always before the last of the work is said to be out. Not thread-safe: called by the feeding thread.
 */
final class HalfWay {

    private final long files;
    private final Tally tally;
    private final Runnable action;
    private boolean passed;

    /**
     * Waits for the moment.
     *
     * @param files how many files there are
     * @param action called in the feeding thread; does not block for long
     */
    HalfWay(long files, Tally tally, Runnable action) {
        this.files = files;
        this.tally = tally;
        this.action = action;
    }

    /** To be called after each parcel that was sent. */
    void look() {
        if (!passed) {
            Totals totals = tally.totals();
            if (2 * (totals.sent() + totals.skipped() + totals.unreadable()) >= files) {
                pass();
            }
        }
    }

    /** To be called when everything was sent. */
    void pass() {
        if (!passed) {
            passed = true;
            action.run();
        }
    }
}
