package dev.strait.wire.engine;

import dev.strait.wire.dispatch.Allowance;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.QueueSenderEnd;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.Batches;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program that sends: it blocks while there is no credit, that is, it keeps what it has not sent. A message such as {@code x*70000} is
 * large, that many times the letter.
 */
final class Out {
    final SenderEnd end;
    private final Player player;
    private final ArrayDeque<String> pending = new ArrayDeque<>();
    private final List<String> batch = new ArrayList<>();
    private boolean closing;
    boolean drained;
    /** How often it was told to look again. */
    int wakes;

    Out(Player player, SenderEnd end) {
        this.player = player;
        this.end = end;
    }

    Out send(String... messages) {
        pending.addAll(List.of(messages));
        go();
        player.cluster.run();
        return this;
    }

    /** Sends a message that holds the receivers of these; for which there must be credit. */
    Out sendWith(String message, Out... enclosed) {
        List<QueueSenderEnd> ends =
                Stream.of(enclosed).map(it -> (QueueSenderEnd) it.end).toList();
        Allowance allowance = player.engine.allow(end, 0, 0, player.cluster.now);
        if (allowance == null || !pending.isEmpty() || !player.engine.enclose(end, end.sentMessages(), ends)) {
            throw new AssertionError("no allowance, or a receiver that is gone");
        }
        player.engine.fill(end, player.cluster.now);
        player.engine.seal(end, encode(message), player.cluster.now);
        player.cluster.run();
        return this;
    }

    /** Sends 0 to count - 1. */
    Out sendNumbers(int count) {
        for (int i = 0; i < count; i++) {
            pending.add(String.valueOf(i));
        }
        go();
        player.cluster.run();
        return this;
    }

    /** Messages that the program has not been able to send. */
    int blocked() {
        return pending.size();
    }

    /** Done, once everything is sent; then closed. */
    void done() {
        closing = true;
        go();
        player.cluster.run();
    }

    void fail(String why) {
        player.engine.fail(end, ErrorCode.APPLICATION_ERROR, why, player.cluster.now);
        player.engine.closeSender(end, player.cluster.now);
        player.cluster.run();
    }

    @Nullable
    Closure closure() {
        return player.engine.closure(end);
    }

    /** Begins a batch and keeps it in the making. */
    void begin(String message) {
        Allowance allowance = player.engine.allow(end, 0, 0, player.cluster.now);
        if (allowance == null) {
            throw new AssertionError("no allowance");
        }
        batch.add(message);
        player.engine.fill(end, player.cluster.now);
    }

    void seal() {
        if (!batch.isEmpty()) {
            String[] messages = batch.toArray(String[]::new);
            batch.clear();
            player.engine.seal(end, Batches.of(messages), player.cluster.now);
        }
    }

    void go() {
        long now = player.cluster.now;
        while (!pending.isEmpty() && batch.isEmpty()) {
            if (end.closure() != null) {
                return;
            }
            Batch first = encode(pending.element());
            Allowance allowance = player.engine.allow(end, (int) first.cost(), 0, now);
            if (allowance == null) {
                return;
            }
            player.engine.fill(end, now);
            player.engine.seal(end, first.isWhole() ? whole() : fill(allowance), now);
        }
        if (closing && pending.isEmpty()) {
            closing = false;
            player.engine.done(end, now);
            player.engine.closeSender(end, now);
        }
    }

    private Batch whole() {
        return encode(pending.remove());
    }

    private Batch fill(Allowance allowance) {
        List<String> messages = new ArrayList<>();
        long bytes = 0;
        while (!pending.isEmpty() && messages.size() < allowance.messages()) {
            Batch next = encode(pending.element());
            if (next.isWhole() || bytes + next.cost() > allowance.bytes()) {
                break;
            }
            bytes += next.cost();
            messages.add(pending.remove());
        }
        return Batches.of(messages.toArray(String[]::new));
    }

    private static Batch encode(String message) {
        return message.matches("[a-z]\\*[0-9]+")
                ? Batches.large(Integer.parseInt(message.substring(2)), message.charAt(0))
                : Batches.of(message);
    }
}
