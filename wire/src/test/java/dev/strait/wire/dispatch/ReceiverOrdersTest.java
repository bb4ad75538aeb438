package dev.strait.wire.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.mux.Budget;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Parcel;
import dev.strait.wire.mux.Terms;
import dev.strait.wire.mux.Window;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What reaches a receiver comes from several sides, each in its own order: one queue per session and one from the directory. Each test
 * walks every way in which these can be merged, and polls after each step.
 */
class ReceiverOrdersTest {
    private static final Closure.Failed BOOM = new Closure.Failed(ErrorCode.APPLICATION_ERROR, "s", "boom");

    @Test
    void twoSendersThatAreDone() {
        everyOrderEnds(
                new Closure.Done(),
                Set.of("s1", "s2", "t1"),
                List.of("open s", "s s1", "s s2", "done s"),
                List.of("open t", "t t1", "done t"),
                List.of("completed s,t | "));
    }

    @Test
    void aSenderThatGoesBeforeTheOtherIsDone() {
        // S is drained, so its stream here had ended before it went.
        everyOrderEnds(
                new Closure.Done(),
                Set.of("s1", "t1"),
                List.of("open s", "s s1", "done s", "closed s", "completed t | "),
                List.of("open t", "t t1", "done t"));
    }

    @Test
    void aSenderThatNeverHadAnythingForThisReceiver() {
        // An outcome names no sender that the directory has said is gone.
        everyOrderEnds(
                new Closure.Done(),
                Set.of("t1"),
                List.of("open t", "t t1", "done t", "closed t"),
                List.of("completed s,t | ", "closed t"),
                List.of("completed s,t | ", "closed s"));
    }

    @Test
    void aSenderWhoseNodeDies() {
        everyOrderEnds(
                new Closure.SendersLost(Map.of("s", "cut")),
                Set.of("s1", "t1"),
                List.of("open s", "s s1", "lost s"),
                List.of("open t", "t t1", "done t"),
                List.of("open s", "gone s", "completed t | s"));
    }

    @Test
    void aSenderThatDiesBeforeItsStreamCameHere() {
        everyOrderEnds(
                new Closure.SendersLost(Map.of("s", ReceiverEnd.LOST_BY_DIRECTORY)),
                Set.of("t1"),
                List.of("open t", "t t1", "done t"),
                List.of("gone s", "completed t | s"));
    }

    @Test
    void aSenderWhoseLeaseEndsWhileItsSessionHereLives() {
        everyOrderEnds(
                new Closure.Done(),
                Set.of("s1"),
                List.of("open s", "s s1", "done s"),
                List.of("open s", "gone s", "completed  | s"));
    }

    @Test
    void aSenderWhoseLeaseEndsAndWhichIsClosedByThat() {
        everyOrderEnds(
                new Closure.SendersLost(Map.of("s", ReceiverEnd.LOST_BY_DIRECTORY)),
                Set.of("s1"),
                List.of("open s", "s s1", "without s", "gone s"),
                List.of("open s", "completed  | s", "gone s"));
    }

    @Test
    void aSenderThatFailsTheChannel() {
        everyOrderEnds(BOOM, Set.of("s1"), List.of("open s", "s s1", "error s"), List.of("failed s"));
    }

    /** A step that stands in two queues happens once, in the place that both allow. */
    private static void everyOrderEnds(Closure expected, Set<String> messages, List<?>... sources) {
        List<List<String>> queues = new ArrayList<>();
        for (List<?> source : sources) {
            queues.add(source.stream().map(String::valueOf).toList());
        }
        int orders = walk(queues, new int[queues.size()], new ArrayList<>(), expected, messages);
        assertTrue(orders > 0);
    }

    private static int walk(
            List<List<String>> queues, int[] at, List<String> order, Closure expected, Set<String> messages) {
        int orders = 0;
        boolean last = true;
        for (int queue = 0; queue < queues.size(); queue++) {
            if (at[queue] < queues.get(queue).size()) {
                last = false;
                String step = queues.get(queue).get(at[queue]);
                List<Integer> holders = holders(queues, step);
                if (holders.getFirst() == queue
                        && holders.stream().allMatch(each -> step.equals(next(queues.get(each), at[each])))) {
                    holders.forEach(each -> at[each]++);
                    order.add(step);
                    orders += walk(queues, at, order, expected, messages);
                    order.removeLast();
                    holders.forEach(each -> at[each]--);
                }
            }
        }
        if (last) {
            new Play(order).check(expected, messages);
            return 1;
        }
        return orders;
    }

    private static List<Integer> holders(List<List<String>> queues, String step) {
        return IntStream.range(0, queues.size())
                .filter(queue -> queues.get(queue).contains(step))
                .boxed()
                .toList();
    }

    private static String next(List<String> queue, int at) {
        return at < queue.size() ? queue.get(at) : "";
    }

    private static final class Play {
        private final List<String> order;
        private final QueueReceiverEnd receiver = new QueueReceiverEnd(end("r"), false);
        private final Map<String, InStream> streams = new HashMap<>();
        private final Set<String> taken = new TreeSet<>();

        Play(List<String> order) {
            this.order = List.copyOf(order);
        }

        void check(Closure expected, Set<String> messages) {
            Closure closure = null;
            for (String step : order) {
                if (closure != null) {
                    boolean tellsNothingNew = !step.matches("[st] .*");
                    assertTrue(tellsNothingNew, () -> "closed before '" + step + "' in " + order);
                }
                apply(step);
                poll();
                closure = once(closure, receiver.closure());
            }
            assertEquals(expected, closure, () -> "after " + order);
            assertEquals(new TreeSet<>(messages), taken, () -> "after " + order);
        }

        private @Nullable Closure once(@Nullable Closure before, @Nullable Closure now) {
            if (before != null) {
                assertEquals(before, now, () -> "a closure changed in " + order);
            }
            return now;
        }

        private void poll() {
            for (Parcel parcel = receiver.poll(); parcel != null; parcel = receiver.poll()) {
                taken.add(new String(parcel.array(), StandardCharsets.UTF_8));
            }
        }

        private void apply(String step) {
            String[] words = step.split(" ", 2);
            String rest = words[1];
            switch (words[0]) {
                case "open" -> {
                    streams.put(rest, stream(rest));
                    receiver.opened(streams.get(rest));
                }
                case "s", "t" -> {
                    byte[] bytes = rest.getBytes(StandardCharsets.UTF_8);
                    receiver.arrived(new Parcel(streams.get(words[0]), bytes, 0, bytes.length, 1, true, 1, 0, false));
                }
                case "done" -> ended(rest, false, null);
                case "without" -> ended(rest, true, null);
                case "error" -> ended(rest, false, BOOM);
                case "lost" -> receiver.lost(streams.get(rest), "cut");
                case "closed" -> receiver.gone(end(rest), false);
                case "gone" -> receiver.gone(end(rest), true);
                case "failed" -> receiver.failed(end(rest), BOOM, true);
                case "completed" -> {
                    String[] lists = rest.split("\\|");
                    receiver.completed(ends(lists[0]), ends(lists[1]));
                }
                default -> throw new AssertionError(step);
            }
        }

        private void ended(String sender, boolean without, Closure.@Nullable Failed error) {
            InStream stream = streams.get(sender);
            if (error == null) {
                receiver.done(stream, without);
            } else {
                receiver.failed(stream, error);
            }
            receiver.forget(stream);
        }

        private static List<EndRef> ends(String names) {
            List<EndRef> ends = new ArrayList<>();
            for (String name : names.strip().split(",")) {
                if (!name.isBlank()) {
                    ends.add(end(name.strip()));
                }
            }
            return ends;
        }

        private static EndRef end(String node) {
            return new EndRef(new NodeRef(node, 1, 1), 1);
        }

        private static InStream stream(String sender) {
            return new InStream(
                    1, new byte[0], end(sender), new Terms(new Window(16, 2_048, 16, 2_048), new Budget(1 << 20), 1));
        }
    }
}
