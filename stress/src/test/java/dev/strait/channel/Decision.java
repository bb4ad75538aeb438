package dev.strait.channel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The compare-and-set on a {@link Call} that stands in line. */
public final class Decision {
    private Decision() {}

    /** A hand-over and giving up: one of them wins. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "handed over")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "given up")
    @State
    public static class OrGivenUp {
        private final LocalChannel<Integer> channel = new LocalChannel<>(0);
        private final Call call = new Call();

        @SuppressWarnings("this-escape")
        public OrGivenUp() {
            channel.receiveClause().enqueue(call, 0, null);
        }

        @Actor
        public void send(II_Result result) {
            result.r1 = channel.tryPut(7) == Signal.ACCEPTED ? 1 : 0;
        }

        @Actor
        public void giveUp(II_Result result) {
            result.r2 = call.cancel() ? 1 : 0;
        }
    }

    /** A call in line at two channels is served at one of them. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "served at the one")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "served at the other")
    @State
    public static class OfASelect {
        private final LocalChannel<Integer> a = new LocalChannel<>(0);
        private final LocalChannel<Integer> b = new LocalChannel<>(0);

        @SuppressWarnings("this-escape")
        public OfASelect() {
            Call call = new Call();
            a.receiveClause().enqueue(call, 0, null);
            b.sendClause(7).enqueue(call, 1, null);
        }

        @Actor
        public void send(II_Result result) {
            result.r1 = a.tryPut(8) == Signal.ACCEPTED ? 1 : 0;
        }

        @Actor
        public void receive(II_Result result) {
            result.r2 = b.tryTake() == Signal.EMPTY ? 0 : 1;
        }
    }
}
