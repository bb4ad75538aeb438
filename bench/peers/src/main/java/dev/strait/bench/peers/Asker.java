package dev.strait.bench.peers;

import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.MsgBytes;
import dev.strait.bench.spi.RoundTrips;
import dev.strait.bench.spi.Run;
import dev.strait.bench.spi.Scenario;
import java.util.function.Consumer;

/**
 * Asks again from within the call that brings the answer, which spares the systems that call back the hand-over to a thread that waits. All
 * answers come on one thread of the library.
 */
public final class Asker {
    /** How a system asks. */
    @FunctionalInterface
    public interface Ask {
        /**
         * Sends a question, and returns at once.
         *
         * @param question a record with Strait's codec; not touched again
         * @param answered takes the answer, always on the same thread
         * @throws Exception if it cannot be asked
         */
        void ask(byte[] question, Consumer<byte[]> answered) throws Exception;
    }

    private final Run run;
    private final Ask ask;
    private final MsgBytes codec = new MsgBytes();
    private long asked;

    /**
     * Makes one for ping-pong or pipelined.
     *
     * @param run the measurement
     * @param ask how to ask
     */
    public Asker(Run run, Ask ask) {
        this.run = run;
        this.ask = ask;
    }

    /** Asks the first question; everything else follows from its answer. */
    public void start() throws Exception {
        if (run.scenario() == Scenario.PIPELINED) {
            askMany(run.meter());
        } else {
            askOne(run.roundTrips());
        }
    }

    private void askOne(RoundTrips trips) throws Exception {
        long start = System.nanoTime();
        ask.ask(
                codec.encode(Msg.of(asked++)),
                answer -> Callbacks.guard(run, () -> {
                    trips.add(codec.decode(answer).id(), System.nanoTime() - start);
                    askOne(trips);
                }));
    }

    /** The first answer fills the window, so that only its thread ever asks and counts. */
    private void askMany(Meter meter) throws Exception {
        askOneOfMany(meter, () -> {
            for (int outstanding = 0; outstanding < Scenario.PIPELINE; outstanding++) {
                askAgain(meter);
            }
        });
    }

    private void askAgain(Meter meter) throws Exception {
        askOneOfMany(meter, () -> askAgain(meter));
    }

    /** Answers may overtake each other, so each is held against its own question. */
    private void askOneOfMany(Meter meter, Run.Body then) throws Exception {
        long id = asked++;
        ask.ask(
                codec.encode(Msg.of(id)),
                answer -> Callbacks.guard(run, () -> {
                    Run.require(codec.decode(answer).id() == id, "an answer is that to its question");
                    meter.count(1);
                    then.run();
                }));
    }
}
