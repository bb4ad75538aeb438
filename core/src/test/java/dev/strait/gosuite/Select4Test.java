package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.strait.Select;
import org.junit.jupiter.api.Timeout;

/**
 * Restates {@code test/chan/select4.go}: a select goes on with the value that is ready, and does nothing for the clause whose
 * channel has none.
 */
@Timeout(60)
class Select4Test {

    @Over({LOCAL, REMOTE})
    void aSelectGoesOnWithTheValueThatIsReady(Pipes pipes) throws InterruptedException {
        besideASilentChannel(pipes, pipes.ints(1));
    }

    @Over({LOCAL, REMOTE})
    void aSelectGoesOnBesideASilentRendezvous(Pipes pipes) throws InterruptedException {
        besideASilentChannel(pipes, pipes.ints(0));
    }

    private static void besideASilentChannel(Pipes pipes, Pipe<Integer> silent) throws InterruptedException {
        Pipe<Integer> channel = pipes.ints(1);
        channel.in().send(42);
        int value = Select.<Integer>of()
                .receive(silent.out(), never -> fail("nobody has sent " + never))
                .receive(channel.out(), it -> it)
                .await();
        assertEquals(42, value);
    }
}
