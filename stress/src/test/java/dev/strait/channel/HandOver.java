package dev.strait.channel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A rendezvous, after the Go memory model: a send is synchronized before the end of its receive, and, there being no buffer, a receive
 * before the end of its send. So the receiver sees the whole value, and the sender sees what the receiver wrote before it received.
 */
public final class HandOver {
    private HandOver() {}

    /** Both wait: whoever comes second hands over, and the first reads its result from its {@link Wait}. */
    @JCStressTest
    @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "each sees what the other wrote before")
    @State
    public static class OfPlainCalls {
        private final LocalChannel<Message> channel = new LocalChannel<>(0);
        private int writtenByReceiver;

        @Actor
        public void send(II_Result result) {
            Uninterrupted.put(channel, new Message(7));
            result.r1 = writtenByReceiver;
        }

        @Actor
        public void receive(II_Result result) {
            writtenByReceiver = 1;
            result.r2 = Message.read(Uninterrupted.take(channel));
        }
    }

    /** The same by selects that cross: each sends on one channel and receives from the other, and just one way is gone. */
    @JCStressTest
    @Outcome(id = "-3, 7", expect = ACCEPTABLE, desc = "the first sent, the second received")
    @Outcome(id = "8, -3", expect = ACCEPTABLE, desc = "the second sent, the first received")
    @State
    public static class OfSelects {
        private final LocalChannel<Message> a = new LocalChannel<>(0);
        private final LocalChannel<Message> b = new LocalChannel<>(0);

        @Actor
        public void first(II_Result result) {
            result.r1 = select(a.sendClause(new Message(7)), b.receiveClause());
        }

        @Actor
        public void second(II_Result result) {
            result.r2 = select(b.sendClause(new Message(8)), a.receiveClause());
        }

        private static int select(Clause... clauses) {
            Object result = Uninterrupted.select(clauses);
            return result == Signal.ACCEPTED ? -3 : Message.read(result);
        }
    }

    /** A receiver that gives up in time, or not: it has the value, or the sender still has it. */
    @JCStressTest
    @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "handed over")
    @Outcome(id = "0, -1", expect = ACCEPTABLE, desc = "missed each other")
    @State
    public static class OfAReceiverThatGivesUp {
        private final LocalChannel<Message> channel = new LocalChannel<>(0);

        @Actor
        public void send(II_Result result) {
            result.r1 = channel.tryPut(new Message(7)) == Signal.ACCEPTED ? 1 : 0;
        }

        @Actor
        public void receive(II_Result result) {
            result.r2 = Message.read(Uninterrupted.takeInAMoment(channel));
        }
    }
}
