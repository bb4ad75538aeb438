package dev.strait.wire.engine;

import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.Offer;
import dev.strait.wire.dispatch.RendezvousSenderEnd;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.dispatch.Verdict;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.mux.Batch;
import dev.strait.wire.mux.Batches;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program whose sends wait until their values are taken: what comes back is sent again, at its place ahead of the others. A message such
 * as {@code x*70000} is large, that many times the letter.
 */
final class Sends {
    final RendezvousSenderEnd end;
    /** Messages and their verdicts, in the order in which these came. */
    final List<String> verdicts = new ArrayList<>();

    private final Player player;
    private final ArrayDeque<String> pending = new ArrayDeque<>();
    private final Map<Offer, String> out = new LinkedHashMap<>();
    /** Whether what comes back is not sent again. */
    private boolean once;

    boolean drained;

    Sends(Player player, SenderEnd end) {
        this.player = player;
        this.end = (RendezvousSenderEnd) end;
    }

    /** What comes back is not sent again from now on. */
    Sends once() {
        once = true;
        return this;
    }

    Sends send(String... messages) {
        pending.addAll(List.of(messages));
        go();
        player.cluster.run();
        return this;
    }

    /** Sends without letting the cluster run: nothing is written yet. */
    Offer offer(String message) {
        Batch batch = encode(message);
        Offer offer = player.engine.prepare(end, length(batch), player.cluster.now);
        if (offer == null) {
            throw new AssertionError("no ticket for " + message);
        }
        player.engine.offer(end, offer, batch, player.cluster.now);
        out.put(offer, message);
        return offer;
    }

    /** Whether there is a ticket now for a message of this length. */
    boolean hasTicket(int length) {
        return player.engine.prepare(end, length, player.cluster.now) != null;
    }

    void go() {
        long now = player.cluster.now;
        while (!pending.isEmpty() && end.closure() == null) {
            Batch next = encode(pending.element());
            Offer offer = player.engine.prepare(end, length(next), now);
            if (offer == null) {
                break;
            }
            player.engine.offer(end, offer, next, now);
            out.put(offer, pending.remove());
        }
        player.engine.waiting(end, end.closure() == null ? pending.size() : 0, now);
    }

    void settled(Offer offer, Verdict verdict) {
        String message = out.remove(offer);
        if (message == null || !offer.isSettled() || offer.isOut()) {
            throw new AssertionError("a verdict on " + message + ", settled " + offer.isSettled());
        }
        verdicts.add(message + " " + verdict);
        if (verdict == Verdict.RETURNED && !once) {
            pending.addFirst(message);
            go();
        }
    }

    /** Wants back whatever is out. */
    void withdrawAll() {
        for (Offer offer : List.copyOf(out.keySet())) {
            player.engine.withdraw(end, offer, player.cluster.now);
        }
        player.cluster.run();
    }

    /** The sends that wait wait no more. */
    void giveUp() {
        pending.clear();
        go();
        player.cluster.run();
    }

    /** The first of the sends that wait waits no more; the program looks at the others only when it is told to. */
    void giveUpFirst() {
        pending.removeFirst();
        player.engine.waiting(end, pending.size(), player.cluster.now);
        player.cluster.run();
    }

    /** Messages that wait for a ticket. */
    int blocked() {
        return pending.size();
    }

    /** Messages without a verdict. */
    int outNow() {
        return out.size();
    }

    void done() {
        player.engine.done(end, player.cluster.now);
        player.engine.closeSender(end, player.cluster.now);
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

    private static int length(Batch batch) {
        return batch.isWhole() ? batch.to() - batch.from() : (int) batch.cost() - 1;
    }

    private static Batch encode(String message) {
        return message.matches("[a-z]\\*[0-9]+")
                ? Batches.large(Integer.parseInt(message.substring(2)), message.charAt(0))
                : Batches.of(message);
    }
}
