package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;

/** Which threads the calls need: their own and no other, and a virtual one gives its carrier back while it waits. */
class ThreadsOfCallsTest {
    private static final ChannelName<Integer> NUMBERS = ChannelName.of("numbers", Integer.class);
    private static final ChannelName<Integer> MEETINGS =
            ChannelName.of("meetings", Integer.class).capacity(0);
    private static final int SELECTS = 1_000;

    /** A virtual thread that waits in here keeps its carrier: what the recording must show. */
    private static final class Pinning {
        static {
            LockSupport.parkNanos(2_000_000);
        }

        static void begin() {}
    }

    @Test
    void aThousandSelectsThatWaitStartNoThread() throws Exception {
        try (var cluster = new Cluster()) {
            Node there = cluster.join("there");
            Sender<Integer> numbers = cluster.hub().sender(NUMBERS);
            Sender<Integer> meetings = cluster.hub().sender(MEETINGS);
            Receiver<Integer> remote = there.receiver(NUMBERS);
            Receiver<Integer> remoteMeeting = there.receiver(MEETINGS);
            Channel<Integer> local = Channel.rendezvous();
            Channel<Integer> full = Channel.rendezvous();
            numbers.awaitReceivers(1);
            meetings.awaitReceivers(1);
            // Once through everything first, so that what the JDK starts for itself is there.
            assertEquals(0, select(local, full, remote, remoteMeeting, Duration.ofMillis(20)));
            Set<Thread> before = platformThreads();
            List<Task<Integer>> selects = new ArrayList<>();
            for (int i = 0; i < SELECTS; i++) {
                selects.add(Task.start(() -> select(local, full, remote, remoteMeeting, Duration.ofSeconds(60))));
            }
            Task.untilState(local, SELECTS + " receiving");
            Task.untilState(full, SELECTS + " sending");
            Set<Thread> started = platformThreads();
            started.removeAll(before);
            assertEquals(Set.of(), started);
            for (int i = 0; i < SELECTS; i++) {
                switch (i % 3) {
                    case 0 -> local.send(1);
                    case 1 -> numbers.send(1);
                    default -> meetings.send(1);
                }
            }
            assertEquals(SELECTS, selects.stream().mapToInt(Task::get).sum());
            numbers.done();
            meetings.done();
        }
    }

    private static int select(
            Receiver<Integer> local,
            Sender<Integer> full,
            Receiver<Integer> remote,
            Receiver<Integer> remoteMeeting,
            Duration limit)
            throws InterruptedException {
        return Select.<Integer>of()
                .receive(local, it -> it)
                .send(full, 1, () -> -1)
                .receive(remote, it -> it)
                .receive(remoteMeeting, it -> it)
                .within(limit, () -> 0);
    }

    /** Without those that carry virtual threads; the virtual ones themselves are not among all stack traces. */
    private static Set<Thread> platformThreads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(
                it -> it.getName().startsWith("ForkJoinPool-") || it.getName().startsWith("VirtualThread-"));
        return threads;
    }

    @Test
    void virtualThreadsThatContendForChannelsAreNotPinned() throws Exception {
        // Classes are initialised here: a thread that waits for that is pinned by the JDK.
        contend(200);
        Queue<RecordedEvent> pinned = new ConcurrentLinkedQueue<>();
        try (var recording = new RecordingStream()) {
            recording.setReuse(false);
            recording.enable("jdk.VirtualThreadPinned").withStackTrace().withThreshold(Duration.ZERO);
            recording.onEvent("jdk.VirtualThreadPinned", pinned::add);
            recording.startAsync();
            Task.start(() -> {
                        Pinning.begin();
                        return 0;
                    })
                    .get();
            contend(5_000);
            recording.stop();
        }
        assertTrue(pinned.stream().anyMatch(it -> isIn(it, Pinning.class.getName())), () -> "blind: " + pinned);
        pinned.removeIf(it -> isIn(it, Pinning.class.getName()));
        assertEquals(
                List.of(), pinned.stream().filter(it -> isIn(it, "dev.strait.")).toList());
    }

    private static boolean isIn(RecordedEvent event, String className) {
        return event.getStackTrace() == null
                || event.getStackTrace().getFrames().stream()
                        .anyMatch(frame -> frame.getMethod().getType().getName().startsWith(className));
    }

    /** Eight threads at two local channels and two remote ones, half of them sending. */
    private static void contend(int each) throws Exception {
        try (var cluster = new Cluster()) {
            Node there = cluster.join("there");
            Channel<Integer> buffered = Channel.buffered(2);
            Channel<Integer> rendezvous = Channel.rendezvous();
            Sender<Integer> numbers = cluster.hub().sender(NUMBERS);
            Sender<Integer> meetings = cluster.hub().sender(MEETINGS);
            Receiver<Integer> remote = there.receiver(NUMBERS);
            Receiver<Integer> remoteMeeting = there.receiver(MEETINGS);
            List<Task<Integer>> receivers = new ArrayList<>();
            List<Task<Integer>> senders = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                senders.add(Task.start(() -> {
                    for (int sent = 0; sent < each; sent++) {
                        buffered.send(1);
                        rendezvous.send(1);
                        numbers.send(1);
                        if (sent % 10 == 0) {
                            meetings.send(1);
                        }
                    }
                    return 3 * each + (each + 9) / 10;
                }));
                receivers.add(Task.start(() -> {
                    int got = 0;
                    int open = 4;
                    List<Receiver<Integer>> from =
                            new ArrayList<>(List.of(buffered, rendezvous, remote, remoteMeeting));
                    while (open > 0) {
                        Select<Integer> select = Select.of();
                        from.forEach(it -> select.receive(it, value -> value));
                        switch (select.choose()) {
                            case Selected.CarriedOut<Integer>(int clause, Integer value) -> got += value;
                            case Selected.Closed<Integer> closed -> {
                                from.set(closed.clause(), Channel.never());
                                open--;
                            }
                            case Selected.None<Integer> none -> throw new IllegalStateException("" + none);
                        }
                    }
                    return got;
                }));
            }
            int sent = senders.stream().mapToInt(Task::get).sum();
            List.of(buffered, rendezvous, numbers, meetings).forEach(Sender::done);
            assertEquals(sent, receivers.stream().mapToInt(Task::get).sum());
        }
    }
}
