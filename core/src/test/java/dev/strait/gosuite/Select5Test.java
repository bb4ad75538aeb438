package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.strait.Channel;
import dev.strait.Received;
import dev.strait.Select;
import dev.strait.Sent;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;

/**
 * Restates {@code test/chan/select5.go}, which generates a program with every way to phrase one send or one receive: plain, or in a
 * select of every size and make, between clauses that are not ready, or off. Whatever the phrase, the value goes in and comes out; the handler of
 * the clause that is chosen runs once, after the exchange, and that of no other.
 */
@Timeout(60)
class Select5Test {

    private static final Duration LONG = Duration.ofSeconds(20);

    /** How a select ends: it waits, waits for a time, or does not wait. */
    private enum Ending {
        AWAIT,
        WITHIN,
        OR_ELSE
    }

    /** What stands in a select before and after the clause that counts, as a set of bits. */
    private record Neighbours(int bits, Pipe<Integer> silent) {

        static final int SENDS_BEFORE = 1;
        static final int RECEIVES_BEFORE = 2;
        static final int SENDS_AFTER = 4;
        static final int RECEIVES_AFTER = 8;
        static final int NEVER_BEFORE = 16;
        static final int NEVER_AFTER = 32;
        static final int SETS = 64;
        static final int ALL = SETS - 1;
        static final int NO_SENDS = ALL & ~(SENDS_BEFORE | SENDS_AFTER);

        void before(Select<Boolean> select) {
            add(select, SENDS_BEFORE, RECEIVES_BEFORE, NEVER_BEFORE);
        }

        void after(Select<Boolean> select) {
            add(select, SENDS_AFTER, RECEIVES_AFTER, NEVER_AFTER);
        }

        private void add(Select<Boolean> select, int sends, int receives, int nevers) {
            if ((bits & sends) != 0) {
                select.send(silent.in(), 1, () -> fail("nobody receives"));
            }
            if ((bits & receives) != 0) {
                select.receive(silent.out(), value -> fail("nobody sends"));
            }
            if ((bits & nevers) != 0) {
                Channel<Integer> never = Channel.never();
                select.send(never, 1, () -> fail("never")).receive(never, value -> fail("never"));
            }
        }
    }

    private int handled;

    @Over({LOCAL, REMOTE})
    void everyPhraseOfAReceiveBesideReceivesTakesTheValue(Pipes pipes) throws InterruptedException {
        receives(pipes, Neighbours.NO_SENDS, 1);
    }

    @Over({LOCAL, REMOTE})
    void everyPhraseOfAReceiveTakesTheValue(Pipes pipes) throws InterruptedException {
        receives(pipes, Neighbours.ALL, 0);
    }

    @Over({LOCAL, REMOTE})
    void everyPhraseOfASendPutsTheValue(Pipes pipes) throws InterruptedException {
        Pipe<Integer> channel = pipes.ints(1);
        Pipe<Integer> silent = pipes.ints(0);
        int n = 0;
        for (int bits = 0; bits < Neighbours.SETS; bits++) {
            for (Ending ending : Ending.values()) {
                int value = n++;
                Select<Boolean> select = Select.of();
                Neighbours neighbours = new Neighbours(bits, silent);
                neighbours.before(select);
                select.send(channel.in(), value, () -> handled++ == value);
                neighbours.after(select);
                assertEquals(true, choose(select, ending, pipes.areRemote()), "once, in " + ending + " beside " + bits);
                assertEquals(value, channel.out().receive());
            }
        }
        plainSends(pipes, channel, n);
    }

    @Over({LOCAL, REMOTE})
    void everyPlainSendPutsTheValue(Pipes pipes) throws InterruptedException {
        plainSends(pipes, pipes.ints(1), 0);
    }

    /** Over a link the room that a receive makes is told to the sender a moment later. */
    private static void plainSends(Pipes pipes, Pipe<Integer> channel, int first) throws InterruptedException {
        channel.in().send(first);
        assertEquals(first, channel.out().receive());
        assertEquals(new Sent.Accepted(), channel.in().send(first + 1, LONG));
        assertEquals(first + 1, channel.out().receive());
        while (!(channel.in().trySend(first + 2) instanceof Sent.Accepted)) {
            assertEquals(true, pipes.areRemote(), "there is room");
            Thread.onSpinWait();
        }
        assertEquals(first + 2, channel.out().receive());
    }

    /** None of the clauses is ready, so each set of them takes the default, and nothing is exchanged. */
    @Over({LOCAL, REMOTE})
    void whereNoClauseIsReadyTheDefaultIsTaken(Pipes pipes) throws InterruptedException {
        Pipe<Integer> silent = pipes.ints(0);
        for (int bits = 0; bits < Neighbours.SETS; bits++) {
            Select<Boolean> select = Select.of();
            Neighbours neighbours = new Neighbours(bits, silent);
            neighbours.before(select);
            neighbours.after(select);
            assertEquals(true, select.orElse(() -> true));
            assertEquals(true, select.within(Duration.ZERO, () -> true));
        }
    }

    private void receives(Pipes pipes, int mask, int silentCapacity) throws InterruptedException {
        Pipe<Integer> channel = pipes.ints(1);
        Pipe<Integer> silent = pipes.ints(silentCapacity);
        int n = 0;
        for (int bits = 0; bits < Neighbours.SETS; bits++) {
            if ((bits & ~mask) != 0) {
                continue;
            }
            for (Ending ending : Ending.values()) {
                int value = n++;
                channel.in().send(value);
                Select<Boolean> select = Select.of();
                Neighbours neighbours = new Neighbours(bits, silent);
                neighbours.before(select);
                select.receive(channel.out(), got -> got == value && handled++ == value);
                neighbours.after(select);
                assertEquals(true, choose(select, ending, pipes.areRemote()), "once, in " + ending + " beside " + bits);
            }
        }
        channel.in().send(n);
        assertEquals(n, channel.out().receive());
        channel.in().send(n + 1);
        assertEquals(new Received.Value<>(n + 1), channel.out().receive(LONG));
        channel.in().send(n + 2);
        Received<Integer> last = channel.out().tryReceive();
        while (last instanceof Received.Empty && pipes.areRemote()) {
            last = channel.out().tryReceive();
        }
        assertEquals(new Received.Value<>(n + 2), last);
    }

    /** Over a link a clause is ready a moment later, so a default may come first, and often, there. */
    private static boolean choose(Select<Boolean> select, Ending ending, boolean remote) throws InterruptedException {
        return switch (ending) {
            case AWAIT -> select.await();
            case WITHIN -> select.within(LONG, () -> fail("it was ready"));
            case OR_ELSE -> {
                int[] defaults = {0};
                boolean chosen;
                do {
                    int before = defaults[0];
                    chosen = select.orElse(() -> ++defaults[0] > 0);
                    if (defaults[0] == before) {
                        break;
                    }
                    assertEquals(true, remote, "it was ready");
                } while (true);
                yield chosen;
            }
        };
    }
}
