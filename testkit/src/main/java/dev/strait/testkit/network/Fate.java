package dev.strait.testkit.network;

/**
 * What has befallen a connection as a whole. Both its pipes ask for it, so that whoever reads or writes on either hears of a cut, and not
 * that the other side, which heard of the cut first, has closed. Safe for use by any thread.
 */
final class Fate {
    private final String cutReason;
    private volatile boolean silenced;
    private volatile boolean cut;

    /** @param cutReason what is said to both sides after a cut */
    Fate(String cutReason) {
        this.cutReason = cutReason;
    }

    String cutReason() {
        return cutReason;
    }

    /** From now on nothing passes any more, in either direction. */
    void silence() {
        silenced = true;
    }

    boolean isSilenced() {
        return silenced;
    }

    /** It is broken; each pipe is cut before or after, as far as it gets. */
    void cut() {
        cut = true;
    }

    boolean isCut() {
        return cut;
    }
}
