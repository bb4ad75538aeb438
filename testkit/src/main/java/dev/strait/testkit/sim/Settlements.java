package dev.strait.testkit.sim;

import dev.strait.testkit.sim.Taking.Outcome;
import dev.strait.testkit.virtual.ContractViolation;
import dev.strait.wire.dispatch.Answer;
import dev.strait.wire.dispatch.DeadLetter;
import dev.strait.wire.dispatch.Fate;
import dev.strait.wire.dispatch.SenderCounts;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sender says became of its values: its counters, its dead letters, and the answers that its program is told. Each value has one fate, which is
 * true, and never another.
 */
final class Settlements {
    /** A fate, and the highest mark with which the value had been taken by then. */
    private record Told(Fate fate, int mark) {}

    private final QueueSenderProgram sender;
    private final Takings takings;
    private final Map<Integer, DeadLetter> dead = new HashMap<>();
    private final BitSet buried = new BitSet();
    private final Map<Integer, Told> told = new HashMap<>();
    private final Map<Fate, Long> tally = new EnumMap<>(Fate.class);

    Settlements(QueueSenderProgram sender, Takings takings) {
        this.sender = sender;
        this.takings = takings;
    }

    SenderCounts counts() {
        return sender.queue().counts();
    }

    /** Whether what became of a value is known to be well: acknowledged, or a dead letter. */
    boolean isProcessed(int sequence) {
        return takings.acknowledged().get(sequence) || dead.containsKey(sequence);
    }

    /** Whether a value is a dead letter. */
    boolean isDead(int sequence) {
        return dead.containsKey(sequence);
    }

    // --- as it happens ---

    /** A value is taken: that must agree with what was said of it. */
    void taken(Taking taking) {
        Told before = told.get(taking.sequence());
        DeadLetter letter = dead.get(taking.sequence());
        if (before == null && letter == null) {
            return;
        }
        // On a link that its sender has lost a value may be taken long after.
        boolean late = taking.isLinkLost()
                && (before == null || before.fate() != Fate.UNDELIVERED)
                && (before == null || before.fate() != Fate.ACKNOWLEDGED || taking.redeliveries() < before.mark());
        require(
                late,
                taking.by() + " took " + name(taking.sequence()) + " as redelivery " + taking.redeliveries()
                        + ", though it " + (before == null ? "was a dead letter" : "was said to be " + before.fate()));
    }

    void deadLettered(DeadLetter letter) {
        int sequence = Math.toIntExact(letter.place());
        require(dead.put(sequence, letter) == null, name(sequence) + " is a dead letter for the second time");
        require(
                !told.containsKey(sequence),
                name(sequence) + " is a dead letter though it was said to be " + told.get(sequence));
        Message content = Message.read(letter.array(), letter.from(), letter.to());
        require(
                content.equals(new Message(sender.number(), sequence)) && !letter.headed(),
                name(sequence) + " is a dead letter with another's content: " + content);
        requireReason(letter, takings.of(sequence));
    }

    private void requireReason(DeadLetter letter, List<Taking> all) {
        int sequence = Math.toIntExact(letter.place());
        long known = all.stream()
                .filter(each -> !each.isLinkLost() && (each.isGivenBack() || each.outcome() == Outcome.REJECTED))
                .count();
        boolean exact = sender.node.losses() == 0;
        require(
                letter.attempts() >= Math.max(1, known)
                        && letter.attempts() <= all.size()
                        && letter.attempts() <= sender.traits().maxAttempts()
                        && (!exact || letter.attempts() == all.size()),
                name(sequence) + " is a dead letter after " + letter.attempts() + " attempts of "
                        + sender.traits().maxAttempts() + ", and was taken " + all);
        boolean rejected = all.stream()
                .anyMatch(each -> each.outcome() == Outcome.REJECTED
                        && had(each, letter)
                        && each.why().equals(letter.why()));
        boolean worn = letter.attempts() == sender.traits().maxAttempts()
                && all.stream()
                        .anyMatch(each -> had(each, letter)
                                && (each.isLinkLost()
                                        || each.outcome() == Outcome.LEFT
                                        || (each.isGivenBack() && each.why().equals(letter.why()))));
        require(
                rejected || worn,
                name(sequence) + " is a dead letter without a cause, after " + letter.attempts() + " attempts: '"
                        + letter.why() + "', and was taken " + all);
    }

    private static boolean had(Taking taking, DeadLetter letter) {
        return taking.by().node.name().equals(letter.node());
    }

    void buried(long place) {
        buried.set(Math.toIntExact(place));
    }

    void answered(Answer answer, int sealed) {
        require(
                sender.traits().isTold()
                        && answer.messages() > 0
                        && answer.firstPlace() >= 0
                        && answer.firstPlace() + answer.messages() <= sealed,
                sender + " is told of " + answer + ", having sent " + sealed);
        tally.merge(answer.fate(), answer.messages(), Long::sum);
        for (long place = answer.firstPlace(); place < answer.firstPlace() + answer.messages(); place++) {
            int sequence = Math.toIntExact(place);
            Told before = told.put(sequence, new Told(answer.fate(), takings.highestMark(sequence)));
            require(before == null, name(sequence) + " is " + answer.fate() + ", and was said to be " + before);
            require(
                    isTrue(answer, sequence, takings.of(sequence)),
                    name(sequence) + " is not " + answer + ": it was taken " + takings.of(sequence));
        }
    }

    private boolean isTrue(Answer answer, int sequence, List<Taking> all) {
        boolean isOver = sender.queue().closure() != null || sender.hasEnded();
        DeadLetter letter = dead.get(sequence);
        return switch (answer.fate()) {
            case ACKNOWLEDGED ->
                letter == null
                        && all.stream()
                                .anyMatch(each -> each.outcome() == Outcome.ACKNOWLEDGED
                                        && each.by().node.name().equals(answer.node()));
            case DEAD_LETTERED ->
                letter != null
                        && buried.get(sequence)
                        && letter.node().equals(answer.node())
                        && letter.why().equals(answer.why());
            case DROPPED ->
                sender.channel.spec().atMostOnce()
                        && letter == null
                        && (sender.node.losses() > 0 || all.stream().anyMatch(Taking::isGivenBack));
            case UNDELIVERED ->
                isOver && letter == null && all.isEmpty() && answer.node().isEmpty();
            case UNKNOWN ->
                isOver
                        && letter == null
                        && (sender.node.losses() > 0 || all.stream().anyMatch(Taking::isGivenBack));
        };
    }

    /** Everything before a place is answered, as the program hears that waited for it. */
    void answeredAll(long place) {
        for (int sequence = 0; sequence < place; sequence++) {
            require(
                    !sender.traits().isTold() || told.containsKey(sequence),
                    sender + " hears that " + place + " values are answered, and was not told of " + sequence);
        }
        SenderCounts counts = counts();
        require(
                counts.sent() - counts.unanswered() >= place,
                sender + " hears that " + place + " values are answered: " + counts);
    }

    // --- counters ---

    /** What holds after every step. */
    void check(int sealed) {
        SenderCounts counts = counts();
        long settled = counts.acknowledged()
                + counts.deadLettered()
                + counts.dropped()
                + counts.undelivered()
                + counts.unknown();
        boolean holds = counts.sent() == sealed
                && counts.sent() == counts.unanswered() + settled
                && counts.unanswered() >= 0
                && counts.acknowledged() <= takings.acknowledged().cardinality()
                && counts.deadLettered() == buried.cardinality()
                && counts.undelivered() <= sealed - takings.distinct()
                && (counts.dropped() == 0 || sender.channel.spec().atMostOnce())
                && takings.all() - takings.distinct() <= counts.redelivered();
        require(holds, "counters do not add up: " + text(counts, sealed));
    }

    /** What holds when nothing of the sender is under way any more. */
    void finish(int sealed, boolean isHarmed, boolean hasFailed) {
        SenderCounts counts = counts();
        String text = text(counts, sealed);
        check(sealed);
        require(counts.unanswered() == 0, "something is unanswered: " + text);
        long unprocessed = 0;
        for (int sequence = 0; sequence < sealed; sequence++) {
            unprocessed += isProcessed(sequence) ? 0 : 1;
            requireDeadIfRejected(sequence);
        }
        require(
                unprocessed <= counts.dropped() + counts.undelivered() + counts.unknown(),
                unprocessed + " values are lost in silence: " + text);
        if (sender.traits().isTold()) {
            require(told.size() == sealed, sender + " was told of " + told.size() + " values only: " + text);
            require(
                    tally(Fate.ACKNOWLEDGED) == counts.acknowledged()
                            && tally(Fate.DEAD_LETTERED) == counts.deadLettered()
                            && tally(Fate.DROPPED) == counts.dropped()
                            && tally(Fate.UNDELIVERED) == counts.undelivered()
                            && tally(Fate.UNKNOWN) == counts.unknown(),
                    sender + " was told otherwise than is counted, " + tally + ": " + text);
        }
        if (!isHarmed) {
            require(
                    counts.acknowledged() == takings.acknowledged().cardinality()
                            && counts.deadLettered() == dead.size()
                            && (hasFailed || counts.unknown() + counts.undelivered() == 0),
                    "lost without a fault: " + text);
        }
    }

    private void requireDeadIfRejected(int sequence) {
        for (Taking each : takings.of(sequence)) {
            require(
                    each.outcome() != Outcome.REJECTED || each.isLinkLost() || dead.containsKey(sequence),
                    name(sequence) + " was rejected by " + each.by() + ", and is no dead letter");
        }
    }

    private long tally(Fate fate) {
        return tally.getOrDefault(fate, 0L);
    }

    private String text(SenderCounts counts, int sealed) {
        return sender + ", with " + sealed + " values handed over, " + takings.distinct() + " taken, "
                + takings.acknowledged().cardinality() + " acknowledged, " + dead.size() + " dead letters: " + counts;
    }

    private String name(int sequence) {
        return sequence + " of " + sender;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ContractViolation(otherwise);
        }
    }
}
