package dev.strait.testkit.sim;

import dev.strait.testkit.sim.Taking.Outcome;
import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.wire.mux.InStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who took the values of one sender, how often, and what they answered. A value is taken again only if whoever had it before gave it back, left with
 * it, or lost the link on which it had come; it is marked then, and each time by another number. What came back at once comes again in the order
 * sent.
 */
final class Takings {
    /** Where values came from that came back at once, and where they went. */
    private record Way(Object from, InStream to) {}

    private final SenderProgram sender;
    private final boolean atMostOnce;
    private final Map<Integer, List<Taking>> bySequence = new HashMap<>();
    private final Map<Way, List<Taking>> byWay = new HashMap<>();
    private final BitSet acknowledged = new BitSet();
    private long all;

    Takings(SenderProgram sender) {
        this.sender = sender;
        this.atMostOnce = sender.channel.spec().atMostOnce();
    }

    /** How often a value was taken, of all. */
    long all() {
        return all;
    }

    /** Values that were taken at least once. */
    int distinct() {
        return bySequence.size();
    }

    /** Values that a receiver has acknowledged in time, as far as its node knew. */
    BitSet acknowledged() {
        return acknowledged;
    }

    /** Who took a value so far, in the order in which they did. */
    List<Taking> of(int sequence) {
        return bySequence.getOrDefault(sequence, List.of());
    }

    /** The highest mark with which a value was taken; -1 if it was not. */
    int highestMark(int sequence) {
        return of(sequence).stream().mapToInt(Taking::redeliveries).max().orElse(-1);
    }

    /** Checks that a value may be taken so. */
    void add(Taking taking) {
        int sequence = taking.sequence();
        List<Taking> earlier = bySequence.computeIfAbsent(sequence, _ -> new ArrayList<>());
        if (atMostOnce && !earlier.isEmpty()) {
            throw violation(taking, "at most once, and " + earlier.getLast());
        }
        for (Taking each : earlier) {
            requireAgain(each, taking);
        }
        if (sender.node.losses() == 0 && taking.redeliveries() != earlier.size()) {
            throw violation(taking, "which was taken " + earlier.size() + " times before");
        }
        earlier.stream()
                .filter(each -> each.redeliveries() == taking.redeliveries() - 1)
                .forEach(before -> requireOrder(before, taking));
        earlier.add(taking);
        all++;
    }

    private static void requireAgain(Taking before, Taking taking) {
        if (before.redeliveries() == taking.redeliveries()) {
            throw violation(taking, "which was taken before with the same mark: " + before);
        }
        boolean late = before.redeliveries() > taking.redeliveries();
        Taking first = late ? taking : before;
        if (!first.isLinkLost() && (late || !first.isGivenBack())) {
            throw violation(taking, "which nobody has given back: " + before);
        }
    }

    /** Of values that came back together and go the same way, whoever was sent first comes first. */
    private void requireOrder(Taking before, Taking taking) {
        Object from = cameBackWith(before);
        if (from == null) {
            return;
        }
        List<Taking> others = byWay.computeIfAbsent(new Way(from, taking.stream()), _ -> new ArrayList<>());
        boolean nacked = before.outcome() == Outcome.NACKED;
        for (Taking each : others) {
            boolean cameBackLater = !nacked || each.turn() > before.turn();
            if (each.sequence() > before.sequence() && cameBackLater && gone() <= (nacked ? 0 : 1)) {
                throw violation(taking, "after " + each.sequence() + ", which came back no sooner");
            }
        }
        others.add(before);
    }

    /** What all have in common that came back with it, or in the order in which they were answered; null if that is not known. */
    private @Nullable Object cameBackWith(Taking taking) {
        boolean lost = taking.isLinkLost();
        return switch (taking.outcome()) {
            case NACKED -> lost ? null : taking.stream();
            case LEFT -> lost ? null : taking.by();
            case NACKED_FOR_LATER -> null;
            case OPEN, ACKNOWLEDGED, REJECTED, TOO_LATE ->
                sender.world.contract().links().losses(sender.node, taking.by().node) == 1 ? taking.by().node : null;
        };
    }

    /** How many of the channel's receivers have left, or lost their links. What was theirs may have come back a second time. */
    int gone() {
        return sender.world.contract().receiversOf(sender.channel).stream()
                .mapToInt(each ->
                        sender.world.contract().links().losses(sender.node, each.node) + (each.isListening() ? 0 : 1))
                .sum();
    }

    /** A value was answered, in time as far as its receiver's node knows, or not. */
    void answered(Taking taking, Outcome how, boolean inTime, long turn, String why) {
        boolean isOpen = taking.outcome() == Outcome.OPEN;
        if (inTime && !isOpen) {
            throw violation(taking, "and answered it twice: " + taking.outcome() + ", " + how);
        }
        if (!inTime && isOpen && !taking.isLinkLost()) {
            throw violation(taking, "and was too late to answer, though nothing was lost");
        }
        if (isOpen) {
            taking.answered(inTime ? how : Outcome.TOO_LATE, turn, why);
        }
        if (inTime && how == Outcome.ACKNOWLEDGED) {
            acknowledged.set(taking.sequence());
        }
    }

    private static ContractViolation violation(Taking taking, String text) {
        return new ContractViolation(taking.by() + " took " + taking.sequence() + " of sender" + taking.sender()
                + " as redelivery " + taking.redeliveries() + ", " + text);
    }
}
