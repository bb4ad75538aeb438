package dev.strait.wire.engine;

import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.frame.MessageCursor;
import dev.strait.wire.mux.Batches;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Parcel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A program that receives: by hand, with {@link #take}, or everything as it comes, with {@link #takeAll}. */
final class In {
    final ReceiverEnd end;
    final List<String> taken = new ArrayList<>();
    /** How often each of them had been sent before to a receiver that may have taken it. */
    final List<Integer> redeliveries = new ArrayList<>();

    /** Receivers that have come in messages taken, in order. */
    final List<In> arrived = new ArrayList<>();

    /** Whether it claims them. */
    boolean claims = true;

    private final Player player;
    private @Nullable Parcel inHand;
    private List<String> rest = List.of();
    private int reported;
    private int consumed;
    private boolean greedy;
    private boolean holding;
    private int answers;
    /** Messages that it holds, by their text: the last of those that are equal. */
    private final Map<String, Held> held = new HashMap<>();

    private record Held(InStream stream, long number) {}

    In(Player player, ReceiverEnd end) {
        this.player = player;
        this.end = end;
    }

    /** Takes so many messages, which must be there. */
    In take(int count) {
        for (int i = 0; i < count; i++) {
            if (!takeOne()) {
                throw new AssertionError("no message " + (i + 1) + " of " + count + "; closure " + end.closure());
            }
        }
        report();
        player.cluster.run();
        return this;
    }

    /** From now on holds what it takes until it is answered. */
    In holding() {
        holding = true;
        return this;
    }

    /** Acknowledges what it holds; false if that is too late. */
    boolean acknowledge(String message) {
        Held it = release(message);
        boolean inTime = player.engine.acknowledge(end, it.stream, it.number, player.cluster.now);
        player.cluster.run();
        return inTime;
    }

    /** Gives back what it holds; false if that is too late. */
    boolean nack(String message, int delayMillis) {
        Held it = release(message);
        boolean inTime =
                player.engine.nack(end, it.stream, it.number, delayMillis, "not " + message, player.cluster.now);
        player.cluster.run();
        return inTime;
    }

    /** Rejects what it holds; false if that is too late. */
    boolean reject(String message) {
        Held it = release(message);
        boolean inTime = player.engine.reject(end, it.stream, it.number, "never " + message, player.cluster.now);
        player.cluster.run();
        return inTime;
    }

    /** Answers one of the messages that it holds, if there are two: in turn each of the ways. */
    void answerNext() {
        if (held.size() > 1) {
            String message = held.keySet().iterator().next();
            switch (answers++ % 4) {
                case 0 -> acknowledge(message);
                case 1 -> nack(message, 0);
                case 2 -> reject(message);
                default -> nack(message, 300);
            }
        }
    }

    private Held release(String message) {
        Held it = held.remove(message);
        if (it == null) {
            throw new AssertionError("does not hold " + message);
        }
        return it;
    }

    /** From now on takes everything as it comes. */
    In takeAll() {
        greedy = true;
        wake();
        player.cluster.run();
        return this;
    }

    void wake() {
        if (greedy) {
            while (takeOne()) {
                // and the next
            }
            report();
            player.engine.await(end);
        }
    }

    /** Takes without reporting: the engine asks when it is time. */
    boolean takeOne() {
        if (rest.isEmpty()) {
            report();
            inHand = player.engine.poll(end, player.cluster.now);
            if (inHand == null) {
                return false;
            }
            rest = new ArrayList<>(Batches.read(inHand));
            consumed = 0;
            reported = 0;
            player.engine.startedTaking(end, player.cluster.now);
        }
        String message = rest.removeFirst();
        long number = inHand.first() + consumed;
        if (claims) {
            player.engine.claim(inHand.stream(), number).forEach(it -> arrived.add(player.claimed(it)));
        }
        if (holding) {
            player.engine.hold(inHand.stream(), number);
            held.put(message, new Held(inHand.stream(), number));
        }
        taken.add(message);
        redeliveries.add(inHand.redeliveries());
        consumed++;
        return true;
    }

    void report() {
        Parcel parcel = inHand;
        if (parcel != null && consumed > reported) {
            long cost = parcel.whole() ? parcel.cost() : cost(parcel, reported, consumed);
            player.engine.taken(end, parcel.stream(), consumed - reported, cost, player.cluster.now);
            reported = consumed;
        }
    }

    private static long cost(Parcel parcel, int from, int to) {
        // By their places: what a stranger sends need not be what these tests would have made of the same text.
        MessageCursor cursor = new MessageCursor();
        cursor.reset(parcel.array(), parcel.from(), parcel.messages());
        long cost = 0;
        for (int i = 0; i < to && cursor.next(); i++) {
            cost += i < from ? 0 : cursor.to() - cursor.start();
        }
        return cost;
    }

    /** Closes the end. */
    void close() {
        report();
        player.engine.closeReceiver(end, player.cluster.now);
        player.cluster.run();
    }

    @Nullable
    Closure closure() {
        return end.closure();
    }

    /** The messages taken, in order. */
    String text() {
        return String.join(" ", taken);
    }
}
