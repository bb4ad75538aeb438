package dev.strait.channel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Values that pass through a buffer, and the end of a channel. */
public final class Buffered {
    private Buffered() {}

    /** Who takes from the buffer sees the whole value. */
    @JCStressTest
    @Outcome(id = "7", expect = ACCEPTABLE, desc = "arrived")
    @Outcome(id = "-1", expect = ACCEPTABLE, desc = "not yet there")
    @State
    public static class Value {
        private final LocalChannel<Message> channel = new LocalChannel<>(1);

        @Actor
        public void send() {
            channel.tryPut(new Message(7));
        }

        @Actor
        public void receive(I_Result result) {
            result.r1 = Message.read(channel.tryTake());
        }
    }

    /** The same in a channel without limit, whose buffer grows. */
    @JCStressTest
    @Outcome(id = "7, 8", expect = ACCEPTABLE, desc = "both arrived, in order")
    @Outcome(id = "7, -1", expect = ACCEPTABLE, desc = "the first arrived")
    @Outcome(id = "-1, 7", expect = ACCEPTABLE, desc = "the first arrived, late")
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not yet there")
    @State
    public static class ValuesWithoutLimit {
        private final LocalChannel<Message> channel = LocalChannel.unbounded();

        @Actor
        public void send() {
            channel.tryPut(new Message(7));
            channel.tryPut(new Message(8));
        }

        @Actor
        public void receive(II_Result result) {
            result.r1 = Message.read(channel.tryTake());
            result.r2 = Message.read(channel.tryTake());
        }
    }

    /** With one place, the first receive is synchronized before the end of the second send. */
    @JCStressTest
    @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "each sees what the other wrote before")
    @State
    public static class Room {
        private final LocalChannel<Message> channel = new LocalChannel<>(1);
        private int writtenByReceiver;

        @Actor
        public void send(II_Result result) {
            Uninterrupted.put(channel, new Message(7));
            Uninterrupted.put(channel, new Message(8));
            result.r1 = writtenByReceiver;
        }

        @Actor
        public void receive(II_Result result) {
            writtenByReceiver = 1;
            result.r2 = Message.read(Uninterrupted.take(channel));
        }
    }

    /** Who is told that a channel has failed sees the whole cause, and what the failing thread wrote before. */
    @JCStressTest
    @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "failed, with its cause")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "still open")
    @State
    public static class Cause {
        private final LocalChannel<Message> channel = new LocalChannel<>(1);
        private int writtenBefore;

        /** An exception with a plain field. */
        private static final class Trouble extends RuntimeException {
            private static final long serialVersionUID = 1L;
            int number;

            Trouble(int number) {
                super(null, null, false, false);
                this.number = number;
            }
        }

        @Actor
        public void fail() {
            writtenBefore = 1;
            channel.error(new Trouble(7));
        }

        @Actor
        public void receive(II_Result result) {
            if (channel.tryTake() == Signal.CLOSED) {
                result.r1 = writtenBefore;
                result.r2 = ((Trouble) channel.cause().getCause()).number;
            }
        }
    }
}
