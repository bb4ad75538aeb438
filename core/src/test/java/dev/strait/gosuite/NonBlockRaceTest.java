package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.strait.Received;
import dev.strait.Select;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Timeout;

/**
 * Restates {@code TestNonblockRecvRace}, {@code TestNonblockSelectRace} and {@code TestNonblockSelectRace2} of
 * {@code runtime/chan_test.go}: an operation that does not wait sees its channels as they are at one moment. Where at every
 * moment one of them is ready, it never takes the default, whatever others do meanwhile. Between processes there is no such moment: a value
 * is for a while on its way.
 */
@Timeout(60)
class NonBlockRaceTest {

    private static final int ROUNDS = 3_000;

    private interface Race {
        void run(Pipe<Integer> first, Pipe<Integer> second, CyclicBarrier start) throws Exception;
    }

    @Over(LOCAL)
    void aTryReceiveThatRacesWithDoneFindsTheValueOrTheEnd(Pipes pipes) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        for (int i = 0; i < ROUNDS; i++) {
            Pipe<Integer> channel = pipes.ints(1);
            channel.in().send(1);
            Thread taker = pipes.go(() -> {
                start.await();
                assertFalse(channel.out().tryReceive() instanceof Received.Empty, "neither the value nor the end");
            });
            start.await();
            channel.in().done();
            channel.out().tryReceive();
            taker.join();
        }
        pipes.awaitAll();
    }

    @Over(LOCAL)
    void aSelectOverTwoChannelsOfWhichOneIsAlwaysReadyNeverTakesTheDefault(Pipes pipes) throws Exception {
        race(pipes, 1, (first, second, start) -> {
            start.await();
            second.in().send(1);
            first.out().tryReceive();
        });
    }

    @Over(LOCAL)
    void aSelectOverAChannelThatIsDoneOrOneThatIsReadyNeverTakesTheDefault(Pipes pipes) throws Exception {
        race(pipes, 0, (first, second, start) -> {
            start.await();
            second.in().done();
            first.out().tryReceive();
        });
    }

    private static void race(Pipes pipes, int secondCapacity, Race other) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        for (int i = 0; i < ROUNDS; i++) {
            Pipe<Integer> first = pipes.ints(1);
            Pipe<Integer> second = pipes.ints(secondCapacity);
            first.in().send(1);
            Thread select = pipes.go(() -> {
                start.await();
                String chosen = Select.<String>of()
                        .receive(first.out(), value -> "ready")
                        .receive(second.out(), value -> "ready", cause -> "ready")
                        .orElse(() -> "default");
                assertEquals("ready", chosen);
            });
            other.run(first, second, start);
            select.join();
        }
        pipes.awaitAll();
    }
}
