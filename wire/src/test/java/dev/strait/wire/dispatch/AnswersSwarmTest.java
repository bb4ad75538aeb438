package dev.strait.wire.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import dev.strait.wire.mux.Budget;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.OutStream;
import dev.strait.wire.mux.Parcel;
import dev.strait.wire.mux.Terms;
import dev.strait.wire.mux.Window;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A sender of a queue channel and receivers that come, take, hold, answer, leave and are lost at random, with frames under way in both
 * directions for as long as chance wills. After every step the counts of the sender add up; at the end the fate of every message was told once,
 * and is one that it can have had.
 */
class AnswersSwarmTest {
    private static final int HISTORIES = 400;
    private static final int STEPS = 250;
    private static final Window WINDOW = new Window(4, 2_048, 16, 1 << 16);

    @Test
    void whateverHappensTheFateOfEveryMessageIsToldOnceAndIsTrue() {
        long seed = Long.getLong("strait.seed", System.nanoTime());
        System.out.println("AnswersSwarmTest: repeat with -Dstrait.seed=" + seed);
        Random random = new Random(seed);
        Set<Fate> seen = new HashSet<>();
        long redelivered = 0;
        for (int i = 0; i < HISTORIES; i++) {
            History history = new History(new Random(random.nextLong()));
            try {
                history.run();
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("in history " + i + ": " + history.story, failure);
            }
            seen.addAll(history.fates.values());
            redelivered += history.sender.counts().redelivered();
        }
        assertEquals(Set.of(Fate.values()), seen, "or the histories are too tame");
        assertTrue(redelivered > HISTORIES, "redelivered: " + redelivered);
    }

    /** A message that a receiver's program holds. */
    private record Held(long number, int place) {}

    private static final class Receiver {
        final Lane lane;
        final InStream stream;
        /** What is under way, each way. */
        final ArrayDeque<Frame> toReceiver = new ArrayDeque<>();

        final ArrayDeque<Frame> toSender = new ArrayDeque<>();
        final ArrayDeque<Parcel> arrived = new ArrayDeque<>();
        final List<Held> held = new ArrayList<>();
        boolean over;

        Receiver(Lane lane, InStream stream) {
            this.lane = lane;
            this.stream = stream;
        }
    }

    private static final class History {
        final List<String> story = new ArrayList<>();
        final Map<Integer, Fate> fates = new HashMap<>();
        final QueueSenderEnd sender;

        private final Random random;
        private final boolean atMostOnce;
        private final int maxAttempts;
        private final Budget budget = new Budget(1 << 20);
        private final List<Receiver> receivers = new ArrayList<>();
        private final Set<Integer> acknowledged = new HashSet<>();
        private final Set<Integer> rejected = new HashSet<>();
        /** How often each message reached a program. */
        private final Map<Integer, Integer> reached = new HashMap<>();

        private final List<Long> letters = new ArrayList<>();
        private int nextReceiver;
        private int sent;
        private long now;
        private boolean failed;

        History(Random random) {
            this.random = random;
            atMostOnce = random.nextInt(4) == 0;
            maxAttempts = 1 + random.nextInt(4);
            sender = new QueueSenderEnd(new EndRef(new NodeRef("s", 1, 1), 1), atMostOnce, maxAttempts);
            sender.tellAnswers();
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                step();
                check();
            }
            boolean fails = random.nextInt(4) == 0;
            note(fails ? "fail" : "done");
            if (fails) {
                failed = true;
                sender.fail(new Closure.Failed(ErrorCode.APPLICATION_ERROR, "s", "why"));
            } else {
                sender.done();
            }
            for (int i = 0; !sender.isDrained(); i++) {
                assertTrue(i < 3_000, () -> "it does not end: " + sender.counts() + " " + sender.lanes());
                if (random.nextInt(20) == 0) {
                    step();
                } else {
                    settle();
                }
                check();
            }
            news();
            check();
            assertEquals(0, sender.counts().unanswered());
            assertEquals(sent, fates.size());
            fates.forEach(this::judge);
        }

        private void judge(int place, Fate fate) {
            switch (fate) {
                case ACKNOWLEDGED -> assertTrue(acknowledged.contains(place), () -> "nobody acknowledged " + place);
                case DEAD_LETTERED ->
                    assertTrue(
                            rejected.contains(place) || reached.getOrDefault(place, 0) >= maxAttempts,
                            () -> place + " reached a program " + reached.get(place) + " times only");
                case DROPPED -> assertTrue(atMostOnce);
                case UNDELIVERED, UNKNOWN -> assertTrue(failed);
            }
        }

        private void note(String what) {
            story.add(what);
        }

        private void step() {
            switch (random.nextInt(16)) {
                case 0 -> {
                    if (receivers.size() < 3) {
                        open();
                    }
                }
                case 1, 2, 3 -> send();
                case 4 -> lose(random.nextInt(4));
                case 5 -> leave(random.nextInt(4));
                case 6 -> {
                    now += random.nextLong(30_000_000L);
                    sender.tick(now);
                }
                case 7 -> bury();
                default -> {
                    if (!receivers.isEmpty()) {
                        move(receivers.get(random.nextInt(receivers.size())), random.nextInt(6));
                    }
                }
            }
            news();
        }

        /** Everybody takes and acknowledges what comes; who is there stays. */
        private void settle() {
            if (receivers.isEmpty()) {
                open();
            }
            now += 50_000_000L;
            sender.tick(now);
            bury();
            for (Receiver each : List.copyOf(receivers)) {
                for (int what = 0; what < 6; what++) {
                    move(each, what);
                }
            }
            news();
        }

        private void move(Receiver at, int what) {
            switch (what) {
                case 0 -> write(at);
                case 1 -> arrive(at);
                case 2 -> take(at);
                case 3 -> answer(at);
                case 4 -> announce(at);
                default -> hear(at);
            }
        }

        private void open() {
            NodeRef node = new NodeRef("r" + nextReceiver++, 1, 1);
            note("open " + node.id());
            Carrier carrier = new Carrier() {
                @Override
                public void ready(Lane lane) {
                    // everything is asked for it anyway
                }

                @Override
                public void linger(Lane lane) {
                    // nor this
                }

                @Override
                public NodeRef peer() {
                    return node;
                }

                @Override
                public long maxMessageBytes() {
                    return 1 << 16;
                }
            };
            Open open = new Open(nextReceiver, 1, 1, "words", new byte[0]);
            Lane lane = new Lane(
                    open, WINDOW.initialMessages(), WINDOW.initialBytes(), sender, new EndRef(node, 1), carrier);
            receivers.add(new Receiver(
                    lane,
                    new InStream(open.stream(), open.schema(), sender.ref(), new Terms(WINDOW, budget, 1 << 16))));
            sender.add(lane);
        }

        private void send() {
            if (sender.closure() != null) {
                return;
            }
            boolean large = random.nextInt(5) == 0;
            byte[] bytes = large ? Arrays.copyOf(text(sent), 1_000 + random.nextInt(6_000)) : new byte[0];
            Allowance allowance = sender.allow(large ? bytes.length + Batch.WHOLE_OVERHEAD : 100, 0);
            if (allowance == null) {
                return;
            }
            if (large) {
                sender.seal(
                        random.nextBoolean()
                                ? Batch.headed(bytes, 0, bytes.length)
                                : Batch.whole(bytes, 0, bytes.length));
                sent++;
            } else {
                String[] texts = new String[1 + random.nextInt(Math.min(8, allowance.messages()))];
                Arrays.setAll(texts, i -> String.valueOf(sent + i));
                sender.seal(Batches.of(texts));
                sent += texts.length;
            }
            note("sent " + sent);
        }

        private static byte[] text(int place) {
            return (place + " ").getBytes(StandardCharsets.UTF_8);
        }

        /** The sender's link writes. */
        private void write(Receiver at) {
            news();
            for (int i = random.nextInt(4); i >= 0; i--) {
                Frame frame = at.lane.poll();
                if (frame == null) {
                    break;
                }
                for (int place : places(frame)) {
                    assertFalse(fates.containsKey(place), () -> "sent though its fate is known: " + place);
                }
                at.toReceiver.add(frame);
            }
            if (at.lane.state() == OutStream.State.CLOSED && sender.reaches(at.lane.receiver())) {
                sender.forget(at.lane);
            }
        }

        private static List<Integer> places(Frame frame) {
            List<String> messages = switch (frame) {
                case Data data -> Batches.read(data.array(), data.from(), data.messages());
                case Fragment it
                when it.first() -> List.of(new String(it.array(), it.from(), 10, StandardCharsets.UTF_8));
                default -> List.of();
            };
            return messages.stream().map(History::place).toList();
        }

        /** The receiver's link reads. */
        private void arrive(Receiver at) {
            for (int i = random.nextInt(4); i >= 0 && !at.toReceiver.isEmpty(); i--) {
                Frame frame = at.toReceiver.remove();
                note(at.lane.receiver().node().id() + " <- " + frame);
                switch (frame) {
                    case Open _ -> {}
                    case Data data -> arrived(at, at.stream.data(data));
                    case Fragment fragment -> arrived(at, at.stream.fragment(fragment));
                    case Mark mark -> at.stream.mark(mark);
                    case Want want -> at.stream.want(want);
                    case Done done -> at.stream.done(done);
                    case StreamError error -> at.stream.error(error.totalMessages());
                    case Left _ -> {
                        at.stream.close();
                        at.over = true;
                    }
                    default -> throw new AssertionError(frame.toString());
                }
            }
            budget.admit(now);
            finishIfDrained(at);
        }

        private void arrived(Receiver at, Parcel parcel) {
            if (parcel != null) {
                at.arrived.add(parcel);
            }
        }

        private static List<String> messages(Parcel parcel) {
            if (!parcel.whole()) {
                return Batches.read(parcel);
            }
            return List.of(new String(parcel.array(), 0, 10, StandardCharsets.UTF_8));
        }

        private static int place(String message) {
            return Integer.parseInt(message.split(" ")[0].strip());
        }

        /** The program takes a parcel, and holds what it likes of it. */
        private void take(Receiver at) {
            Parcel parcel = at.arrived.poll();
            if (parcel == null || at.stream.state() == InStream.State.LEAVING) {
                return;
            }
            long number = parcel.first();
            for (String message : messages(parcel)) {
                int place = place(message);
                int before = reached.merge(place, 1, Integer::sum) - 1;
                assertTrue(parcel.redeliveries() > 0 || before == 0, () -> place + " came again unmarked");
                if (random.nextBoolean()) {
                    at.stream.hold(number);
                    at.held.add(new Held(number, place));
                } else {
                    acknowledged.add(place);
                }
                number++;
            }
            if (random.nextInt(4) == 0) {
                answer(at); // ahead of the report
            }
            at.stream.take(parcel.messages(), parcel.cost());
            finishIfDrained(at);
        }

        private void answer(Receiver at) {
            if (at.held.isEmpty()) {
                return;
            }
            Held it = at.held.remove(random.nextInt(at.held.size()));
            boolean there = at.stream.state() == InStream.State.OPEN || at.stream.state() == InStream.State.ENDED;
            int stream = at.stream.id();
            note(at.lane.receiver().node().id() + " answers " + it);
            switch (random.nextInt(6)) {
                case 0 -> {
                    assertEquals(there, at.stream.nack(it.number));
                    if (there) {
                        at.toSender.add(new Nack(stream, it.number, random.nextBoolean() ? 0 : random.nextInt(40), ""));
                    }
                }
                case 1 -> {
                    assertEquals(there, at.stream.answer(it.number, false));
                    if (there) {
                        rejected.add(it.place);
                        at.toSender.add(new Reject(stream, it.number, ""));
                    }
                }
                default -> {
                    assertEquals(there, at.stream.answer(it.number, true));
                    if (there) {
                        acknowledged.add(it.place);
                    }
                }
            }
            finishIfDrained(at);
        }

        private void announce(Receiver at) {
            if (at.stream.hasNews()) {
                announceAhead(at);
                at.toSender.add(at.stream.announce());
            }
        }

        private static void announceAhead(Receiver at) {
            for (Acked ahead = at.stream.announceAhead(); ahead != null; ahead = at.stream.announceAhead()) {
                at.toSender.add(ahead);
            }
        }

        private void finishIfDrained(Receiver at) {
            if (at.stream.isDrained()) {
                at.toSender.add(new Finished(at.stream.id(), at.stream.ledger().takenMessages()));
                at.stream.finish();
                at.over = true;
            }
        }

        /** The sender's link reads. */
        private void hear(Receiver at) {
            for (int i = random.nextInt(4); i >= 0 && !at.toSender.isEmpty(); i--) {
                Frame frame = at.toSender.remove();
                note(at.lane.receiver().node().id() + " -> " + frame);
                switch (frame) {
                    case Credit credit -> {
                        at.lane.credit(credit, now);
                        sender.settle();
                    }
                    case Acked acked -> {
                        at.lane.acknowledged(acked);
                        sender.settle();
                    }
                    case Nack nack -> sender.nacked(at.lane, nack, now);
                    case Reject reject -> sender.rejected(at.lane, reject);
                    case Leave leave ->
                        sender.takeBack(at.lane, at.lane.leave(leave, at.lane.receiver()), leave.text());
                    case Finished finished -> {
                        at.lane.finished(finished);
                        assertEquals(OutStream.State.CLOSED, at.lane.state());
                        sender.forget(at.lane);
                    }
                    default -> throw new AssertionError(frame.toString());
                }
            }
            if (at.over && at.toSender.isEmpty() && at.lane.state() == OutStream.State.CLOSED) {
                receivers.remove(at);
            }
        }

        private void leave(int which) {
            if (which >= receivers.size()) {
                return;
            }
            Receiver at = receivers.get(which);
            if (at.stream.state() == InStream.State.OPEN || at.stream.state() == InStream.State.ENDED) {
                note(at.lane.receiver().node().id() + " leaves");
                announceAhead(at);
                at.toSender.add(new Leave(
                        at.stream.id(),
                        at.stream.ledger().takenMessages(),
                        at.stream.answeredMessages(),
                        ErrorCode.CLOSED,
                        ""));
                at.stream.leave();
                at.arrived.clear();
            }
        }

        private void lose(int which) {
            if (which >= receivers.size()) {
                return;
            }
            Receiver at = receivers.remove(which);
            note(at.lane.receiver().node().id() + " is lost");
            at.stream.close();
            if (sender.reaches(at.lane.receiver())) {
                sender.lose(at.lane, "lost");
            }
        }

        private void bury() {
            for (long letter : letters) {
                sender.buried(letter);
            }
            letters.clear();
        }

        private void news() {
            for (DeadLetter it = sender.pollDeadLetter(); it != null; it = sender.pollDeadLetter()) {
                letters.add(it.place());
            }
            for (Answer it = sender.pollAnswer(); it != null; it = sender.pollAnswer()) {
                for (long place = it.firstPlace(); place < it.firstPlace() + it.messages(); place++) {
                    Fate before = fates.put((int) place, it.fate());
                    assertEquals(null, before, "told twice: " + place);
                }
            }
        }

        private void check() {
            SenderCounts it = sender.counts();
            assertEquals(
                    it.sent(),
                    it.unanswered()
                            + it.acknowledged()
                            + it.deadLettered()
                            + it.dropped()
                            + it.undelivered()
                            + it.unknown(),
                    it::toString);
            assertEquals(sent, it.sent());
            for (Fate fate : Fate.values()) {
                long told = fates.values().stream().filter(fate::equals).count();
                long counted = switch (fate) {
                    case ACKNOWLEDGED -> it.acknowledged();
                    case DEAD_LETTERED -> it.deadLettered();
                    case DROPPED -> it.dropped();
                    case UNDELIVERED -> it.undelivered();
                    case UNKNOWN -> it.unknown();
                };
                assertEquals(counted, told, fate::toString);
            }
            long first = sender.firstUnanswered();
            assertTrue(first == Long.MAX_VALUE || !fates.containsKey((int) first), () -> first + " is answered");
            for (int place = 0; place < Math.min(first, sent); place++) {
                assertNotNull(fates.get(place), "open ahead of " + first + ": " + place);
            }
            assertTrue(budget.reservedBytes() >= 0);
        }
    }
}
