package dev.strait.wire.dispatch;

import dev.strait.wire.frame.Acked;
import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.Data;
import dev.strait.wire.frame.Done;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Finished;
import dev.strait.wire.frame.Fragment;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.Leave;
import dev.strait.wire.frame.Left;
import dev.strait.wire.frame.Mark;
import dev.strait.wire.frame.Nack;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.Open;
import dev.strait.wire.frame.Reject;
import dev.strait.wire.frame.StreamError;
import dev.strait.wire.frame.Want;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.Batches;
import dev.strait.wire.mux.OutStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A sender end with lanes to receivers of these tests, and what a program and a link do with them. */
final class Lanes {
    private static final EndRef SENDER = new EndRef(new NodeRef("s", 1, 1), 1);

    final QueueSenderEnd sender;
    /** The time, for what waits for some. */
    long nowMillis;

    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Map<String, Integer> readied = new LinkedHashMap<>();
    private final Set<String> suspended = new HashSet<>();
    private int nextStream = 1;

    /** Of a channel that delivers at least once. */
    Lanes() {
        sender = new QueueSenderEnd(SENDER);
    }

    Lanes(boolean atMostOnce, int maxAttempts) {
        sender = new QueueSenderEnd(SENDER, atMostOnce, maxAttempts);
    }

    /** A lane with credit for so many messages and bytes. */
    Lane add(String receiver, int messages, int bytes) {
        return add(receiver, messages, bytes, 1 << 20);
    }

    Lane add(String receiver, int messages, int bytes, long maxMessageBytes) {
        NodeRef node = new NodeRef(receiver, 1, 1);
        Carrier carrier = new Carrier() {
            @Override
            public void ready(Lane lane) {
                readied.merge(receiver, 1, Integer::sum);
            }

            @Override
            public void linger(Lane lane) {
                ready(lane);
            }

            @Override
            public NodeRef peer() {
                return node;
            }

            @Override
            public boolean isUp() {
                return !suspended.contains(receiver);
            }

            @Override
            public long maxMessageBytes() {
                return maxMessageBytes;
            }
        };
        Open open = new Open(nextStream++, 1, 1, "words", new byte[0]);
        Lane lane = new Lane(open, messages, bytes, sender, new EndRef(node, 1), carrier);
        lanes.put(receiver, lane);
        sender.add(lane);
        return lane;
    }

    Lane lane(String receiver) {
        return Objects.requireNonNull(lanes.get(receiver));
    }

    /** The link of this receiver has no connection until {@link #resume}. */
    void suspend(String receiver) {
        suspended.add(receiver);
    }

    void resume(String receiver) {
        suspended.remove(receiver);
    }

    /** How often the link of this receiver was told that there is something to write. */
    int readied(String receiver) {
        return readied.getOrDefault(receiver, 0);
    }

    /** Sends one batch of these messages to whoever is chosen, and tells who that was. */
    String send(String... messages) {
        Batch batch = Batches.of(messages);
        Allowance allowance = Objects.requireNonNull(sender.allow((int) batch.cost(), 0), "no allowance");
        sender.fill(0);
        sender.seal(batch);
        return allowance.lane().receiver().node().id();
    }

    /** Writes all that waits on a lane: messages as themselves, other frames by type, in order. */
    List<String> write(String receiver) {
        List<String> written = new ArrayList<>();
        Lane lane = lane(receiver);
        for (Frame frame = lane.poll(); frame != null; frame = lane.poll()) {
            switch (frame) {
                case Data data -> written.addAll(Batches.read(data.array(), data.from(), data.messages()));
                case Fragment fragment
                when fragment.first() ->
                    written.add((char) fragment.array()[fragment.from()] + "*" + fragment.totalBytes());
                case Fragment _ -> {}
                case Open _ -> {}
                case Want want -> written.add("WANT " + want.messageBytes());
                case Done done ->
                    written.add("DONE " + done.totalMessages()
                            + (done.returnedMessages() == 0 ? "" : " -" + done.returnedMessages()));
                case Mark mark -> written.add("MARK " + mark.redeliveries() + (mark.headed() ? " headed" : ""));
                case StreamError error -> written.add("ERROR " + error.totalMessages());
                case Left left -> written.add("LEFT " + left.sentMessages());
                default -> throw new AssertionError(frame.toString());
            }
        }
        if (lane.state() == OutStream.State.CLOSED) {
            sender.forget(lane);
        }
        return written;
    }

    /** CREDIT that says what was taken in all, and grants so much more than that. */
    void credit(String receiver, long taken, long messages, long byteLimit) {
        lane(receiver).credit(new Credit(lane(receiver).id(), taken, taken + messages, byteLimit));
        sender.settle();
    }

    /** CREDIT that says so many taken, of which so many from the first are answered, with a little credit behind. */
    void credit(String receiver, long taken, long answered) {
        lane(receiver).credit(new Credit(lane(receiver).id(), taken, answered, taken + 16, 1 << 16));
        sender.settle();
    }

    /** ACKED of these ranges. */
    void acked(String receiver, long... bounds) {
        List<Acked.Range> ranges = new ArrayList<>();
        for (int i = 0; i < bounds.length; i += 2) {
            ranges.add(new Acked.Range(bounds[i], bounds[i + 1]));
        }
        lane(receiver).acknowledged(new Acked(lane(receiver).id(), ranges));
        sender.settle();
    }

    /** NACK of a message. */
    void nack(String receiver, long number, int delayMillis) {
        Nack nack = new Nack(lane(receiver).id(), number, delayMillis, "nack by " + receiver);
        sender.nacked(lane(receiver), nack, nowMillis * 1_000_000);
    }

    /** REJECT of a message. */
    void reject(String receiver, long number) {
        sender.rejected(lane(receiver), new Reject(lane(receiver).id(), number, "no good to " + receiver));
    }

    /** Lets time pass. */
    void advance(long millis) {
        nowMillis += millis;
        if (sender.deadline() <= nowMillis * 1_000_000) {
            sender.tick(nowMillis * 1_000_000);
        }
    }

    /** LEAVE after so many taken in all, of which so many from the first are answered. */
    void leave(String receiver, long taken, long answered) {
        Lane lane = lane(receiver);
        Leave leave = new Leave(lane.id(), taken, answered, ErrorCode.CLOSED, receiver + " left");
        sender.takeBack(lane, lane.leave(leave, lane.receiver()), leave.text());
    }

    /** What became of messages since this was asked before, each as its place, or first and last, with its fate. */
    List<String> answers() {
        List<String> answers = new ArrayList<>();
        for (Answer it = sender.pollAnswer(); it != null; it = sender.pollAnswer()) {
            long last = it.firstPlace() + it.messages() - 1;
            answers.add((it.messages() == 1 ? "" + last : it.firstPlace() + "-" + last) + " " + it.fate() + " "
                    + it.node());
        }
        return answers;
    }

    /** FINISHED with all that was queued. */
    void finish(String receiver) {
        Lane lane = lane(receiver);
        lane.finished(new Finished(lane.id(), lane.queuedMessages()));
        sender.forget(lane);
    }

    /** The session with this receiver is lost. */
    void lose(String receiver) {
        sender.lose(lane(receiver), receiver + " was lost");
    }

    /** LEAVE after so many taken in all. */
    void leave(String receiver, long taken) {
        Lane lane = lane(receiver);
        sender.takeBack(lane, lane.leave(new Leave(lane.id(), taken, ErrorCode.CLOSED, ""), lane.receiver()), "");
    }
}
