package dev.strait.runtime;

/**
 * Tells the other nodes that the process ends, if it does while the node is open: a shutdown hook, from {@link #arm} to {@link #disarm}. Safe
 * for use by any thread.
 */
final class ExitNotice {
    private final Thread hook;

    /**
     * One that does nothing until it is armed.
     *
     * @param notice tells them; in time, for the JVM waits
     */
    ExitNotice(String node, Runnable notice) {
        hook = Thread.ofPlatform().name("strait-" + node + "-exit").unstarted(notice);
    }

    /** From now on the end of the JVM is told; nothing happens if it is ending already. Once. */
    void arm() {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException ending) {
            return; // hooks can be added no more
        }
    }

    /** It is not told any more. Nothing happens if it was never to be, or if the JVM is ending. */
    void disarm() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            return; // the hook runs, and finds the node closed
        }
    }
}
