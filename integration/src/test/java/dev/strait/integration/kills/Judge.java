package dev.strait.integration.kills;

import dev.strait.integration.kills.Fate.Taking;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads the diaries of processes some of which were killed, and says what cannot be:
 *
 * <ul>
 *   <li>a value of a sender that lived that was not processed, unless it is a dead letter;
 *   <li>a value that somebody had again though whoever had it before was alive and had not given it back, or though its post was answered: so whoever
 *       had acknowledged it was killed before the acknowledgement arrived;
 *   <li>a value that somebody had again and that is not marked as sent before, more often each time; one that is not marked and out of order, though nobody was killed;
 *   <li>a post that was not answered; {@code delivered} by a node that was not the last to have the value, or whose result for it was not
 *       received by then; {@code unknown}, though its sender lives; a dead letter that had not been tried as often as the limit says;
 *   <li>an end of a channel that conceals the loss of a sender, or invents one.
 * </ul>
 */
final class Judge {
    private static final int MOST_TOLD = 20;

    private final Map<String, Map<Long, Fate>> fates = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * What has happened, all of it allowed.
     *
     * @param values that were sent
     * @param takenAgain how often one was taken that whoever was killed had before
     * @param processedAgain values that were processed more than once
     * @param deadLetters values that came back too often
     */
    record Verdict(long values, long takenAgain, long processedAgain, long deadLetters) {}

    /** Judges. @throws AssertionError with what cannot be */
    Verdict judge(List<Life> lives) {
        for (Life life : lives) {
            life.diary().forEach(entry -> file(life, entry));
        }
        fates.forEach((channel, values) -> values.forEach((value, fate) -> judge(channel + " " + value, value, fate)));
        lives.stream().filter(it -> it.role() == Role.DELIVERIES).forEach(it -> judgeOrder(it, lives));
        lives.stream().filter(it -> it.role().isWorker()).forEach(worker -> judgeEnds(worker, lives));
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.size() + " problems:\n"
                    + problems.stream().limit(MOST_TOLD).collect(Collectors.joining("\n")));
        }
        return verdict();
    }

    private void file(Life life, Entry entry) {
        if (entry.kind() == Entry.Kind.BEGUN || entry.kind() == Entry.Kind.ENDED) {
            return;
        }
        Fate fate = fates.computeIfAbsent(entry.channel(), _ -> new HashMap<>())
                .computeIfAbsent(entry.value(), _ -> new Fate());
        switch (entry.kind()) {
            case SENT -> fate.sender = life;
            case SETTLED -> fate.settled.add(entry);
            case TAKEN -> fate.takings.add(new Taking(life, entry));
            case PROCESSED -> fate.of(life).isProcessed = true;
            case RETURNED -> fate.of(life).returnedNanos = entry.nanos();
            case RESULT -> fate.results.add(entry);
            case DEAD -> fate.deadLetters.add(entry);
            default -> throw new AssertionError(entry);
        }
    }

    private void require(boolean holds, String what, String problem, Fate fate) {
        if (!holds) {
            String history = fate.inOrder().stream()
                    .map(it -> it.worker + " took it at " + it.nanos() + " with mark " + it.taken.mark()
                            + (it.isProcessed ? ", processed it" : "") + (it.isReturned() ? ", gave it back" : "")
                            + (it.worker.wasKilled() ? ", was killed at " + it.worker.killedNanos() : ""))
                    .collect(Collectors.joining("; "));
            problems.add(what + " of " + fate.sender + " " + problem + ": " + history + "; " + fate.settled
                    + fate.deadLetters + fate.results);
        }
    }

    private void judge(String what, long value, Fate fate) {
        require(fate.sender != Fate.NOBODY, what, "was never sent", fate);
        require(fate.deadLetters.size() <= 1, what, "is a dead letter twice", fate);
        judgeTakings(what, fate);
        fate.settled.forEach(answer -> judgeAnswer(what, value, fate, answer));
        for (Entry result : fate.results) {
            boolean hadIt =
                    fate.takings.stream().anyMatch(it -> it.worker.node().equals(result.text()));
            require(hadIt, what, "has a result of a node that never had it", fate);
        }
        if (!fate.sender.wasKilled()) {
            require(!fate.settled.isEmpty(), what, "was not answered", fate);
            require(fate.isDead() || fate.isProcessed(), what, "was not processed", fate);
        }
    }

    private void judgeTakings(String what, Fate fate) {
        List<Taking> takings = fate.inOrder();
        int lastMark = -1;
        for (int i = 0; i < takings.size(); i++) {
            Taking taking = takings.get(i);
            if (i > 0) {
                require(
                        takings.get(i - 1).isOver(taking.nanos()),
                        what,
                        "was taken again by " + taking.worker + " though another had it",
                        fate);
            }
            if (taking.taken.mark() >= 0) {
                require(
                        taking.taken.mark() > lastMark && taking.taken.mark() >= i,
                        what,
                        "was taken again without a higher mark",
                        fate);
                lastMark = taking.taken.mark();
            }
        }
    }

    private void judgeAnswer(String what, long value, Fate fate, Entry answer) {
        List<Taking> takings = fate.inOrder();
        require(
                takings.stream().allMatch(it -> it.nanos() < answer.nanos()),
                what,
                "was taken after its post was answered",
                fate);
        if (takings.isEmpty()) {
            require(false, what, "was answered though nobody had it", fate);
            return;
        }
        Taking last = takings.getLast();
        String[] words = answer.text().split(" ", 2);
        switch (words[0]) {
            case "delivered" -> {
                require(!Channels.isPoison(value), what, "was delivered, which is never acknowledged", fate);
                require(!fate.isDead(), what, "was delivered and is a dead letter", fate);
                require(
                        last.worker.node().equals(words[1]) && last.isProcessed && !last.isReturned(),
                        what,
                        "was not acknowledged by whom the answer names",
                        fate);
                boolean resultCame = fate.results.stream()
                        .anyMatch(it ->
                                it.text().equals(words[1]) && it.nanos() > last.nanos() && it.nanos() < answer.nanos());
                require(resultCame, what, "was acknowledged before its result", fate);
            }
            case "not-delivered" -> {
                require(fate.isDead(), what, "is neither delivered nor a dead letter", fate);
                // One taking may be missing: of a worker that was killed before it could note it.
                boolean tried = fate.deadLetters.stream()
                        .allMatch(it ->
                                it.mark() == Channels.MAX_ATTEMPTS && takings.size() >= Channels.MAX_ATTEMPTS - 1);
                require(tried, what, "is a dead letter before its attempts were over", fate);
            }
            default -> require(false, what, "has an unknown fate though its sender lives", fate);
        }
    }

    /**
     * What is not marked comes in the order in which its sender sent it, but that which was underway to one that was killed: that begins anew, once for
     * each.
     */
    private void judgeOrder(Life worker, List<Life> lives) {
        Map<String, Entry> last = new HashMap<>();
        Map<String, Integer> begunAnew = new HashMap<>();
        for (Entry entry : worker.diary()) {
            if (entry.kind() == Entry.Kind.TAKEN && entry.mark() == 0) {
                String from = entry.channel() + " of process " + Channels.process(entry.value());
                Entry before = last.put(from, entry);
                if (before != null && before.value() > entry.value()) {
                    long killed = lives.stream()
                            .filter(it -> it.role().isWorker() && it.killedNanos() < entry.nanos())
                            .count();
                    if (begunAnew.merge(from, 1, Integer::sum) > killed) {
                        problems.add(worker + " took " + entry + " after " + before);
                    }
                }
            }
        }
    }

    private void judgeEnds(Life worker, List<Life> lives) {
        Map<String, String> ends = new HashMap<>();
        worker.diary().stream()
                .filter(it -> it.kind() == Entry.Kind.ENDED)
                .forEach(it -> ends.put(it.channel(), it.text()));
        if (worker.wasKilled()) {
            return;
        }
        if (!"done".equals(ends.get(Channels.TOLERANT.name()))) {
            problems.add(worker + " came to another end of the channel that tolerates lost senders: " + ends);
        }
        Set<String> told = new TreeSet<>();
        String end = ends.getOrDefault(Channels.STRICT.name(), "none");
        if (end.startsWith("lost ")) {
            told.addAll(List.of(end.substring("lost ".length()).split(" ")));
        } else if (!end.equals("done")) {
            problems.add(worker + " came to no end of the channel that does not: " + ends);
        }
        Set<String> killed = new TreeSet<>();
        Set<String> killedWithAnEnd = new HashSet<>();
        for (Life sender : lives) {
            if (sender.role() == Role.SENDER && sender.wasKilled()) {
                killed.add(sender.node());
                if (sender.diary().stream()
                        .anyMatch(it ->
                                it.kind() == Entry.Kind.BEGUN && it.channel().equals(Channels.STRICT.name()))) {
                    killedWithAnEnd.add(sender.node());
                }
            }
        }
        if (!killed.containsAll(told) || !told.containsAll(killedWithAnEnd)) {
            problems.add(worker + " was told that " + told + " were lost; killed were " + killed
                    + ", of them with an end " + killedWithAnEnd);
        }
    }

    private Verdict verdict() {
        long values = 0;
        long takenAgain = 0;
        long processedAgain = 0;
        long dead = 0;
        for (Map<Long, Fate> channel : fates.values()) {
            for (Fate fate : channel.values()) {
                values++;
                takenAgain += fate.takings.stream()
                        .limit(Math.max(0, fate.takings.size() - 1))
                        .filter(it -> !it.isReturned())
                        .count();
                processedAgain +=
                        fate.takings.stream().filter(it -> it.isProcessed).count() > 1 ? 1 : 0;
                dead += fate.deadLetters.size();
            }
        }
        return new Verdict(values, takenAgain, processedAgain, dead);
    }
}
