package dev.strait.wire.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.Acked;
import dev.strait.wire.frame.ProtocolViolation;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RetainedTest {
    private static final int MESSAGES = 10_000;

    private final Ledger ledger = new Ledger(1 << 20, 1 << 30);
    private final List<String> acknowledged = new ArrayList<>();
    private final Retained retained = new Retained(3, ledger, null, (place, messages) -> {
        acknowledged.add(place + "+" + messages);
    });
    private long sent;

    @Test
    void rangesCutABatchAndTheRestStays() {
        send(100, "a", "b", "c", "d", "e");
        retained.acknowledged(acked(2, 2, 4, 4), sent);
        assertEquals(List.of("101+1", "103+1"), acknowledged);
        assertEquals("a@100 c@102 e@104", handBack());
    }

    @Test
    void theTotalAcknowledgesWhatIsLeftUpToIt() {
        send(0, "a", "b", "c");
        send(3, "d", "e");
        retained.acknowledged(acked(2, 2), sent);
        acknowledged.clear();
        retained.answered(4, sent);
        assertEquals(List.of("0+1", "2+1", "3+1"), acknowledged);
        assertEquals(1, ledger.untakenMessages());
        assertEquals("e@4", handBack());
    }

    @Test
    void oneMessageIsTakenOutOfTheMiddle() {
        send(0, "a", "b", "c");
        assertEquals(List.of("b"), Batches.live(retained.takeOut(2, sent)));
        assertEquals(List.of(), acknowledged);
        assertEquals("a@0 c@2", handBack());
    }

    @Test
    void rangesGoOverTheBoundsOfBatches() {
        send(0, "a", "b", "c");
        send(3, "d");
        send(4, "e", "f");
        retained.acknowledged(acked(3, 5), sent);
        assertEquals("a@0 b@1 f@5", handBack());
    }

    @Test
    void aLargeMessageIsAcknowledgedWhole() {
        Batch large = Batches.large(70_000, 'x');
        large.place(0);
        large.number(1);
        ledger.spend(1, large.cost());
        retained.add(large);
        sent = 1;
        send(1, "a");
        retained.acknowledged(acked(1, 1), sent);
        assertEquals("a@1", handBack());
    }

    @Test
    void wrongAnswersAreViolationsThatChangeNothing() {
        send(0, "a", "b", "c", "d");
        send(4, "e", "f");
        retained.acknowledged(acked(2, 2), sent);
        acknowledged.clear();
        for (Acked wrong : List.of(
                acked(7, 7), // not written
                acked(1, 1, 7, 9),
                acked(2, 2), // answered
                acked(1, 2),
                acked(1, 1, 3, 3, 2_000, 3_000),
                acked(1, 1, 3, Long.MAX_VALUE))) {
            assertThrows(ProtocolViolation.class, () -> retained.acknowledged(wrong, sent), wrong::toString);
        }
        assertThrows(ProtocolViolation.class, () -> retained.acknowledged(acked(5, 6), 5), "6 is not written");
        assertThrows(ProtocolViolation.class, () -> retained.takeOut(2, sent));
        assertThrows(ProtocolViolation.class, () -> retained.takeOut(7, sent));
        assertThrows(ProtocolViolation.class, () -> retained.answered(7, sent));
        assertEquals(List.of(), acknowledged);
        assertEquals(5, ledger.untakenMessages());
        assertEquals("a@0 c@2 d@3 e@4 f@5", handBack());
    }

    @Test
    void anAnswerWhereNothingIsRetainedIsAViolation() {
        assertThrows(ProtocolViolation.class, () -> retained.acknowledged(acked(1, 1), 0));
        assertThrows(ProtocolViolation.class, () -> retained.takeOut(1, 1));
    }

    @Test
    void whatIsHandedBackKnowsHowFarItHadCome() {
        send(0, "a", "b", "c", "d", "e", "f");
        retained.answered(1, 4);
        Map<String, Past> pasts = new LinkedHashMap<>();
        for (Batch batch : retained.handBack(2, 4, Batches.RECEIVER, "gone")) {
            Batches.live(batch).forEach(message -> pasts.put(message, batch.past()));
        }
        Past inDoubt = new Past(0, 1, Batches.RECEIVER, "gone");
        assertEquals(
                Map.of(
                        "b",
                        new Past(1, 1, Batches.RECEIVER, "gone"),
                        "c",
                        inDoubt,
                        "d",
                        inDoubt,
                        "e",
                        Past.NONE,
                        "f",
                        Past.NONE),
                pasts);
        assertTrue(retained.isEmpty());
    }

    @Test
    void oneMessageAmongTenThousandPinsNoneOfTheirArrays() throws Exception {
        for (int open : new int[] {1, 2, 5_000, 5_001, MESSAGES - 1, MESSAGES}) {
            Ledger credit = new Ledger(MESSAGES, 1 << 30);
            Retained all = new Retained(3, credit, null, (place, messages) -> {});
            List<WeakReference<byte[]>> arrays = sendTenThousand(all, credit);
            if (open > 1) {
                all.answered(open - 1L, MESSAGES);
                all.compactOldest();
            }
            if (open < MESSAGES) {
                all.acknowledged(acked(open + 1L, MESSAGES), MESSAGES);
            }
            for (WeakReference<byte[]> array : arrays) {
                for (int i = 0; array.get() != null; i++) {
                    assertTrue(i < 100, "an array is pinned by message " + open);
                    System.gc();
                    Thread.onSpinWait();
                }
            }
            Batch left = all.handBack(0, MESSAGES, Batches.RECEIVER, "").getFirst();
            assertEquals(List.of("message " + open), Batches.live(left));
            int own = 1 + ("message " + open).length();
            assertTrue(left.array().length <= 4 * own, "message " + open + " keeps " + left.array().length);
        }
    }

    /** In a method of its own, so that nothing but what is retained refers to an array. */
    private static List<WeakReference<byte[]>> sendTenThousand(Retained all, Ledger credit) {
        List<WeakReference<byte[]>> arrays = new ArrayList<>();
        for (int from = 1; from <= MESSAGES; from += 2_500) {
            String[] texts = new String[2_500];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = "message " + (from + i);
            }
            Batch batch = Batches.of(texts);
            batch.place(from - 1L);
            batch.number(from);
            credit.spend(batch.messages(), batch.cost());
            all.add(batch);
            arrays.add(new WeakReference<>(batch.array()));
        }
        return arrays;
    }

    /** Answers of every form at random, right and wrong, beside a map of the messages. */
    @Test
    void whateverIsAnsweredWhatIsOpenIsKeptAndNothingElse() {
        long seed = Long.getLong("strait.seed", System.nanoTime());
        System.out.println("RetainedTest: repeat with -Dstrait.seed=" + seed);
        Random random = new Random(seed);
        for (int history = 0; history < 300; history++) {
            new History(random).run();
        }
    }

    private static final class History {
        private final Random random;
        private final Ledger ledger = new Ledger(1 << 20, 1 << 30);
        /** By number, messages that are open, and the places of those told as acknowledged. */
        private final TreeMap<Long, String> open = new TreeMap<>();

        private final Set<Long> acknowledged = new HashSet<>();
        private final Retained tested = new Retained(3, ledger, null, (place, messages) -> {
            for (long i = place; i < place + messages; i++) {
                assertTrue(acknowledged.add(i), "told twice: " + i);
            }
        });
        private final Set<Long> expected = new HashSet<>();
        private final Map<Long, Long> places = new HashMap<>();
        private int batches;
        private long sent;
        private long total;

        History(Random random) {
            this.random = random;
        }

        private long place(long number) {
            return places.getOrDefault(number, -1L);
        }

        void run() {
            for (int i = 0; i < 60; i++) {
                switch (random.nextInt(6)) {
                    case 0, 1 -> send();
                    case 2 -> total();
                    case 3 -> ranges();
                    case 4 -> takeOut();
                    default -> tested.compactOldest();
                }
                assertEquals(expected, acknowledged);
                assertEquals(open.size(), ledger.untakenMessages());
                assertEquals(open.isEmpty(), tested.isEmpty());
                long first = open.keySet().stream().mapToLong(this::place).min().orElse(Long.MAX_VALUE);
                assertEquals(first, tested.firstPlace());
            }
            List<String> left = new ArrayList<>();
            for (Batch batch : tested.handBack(0, sent, Batches.RECEIVER, "")) {
                left.addAll(Batches.live(batch));
            }
            assertEquals(new ArrayList<>(open.values()), left);
        }

        /** A batch from any place among what was sent: some of it went another way before. */
        private void send() {
            long place = 1_000L * (batches++ ^ 3);
            String[] texts = new String[1 + random.nextInt(12)];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = "m".repeat(random.nextInt(40)) + (sent + 1 + i);
                places.put(sent + 1 + i, place + i);
                open.put(sent + 1 + i, texts[i]);
            }
            Batch batch = Batches.of(texts);
            batch.place(place);
            batch.number(sent + 1);
            sent += texts.length;
            ledger.spend(batch.messages(), batch.cost());
            tested.add(batch);
        }

        private void total() {
            total += random.nextLong(Math.max(1, sent - total + 1));
            tested.answered(total, sent);
            answered(open.headMap(total, true).keySet());
        }

        private void answered(Set<Long> numbers) {
            numbers.forEach(number -> expected.add(place(number)));
            numbers.clear();
        }

        private void ranges() {
            TreeSet<Long> some = new TreeSet<>(open.keySet());
            some.removeIf(number -> random.nextInt(3) == 0);
            List<Acked.Range> ranges = new ArrayList<>();
            for (long number : some) {
                Acked.Range last = ranges.isEmpty() ? null : ranges.getLast();
                if (last != null && last.last() == number - 1 && random.nextInt(4) > 0) {
                    ranges.set(ranges.size() - 1, new Acked.Range(last.first(), number));
                } else {
                    ranges.add(new Acked.Range(number, number));
                }
            }
            if (ranges.isEmpty()) {
                return;
            }
            if (random.nextInt(4) == 0) {
                long wrong = 1 + random.nextLong(sent + 3);
                if (!open.containsKey(wrong) && wrong > ranges.getLast().last()) {
                    ranges.add(new Acked.Range(wrong, wrong));
                    assertThrows(ProtocolViolation.class, () -> tested.acknowledged(new Acked(3, ranges), sent));
                    return;
                }
            }
            tested.acknowledged(new Acked(3, ranges), sent);
            answered(some);
            open.keySet().removeIf(number -> expected.contains(place(number)));
        }

        private void takeOut() {
            long number = 1 + random.nextLong(sent + 2);
            String message = open.remove(number);
            if (message == null) {
                assertThrows(ProtocolViolation.class, () -> tested.takeOut(number, sent));
            } else {
                Batch out = tested.takeOut(number, sent);
                assertEquals(List.of(message), Batches.live(out));
                assertEquals(place(number), out.firstPlace());
                assertNull(out.reusable());
            }
        }
    }

    private void send(long place, String... messages) {
        Batch batch = Batches.of(messages);
        batch.place(place);
        batch.number(sent + 1);
        sent += messages.length;
        ledger.spend(messages.length, batch.cost());
        retained.add(batch);
    }

    /** What is left, each message with its place. */
    private String handBack() {
        List<String> all = new ArrayList<>();
        for (Batch batch : retained.handBack(sent, sent, Batches.RECEIVER, "")) {
            long place = batch.firstPlace();
            for (String message : Batches.live(batch)) {
                all.add(message + "@" + place++);
            }
        }
        return String.join(" ", all);
    }

    private static Acked acked(long... bounds) {
        List<Acked.Range> ranges = new ArrayList<>();
        for (int i = 0; i < bounds.length; i += 2) {
            ranges.add(new Acked.Range(bounds[i], bounds[i + 1]));
        }
        return new Acked(3, ranges);
    }
}
