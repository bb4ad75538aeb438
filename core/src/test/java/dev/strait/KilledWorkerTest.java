package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of the values of a worker whose process is killed while it works. */
class KilledWorkerTest {
    /** At which value the one hangs that is killed. */
    private static final int HANGS_AT = 100;

    private static Child worker(Cluster cluster, String name, String how, int hangsAt) throws Exception {
        return Child.start(ProcessTest.SMALL, "worker", cluster.hub().address(), name, how, "" + hangsAt);
    }

    /** What it has said that it worked on, by now or until it ended. */
    private static List<Integer> workedOn(Child child) {
        return child.lines().stream().map(Integer::valueOf).toList();
    }

    private static Task<List<CompletableFuture<Outcome>>> posting(Sender<Integer> sender, int values) {
        return Task.start(() -> {
            List<CompletableFuture<Outcome>> posted = new ArrayList<>();
            for (int i = 0; i < values; i++) {
                posted.add(sender.post(i));
            }
            sender.done();
            return posted;
        });
    }

    @Test
    void everyValueIsProcessedAndOnlyWhatWasNotAcknowledgedTwice() throws Exception {
        int values = 10_000;
        try (var cluster = new Cluster();
                Child killed = worker(cluster, "killed", "again", HANGS_AT);
                Child other = worker(cluster, "other", "again", -1)) {
            Sender<Integer> sender = cluster.hub().sender(ChildMain.JOBS);
            sender.awaitReceivers(2);
            Task<List<CompletableFuture<Outcome>>> posting = posting(sender, values);
            Task.until(() -> killed.lines().size() == HANGS_AT);
            killed.kill();
            killed.awaitOutput();
            List<CompletableFuture<Outcome>> posted = posting.get();
            other.awaitOutput();
            List<Integer> first = workedOn(killed);
            List<Integer> second = workedOn(other);
            Set<Integer> all = new HashSet<>(first);
            all.addAll(second);
            assertEquals(Set.copyOf(IntStream.range(0, values).boxed().toList()), all);
            Set<Integer> repeated = new HashSet<>(first);
            repeated.retainAll(new HashSet<>(second));
            assertTrue(repeated.contains(first.getLast()), "at this it was when it was killed");
            assertEquals(values + repeated.size(), first.size() + second.size(), "one worker had a value twice");
            for (int i = 0; i < values; i++) {
                String by = assertInstanceOf(
                                Outcome.Delivered.class, posted.get(i).get(20, TimeUnit.SECONDS))
                        .node();
                assertEquals(
                        first.contains(i) && !repeated.contains(i), by.equals("child-worker-killed"), "value " + i);
            }
            Counters.Sending sent = Balance.sent(cluster.hub(), ChildMain.JOBS);
            assertEquals(values, sent.acknowledged());
            assertTrue(sent.redelivered() >= repeated.size(), sent.toString());
        }
    }

    @Test
    void atMostOnceEveryValueIsAcknowledgedOrReportedAsDroppedAndNoneComesTwice() throws Exception {
        int values = 5_000;
        try (var cluster = new Cluster();
                Child killed = worker(cluster, "killed", "once", HANGS_AT)) {
            Sender<Integer> sender = cluster.hub().sender(ChildMain.JOBS_ONCE);
            sender.awaitReceivers(1);
            Task<List<CompletableFuture<Outcome>>> posting = posting(sender, values);
            Task.until(() -> killed.lines().size() == HANGS_AT);
            killed.kill();
            killed.awaitOutput();
            Set<Integer> received = new HashSet<>(workedOn(killed));
            assertEquals(HANGS_AT, received.size());
            Node next = cluster.join("next");
            next.receiver(ChildMain.JOBS_ONCE)
                    .forEach(value -> assertTrue(received.add(value), () -> "twice: " + value));
            int delivered = 0;
            int unknown = 0;
            for (CompletableFuture<Outcome> it : posting.get()) {
                switch (it.get(20, TimeUnit.SECONDS)) {
                    case Outcome.Delivered(var node) -> {
                        assertFalse(node.isEmpty());
                        delivered++;
                    }
                    case Outcome.Unknown(var why) -> {
                        assertTrue(why.contains("child-worker-killed"), why);
                        unknown++;
                    }
                    case Outcome.NotDelivered(var why) -> throw new AssertionError(why);
                }
            }
            Counters.Sending sent = Balance.sent(cluster.hub(), ChildMain.JOBS_ONCE);
            assertEquals(values, sent.sent());
            assertEquals(values, delivered + unknown);
            assertEquals(delivered, sent.acknowledged());
            assertEquals(unknown, sent.dropped());
            assertTrue(unknown > 0, "it hung with a value that it had not acknowledged");
            assertTrue(received.size() >= delivered, "what is acknowledged was received");
            assertEquals(0, sent.redelivered());
        }
    }
}
