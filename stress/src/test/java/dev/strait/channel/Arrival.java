package dev.strait.channel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.strait.error.ChannelClosed;
import java.util.ArrayDeque;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** What the reader of a link brings to an {@link InboundPort}. */
public final class Arrival {
    private Arrival() {}

    /** A port whose store is a plain queue, as its lock allows. */
    private static final class Port extends InboundPort<Message> {
        private final ArrayDeque<Message> arrived = new ArrayDeque<>();

        void bring(Message message) {
            lock();
            try {
                arrived.add(message);
                serve();
            } finally {
                unlock();
            }
        }

        @Override
        protected boolean ready() {
            return !arrived.isEmpty();
        }

        @Override
        protected Object pollItem() {
            Message message = arrived.poll();
            return message == null ? Signal.EMPTY : message;
        }

        @Override
        public Message open(Object item) {
            return (Message) item;
        }

        @Override
        public ChannelClosed cause() {
            throw new AssertionError("never closed");
        }
    }

    /** A receiver that waits. */
    @JCStressTest
    @Outcome(id = "7", expect = ACCEPTABLE, desc = "arrived")
    @State
    public static class AtAReceiver {
        private final Port port = new Port();

        @Actor
        public void bring() {
            port.bring(new Message(7));
        }

        @Actor
        public void receive(I_Result result) {
            result.r1 = Message.read(Uninterrupted.take(port));
        }
    }

    /** A select that waits, for this or a channel. */
    @JCStressTest
    @Outcome(id = "7", expect = ACCEPTABLE, desc = "arrived")
    @State
    public static class AtASelect {
        private final Port port = new Port();
        private final LocalChannel<Message> other = new LocalChannel<>(0);

        @Actor
        public void bring() {
            port.bring(new Message(7));
        }

        @Actor
        public void receive(I_Result result) {
            result.r1 = Message.read(Uninterrupted.select(other.receiveClause(), port.receiveClause()));
        }
    }
}
