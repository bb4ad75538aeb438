package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;

import dev.strait.Receiver;
import dev.strait.Select;
import dev.strait.Sender;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/**
 * Restates {@code test/chan/select7.go}: each way to send meets each way to receive, plainly, in a select of one clause and in
 * one of two, on a channel without a buffer.
 */
@Timeout(60)
class Select7Test {

    private interface Receive {
        int from(Pipes pipes, Receiver<Integer> receiver) throws InterruptedException;
    }

    private interface Send {
        void into(Pipes pipes, Sender<Integer> sender) throws InterruptedException;
    }

    private static final List<Receive> RECEIVES = List.of(
            (pipes, from) -> from.receive(),
            (pipes, from) -> Select.<Integer>of().receive(from, value -> value).await(),
            (pipes, from) -> Select.<Integer>of()
                    .receive(from, value -> value)
                    .receive(pipes.ints(0).out(), value -> -value)
                    .await());

    private static final List<Send> SENDS = List.of(
            (pipes, to) -> to.send(1),
            (pipes, to) -> Select.<Integer>of().send(to, 1, () -> 1).await(),
            (pipes, to) -> Select.<Integer>of()
                    .send(to, 1, () -> 1)
                    .send(pipes.ints(0).in(), 1, () -> 2)
                    .await());

    @Over({LOCAL, REMOTE})
    void everyWayToSendMeetsEveryWayToReceive(Pipes pipes) throws InterruptedException {
        for (Receive receive : RECEIVES) {
            for (Send send : SENDS) {
                for (boolean receiverFirst : new boolean[] {true, false}) {
                    Pipe<Integer> channel = pipes.ints(0);
                    Pipes.Body receiving = () -> {
                        int value = receive.from(pipes, channel.out());
                        if (value != 1) {
                            throw new AssertionError("received " + value);
                        }
                    };
                    Pipes.Body sending = () -> send.into(pipes, channel.in());
                    Pipes.untilWaiting(pipes.go(receiverFirst ? receiving : sending));
                    pipes.go(receiverFirst ? sending : receiving);
                    pipes.awaitAll();
                }
            }
        }
    }
}
