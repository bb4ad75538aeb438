package dev.strait.channel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The ways around the channel's lock. Only a channel that has been used has them open, so here each has been; in the other tests a first
 * call takes the lock.
 */
public final class ShortWays {
    private ShortWays() {}

    private static LocalChannel<Message> used(int capacity) {
        return used(new LocalChannel<>(capacity));
    }

    private static LocalChannel<Message> used(LocalChannel<Message> channel) {
        channel.tryTake();
        return channel;
    }

    private static int accepted(@Nullable Object outcome) {
        return outcome == Signal.ACCEPTED ? 1 : outcome == Signal.CLOSED ? -2 : 0;
    }

    /** Two that meet at the door see what the other wrote before. */
    @JCStressTest
    @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "each sees what the other wrote before")
    @State
    public static class AtTheDoor {
        private final LocalChannel<Message> channel = used(0);
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

    /** A receiver comes to the door; one sends there, and another sends by a select, which puts the receiver in line. */
    @JCStressTest
    @Outcome(id = "1, 0, 7", expect = ACCEPTABLE, desc = "from the call")
    @Outcome(id = "0, 1, 8", expect = ACCEPTABLE, desc = "from the select")
    @Outcome(id = "0, 0, -1", expect = ACCEPTABLE, desc = "all missed each other")
    @State
    public static class BesideASelect {
        private final LocalChannel<Message> channel = used(0);

        @Actor
        public void send(III_Result result) {
            result.r1 = accepted(channel.tryPut(new Message(7)));
        }

        @Actor
        public void select(III_Result result) {
            result.r2 = Selection.trySelect(channel.sendClause(new Message(8))) == null ? 0 : 1;
        }

        @Actor
        public void receive(III_Result result) {
            result.r3 = Message.read(Uninterrupted.takeInAMoment(channel));
        }
    }

    /** A receiver at the door is met, told the end, or gives up; whoever comes next finds the same, and nobody is left. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "met")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "given up before the send, and that before the end")
    @Outcome(id = "-2, 1, 0", expect = ACCEPTABLE, desc = "given up before the end, and that before the send")
    @Outcome(id = "-2, 0, 1", expect = ACCEPTABLE, desc = "told the end")
    @State
    public static class OneFate {
        private final Door door = new Door();
        private final LocalChannel<Message> channel = used(new LocalChannel<>(door));
        private final @Nullable Visitor receiver = door.enter(null);

        @Actor
        public void send(III_Result result) {
            result.r1 = accepted(channel.tryPut(new Message(7)));
        }

        @Actor
        public void giveUp(III_Result result) {
            result.r2 = receiver != null && receiver.cancel() ? 1 : 0;
        }

        @Actor
        public void end() {
            channel.done();
        }

        @Arbiter
        public void look(III_Result result) {
            boolean told = receiver != null && Uninterrupted.resultOf(receiver) == Signal.CLOSED;
            boolean left = !channel.toString().contains("0 sending, 0 receiving");
            result.r3 = left ? -9 : told ? 1 : 0;
        }
    }

    /** What was accepted before the end is received after it, and after it nothing is accepted. */
    @JCStressTest
    @Outcome(id = "1, 7, -2", expect = ACCEPTABLE, desc = "sent before the end")
    @Outcome(id = "-2, -2, -2", expect = ACCEPTABLE, desc = "ended before")
    @State
    public static class OrEnded {
        private final LocalChannel<Message> channel = used(1);

        @Actor
        public void send(III_Result result) {
            result.r1 = accepted(channel.tryPut(new Message(7)));
        }

        @Actor
        public void end(III_Result result) {
            channel.done();
            result.r2 = Message.read(channel.tryTake());
            result.r3 = accepted(channel.tryPut(new Message(8)));
        }
    }

    /** Two who each send on one channel and then look at the other's: not both can have been first. */
    @JCStressTest
    @Outcome(id = "8, 7", expect = ACCEPTABLE, desc = "both found the other's")
    @Outcome(id = "-1, 7", expect = ACCEPTABLE, desc = "the first was before")
    @Outcome(id = "8, -1", expect = ACCEPTABLE, desc = "the second was before")
    @State
    public static class Crossing {
        private final LocalChannel<Message> a = used(2);
        private final LocalChannel<Message> b = used(2);

        @Actor
        public void first(II_Result result) {
            a.tryPut(new Message(7));
            result.r1 = Message.read(b.tryTake());
        }

        @Actor
        public void second(II_Result result) {
            b.tryPut(new Message(8));
            result.r2 = Message.read(a.tryTake());
        }
    }

    /** With one place: the send that waits sees what the receiver wrote before it made room. */
    @JCStressTest
    @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "each sees what the other wrote before")
    @State
    public static class Room {
        private final LocalChannel<Message> channel = used(1);
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

    /** Two sends, a receive, and one place with a value in it: of the new values at most one gets in, and only if there was room. */
    @JCStressTest
    @Outcome(id = "0, 0, 5", expect = ACCEPTABLE, desc = "both came before the receive")
    @Outcome(id = "1, 0, 5", expect = ACCEPTABLE, desc = "the first came behind it")
    @Outcome(id = "0, 1, 5", expect = ACCEPTABLE, desc = "the second came behind it")
    @State
    public static class NeverMoreThanFit {
        private final LocalChannel<Message> channel = used(1);

        @SuppressWarnings("this-escape")
        public NeverMoreThanFit() {
            channel.tryPut(new Message(5));
        }

        @Actor
        public void first(III_Result result) {
            result.r1 = accepted(channel.tryPut(new Message(7)));
        }

        @Actor
        public void second(III_Result result) {
            result.r2 = accepted(channel.tryPut(new Message(8)));
        }

        @Actor
        public void receive(III_Result result) {
            result.r3 = Message.read(channel.tryTake());
        }
    }

    /** A batch goes in and comes out in one step, whole. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "not yet there")
    @Outcome(id = "78", expect = ACCEPTABLE, desc = "all of it")
    @State
    public static class Batch {
        private final LocalChannel<Message> channel = used(3);

        @Actor
        public void send() {
            Uninterrupted.putAll(channel, new ArrayDeque<>(List.of(new Message(7), new Message(8))));
        }

        @Actor
        public void receive(I_Result result) {
            for (Object item : Uninterrupted.takeAll(channel, 9)) {
                result.r1 = 10 * result.r1 + Message.read(item);
            }
        }
    }
}
