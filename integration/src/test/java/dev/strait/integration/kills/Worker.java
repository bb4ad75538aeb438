package dev.strait.integration.kills;

import dev.strait.ChannelName;
import dev.strait.Delivery;
import dev.strait.Node;
import dev.strait.Outcome;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.error.SenderLost;
import dev.strait.integration.Waiting;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes the values of a channel until it ends. For each it sends a result, and acknowledges the value when that is known to have been received. What
 * nobody can process it gives back, and of the rest a few.
 */
final class Worker implements Runnable {
    private static final Duration ANSWERED = Duration.ofSeconds(30);
    private static final int LOOPS = 4;
    private static final int LINGERS_ONE_IN = 10;
    private static final int LONGEST_LINGERING_MILLIS = 100;
    private static final int RETURNED_ONE_IN = 300;

    private final Node node;
    private final ChannelName<Long> name;
    private final Sender<Channels.Result> results;
    private final boolean inLoop;
    private final Diary diary;
    private final Random random;
    private final AtomicInteger inHand = new AtomicInteger();
    private int givenBack;

    private static final class GivenBack extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /**
     * A worker.
     *
     * @param inLoop whether it works in the bodies of {@code forEach}, in four loops at a time; otherwise it takes deliveries, and they are acknowledged as
     *     their results are answered, by other threads
     */
    Worker(Node node, ChannelName<Long> name, Sender<Channels.Result> results, boolean inLoop, Diary diary, long seed) {
        this.node = node;
        this.name = name;
        this.results = results;
        this.inLoop = inLoop;
        this.diary = diary;
        this.random = new Random(seed);
    }

    @Override
    public void run() {
        try (Receiver<Long> receiver = node.receiver(name)) {
            diary.note(Entry.Kind.ENDED, name.name(), 0, 0, inLoop ? loops(receiver) : deliveries(receiver));
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private String loops(Receiver<Long> receiver) throws InterruptedException, ExecutionException {
        Set<String> ends = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> task = () -> loop(receiver);
            for (Future<String> loop : threads.invokeAll(Collections.nCopies(LOOPS, task))) {
                ends.add(loop.get());
            }
        }
        if (ends.size() > 1) {
            throw new AssertionError("the loops of one receiver came to different ends: " + ends);
        }
        return ends.iterator().next();
    }

    private String loop(Receiver<Long> receiver) throws InterruptedException {
        while (true) {
            try {
                receiver.forEach(this::process);
                return "done";
            } catch (SenderLost lost) {
                return "lost " + String.join(" ", lost.nodes());
            } catch (GivenBack nextOne) {
                continue;
            }
        }
    }

    private void process(Long value) throws GivenBack, InterruptedException {
        diary.note(Entry.Kind.TAKEN, name.name(), value, -1, "");
        work();
        if (isToGoBack(value)) {
            diary.note(Entry.Kind.RETURNED, name.name(), value);
            throw new GivenBack();
        }
        Outcome outcome = results.post(result(value)).join();
        requireDelivered(value, outcome);
        diary.note(Entry.Kind.PROCESSED, name.name(), value);
        Waiting.pass(Duration.ofMillis(lingering()));
    }

    /** Until nothing can come back to it: what it has given back itself may come after everybody was done. */
    private String deliveries(Receiver<Long> receiver) throws InterruptedException {
        while (true) {
            int before = givenBack;
            String end = deliveriesToTheEnd(receiver);
            Waiting.until("its deliveries are answered", ANSWERED, () -> inHand.get() == 0);
            if (givenBack == before) {
                return end;
            }
        }
    }

    private String deliveriesToTheEnd(Receiver<Long> receiver) throws InterruptedException {
        try {
            receiver.deliveries().forEach(this::process);
            return "done";
        } catch (SenderLost lost) {
            return "lost " + String.join(" ", lost.nodes());
        }
    }

    private void process(Delivery<Long> delivery) throws InterruptedException {
        long value = delivery.value();
        diary.note(Entry.Kind.TAKEN, name.name(), value, delivery.redeliveries(), "");
        work();
        if (isToGoBack(value)) {
            givenBack++;
            diary.note(Entry.Kind.RETURNED, name.name(), value);
            delivery.nack(Duration.ofMillis(random.nextBoolean() ? 0 : random.nextInt(50)));
            return;
        }
        inHand.incrementAndGet();
        results.post(result(value))
                .thenAccept(outcome -> KillMain.orFail(() -> {
                    requireDelivered(value, outcome);
                    diary.note(Entry.Kind.PROCESSED, name.name(), value);
                    CompletableFuture.delayedExecutor(lingering(), TimeUnit.MILLISECONDS)
                            .execute(() -> KillMain.orFail(() -> {
                                delivery.ack();
                                inHand.decrementAndGet();
                            }));
                }));
    }

    /** How long a value that is processed stays unacknowledged, in milliseconds: mostly not at all. */
    private int lingering() {
        return random.nextInt(LINGERS_ONE_IN) == 0 ? random.nextInt(LONGEST_LINGERING_MILLIS) : 0;
    }

    private void work() {
        LockSupport.parkNanos(random.nextInt(200_000));
    }

    private boolean isToGoBack(long value) {
        return Channels.isPoison(value) || random.nextInt(RETURNED_ONE_IN) == 0;
    }

    private Channels.Result result(long value) {
        return new Channels.Result(name.name(), value, node.name());
    }

    private static void requireDelivered(long value, Outcome outcome) {
        if (!(outcome instanceof Outcome.Delivered)) {
            throw new AssertionError("the result of " + value + ", though who collects them lives: " + outcome);
        }
    }
}
