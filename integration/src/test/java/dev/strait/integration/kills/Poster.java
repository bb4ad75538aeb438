package dev.strait.integration.kills;

import dev.strait.ChannelName;
import dev.strait.Counters;
import dev.strait.Node;
import dev.strait.Outcome;
import dev.strait.Sender;
import dev.strait.integration.Waiting;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Posts numbered values on a channel, in bursts, until it is told to stop; then it sees to it that each is answered, and counted as it was. */
final class Poster implements Runnable {
    private static final int LONGEST_BURST = 1_500;
    private static final Duration SETTLED = Duration.ofSeconds(60);

    private final Node node;
    private final ChannelName<Long> name;
    private final int process;
    private final Diary diary;
    private final Random random;
    private final AtomicInteger dead = new AtomicInteger();
    private int posts;
    private final ConcurrentHashMap<Integer, Outcome> answers = new ConcurrentHashMap<>();
    private volatile boolean isStopped;

    Poster(Node node, ChannelName<Long> name, int process, Diary diary, long seed) {
        this.node = node;
        this.diary = diary;
        this.process = process;
        this.random = new Random(seed);
        this.name = name.onDeadLetter((value, letter) -> {
            diary.note(Entry.Kind.DEAD, name.name(), value, letter.attempts(), letter.reason());
            dead.incrementAndGet();
        });
    }

    /** No new values; what is sent is waited for. */
    void stop() {
        isStopped = true;
    }

    @Override
    public void run() {
        try (Sender<Long> sender = node.sender(name)) {
            diary.note(Entry.Kind.BEGUN, name.name(), 0);
            while (!isStopped) {
                int burst = random.nextInt(LONGEST_BURST);
                for (int i = 0; i < burst && !isStopped; i++) {
                    post(sender);
                }
                Waiting.during(Duration.ofMillis(random.nextInt(burst + 1)), () -> {});
            }
            // Done while much is under way: what is given back after that comes again all the same.
            sender.done();
            if (!sender.flush(SETTLED)) {
                throw new AssertionError("not answered in time: " + node.counters());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void post(Sender<Long> sender) throws InterruptedException {
        int number = posts++;
        long value = Channels.value(process, number);
        diary.note(Entry.Kind.SENT, name.name(), value);
        sender.post(value)
                .thenAccept(outcome -> KillMain.orFail(() -> {
                    diary.note(Entry.Kind.SETTLED, name.name(), value, 0, text(outcome));
                    answers.put(number, outcome);
                }));
    }

    private static String text(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered(var by) -> "delivered " + by;
            case Outcome.NotDelivered(var why) -> "not-delivered " + why;
            case Outcome.Unknown(var why) -> "unknown " + why;
        };
    }

    /** Compares what was answered with what is counted, once it has run to its end. */
    void check() throws InterruptedException {
        Waiting.until("every post is answered", Duration.ofSeconds(5), () -> answers.size() == posts);
        long delivered = count(Outcome.Delivered.class);
        long notDelivered = count(Outcome.NotDelivered.class);
        Waiting.until("every dead letter is offered", Duration.ofSeconds(5), () -> dead.get() >= notDelivered);
        Counters.Sending sent = node.counters().sent().get(name.name());
        require(
                sent.equals(new Counters.Sending(posts, 0, delivered, notDelivered, 0, 0, 0, sent.redelivered())),
                posts + " posts, " + delivered + " delivered, " + notDelivered + " not, and counted " + sent);
    }

    private long count(Class<? extends Outcome> kind) {
        return answers.values().stream().filter(kind::isInstance).count();
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
