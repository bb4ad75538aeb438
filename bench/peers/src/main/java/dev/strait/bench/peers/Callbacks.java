package dev.strait.bench.peers;

import dev.strait.bench.spi.Run;

/** What runs on the threads of a library: what it throws must fail the measurement, and not vanish into the library. */
public final class Callbacks {
    private Callbacks() {}

    /**
     * Runs something in this thread.
     *
     * @param run what fails if it throws
     * @param body what to run
     */
    public static void guard(Run run, Run.Body body) {
        try {
            body.run();
        } catch (Throwable failure) { // an Error, too, would only be logged by the library
            fail(run, failure);
        }
    }

    /**
     * Fails the measurement.
     *
     * @param run the measurement
     * @param failure why
     */
    public static void fail(Run run, Throwable failure) {
        run.fork(Thread.ofVirtual(), () -> {
            if (failure instanceof Exception exception) {
                throw exception;
            }
            throw new IllegalStateException(failure);
        });
    }
}
