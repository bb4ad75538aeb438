package dev.strait.bench.peers;

import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.MsgBytes;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;

/** Opens a stream for each that is done, from within the call that says so. All such calls come on one thread of the library. */
public final class StreamOpener {
    /** How a system opens a stream. */
    @FunctionalInterface
    public interface Open {
        /**
         * Opens a stream, sends its messages and ends it, and returns at once.
         *
         * @param first a record with Strait's codec; not touched again
         * @param second the other one
         * @param done to be run when the other side has taken both, always on the same thread
         * @throws Exception if it cannot be opened
         */
        void open(byte[] first, byte[] second, Runnable done) throws Exception;
    }

    private final Run run;
    private final Open open;
    private final MsgBytes codec = new MsgBytes();
    private long opened;

    /**
     * Makes one.
     *
     * @param run the measurement
     * @param open how to open a stream
     */
    public StreamOpener(Run run, Open open) {
        this.run = run;
        this.open = open;
    }

    /** Opens the first stream; when it is done the others follow, so that only the thread of the library ever opens. */
    public void start() throws Exception {
        open(() -> {
            for (int stream = 0; stream < Scenario.OPEN_STREAMS; stream++) {
                openAgain();
            }
        });
    }

    private void openAgain() throws Exception {
        open(this::openAgain);
    }

    private void open(Run.Body then) throws Exception {
        long id = opened++;
        open.open(codec.encode(Msg.of(id, 0)), codec.encode(Msg.of(id, 1)), () -> Callbacks.guard(run, then));
    }
}
