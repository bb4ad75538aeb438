package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Select;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/** Restates {@code TestSelectFairness} and {@code TestPseudoRandomSend} of {@code runtime/chan_test.go}. */
@Timeout(60)
class FairnessTest {

    /**
     * Two channels that always have a value, among two that never have one, are chosen about equally often. The bound is Go's: one
     * run in a million that is fair fails it.
     */
    @Over({LOCAL, REMOTE})
    void channelsThatAreAlwaysReadyAreChosenEquallyOften(Pipes pipes) throws InterruptedException {
        int trials = pipes.areRemote() ? 2_500 : 10_000;
        Pipe<Integer> ones = filled(pipes, trials, 1);
        Pipe<Integer> twos = filled(pipes, trials, 2);
        Pipe<Integer> silent = pipes.ints(0);
        Pipe<Integer> alsoSilent = pipes.ints(0);
        Pipe<Integer> chosen = pipes.ints(0);
        Pipe<Integer> enough = pipes.ints(0);
        Thread select = pipes.go(() -> {
            boolean goOn = true;
            while (goOn) {
                int value = Select.<Integer>of()
                        .receive(silent.out(), it -> it)
                        .receive(alsoSilent.out(), it -> it)
                        .receive(ones.out(), it -> it)
                        .receive(twos.out(), it -> it)
                        .await();
                goOn = Select.<Boolean>of()
                        .send(chosen.in(), value, () -> true)
                        .receive(enough.out(), it -> false, cause -> false)
                        .await();
            }
        });
        int[] counts = new int[3];
        for (int i = 0; i < trials; i++) {
            counts[chosen.out().receive()]++;
        }
        enough.in().done();
        assertEquals(true, select.join(Duration.ofSeconds(20)));
        double share = (double) counts[1] / trials;
        assertTrue(
                Math.abs(share - 0.5) < 4.891676 / (2 * Math.sqrt(trials)),
                () -> "unfair: " + counts[1] + " to " + counts[2]);
    }

    private static Pipe<Integer> filled(Pipes pipes, int trials, int value) throws InterruptedException {
        Pipe<Integer> channel = pipes.ints(trials + 1);
        Thread filling = pipes.go(() -> {
            for (int i = 0; i <= trials; i++) {
                channel.in().send(value);
            }
        });
        if (!pipes.areRemote()) {
            pipes.await(List.of(filling)); // over a link it keeps ahead of who takes
        }
        return channel;
    }

    /** Which of two values a select sends into one channel is left to chance. */
    @Over({LOCAL, REMOTE})
    void ofTwoClausesThatSendIntoOneChannelEachIsChosenNowAndThen(Pipes pipes) throws InterruptedException {
        int count = 100;
        for (int capacity : new int[] {0, count}) {
            Pipe<Integer> channel = pipes.ints(capacity);
            int[] received = new int[2];
            Thread receiver = pipes.go(() -> {
                for (int i = 0; i < count; i++) {
                    received[channel.out().receive()]++;
                }
            });
            for (int i = 0; i < count; i++) {
                Select.<Integer>of()
                        .send(channel.in(), 1, () -> 1)
                        .send(channel.in(), 0, () -> 0)
                        .await();
            }
            pipes.await(List.of(receiver));
            assertTrue(received[0] > count / 10, () -> received[0] + " zeros with capacity " + capacity);
            assertTrue(received[1] > count / 10, () -> received[1] + " ones with capacity " + capacity);
        }
    }

    /** The same where each select has to wait: which of its clauses stands first in line is left to chance, too. */
    @Over({LOCAL, REMOTE})
    void ofTwoClausesThatWaitOnOneChannelEachIsChosenNowAndThen(Pipes pipes) throws InterruptedException {
        int count = 40;
        int[] sent = new int[2];
        Pipe<Integer> channel = pipes.ints(0);
        for (int i = 0; i < count; i++) {
            Thread select = pipes.go(() -> {
                int value = Select.<Integer>of()
                        .send(channel.in(), 0, () -> 0)
                        .send(channel.in(), 1, () -> 1)
                        .await();
                sent[value]++;
            });
            Pipes.untilWaiting(select);
            channel.out().receive();
            pipes.await(List.of(select));
        }
        int[] received = new int[2];
        for (int i = 0; i < count; i++) {
            Thread select = pipes.go(() -> {
                int clause = Select.<Integer>of()
                        .receive(channel.out(), value -> 0)
                        .receive(channel.out(), value -> 1)
                        .await();
                received[clause]++;
            });
            Pipes.untilWaiting(select);
            channel.in().send(7);
            pipes.await(List.of(select));
        }
        for (int[] counts : List.of(sent, received)) {
            assertTrue(Math.min(counts[0], counts[1]) > count / 10, () -> counts[0] + " to " + counts[1]);
        }
    }
}
