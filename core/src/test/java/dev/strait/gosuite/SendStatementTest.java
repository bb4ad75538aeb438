package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.Channel;
import dev.strait.Select;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Restates {@code test/chan/sendstmt.go}, in which what is sent, and where to, is the result of an expression, and
 * {@code TestChanSendInterface} of {@code runtime/chan_test.go}, in which values of one interface stand in several clauses.
 */
@Timeout(60)
class SendStatementTest {

    /** What the channel of an interface carries. */
    sealed interface Thing {}

    record Same() implements Thing {}

    record Other(int number) implements Thing {}

    @Test
    void aChannelThatCameThroughAChannelCanBeSentIntoByAClause() throws InterruptedException {
        Channel<Channel<Integer>> channels = Channel.buffered(1);
        Channel<Integer> numbers = Channel.buffered(1);
        channels.send(numbers);
        boolean sent =
                Select.<Boolean>of().send(channels.receive(), 2, () -> true).orElse(() -> false);
        assertEquals(true, sent);
        assertEquals(2, numbers.receive());
    }

    @Over({LOCAL, REMOTE})
    void theValueOfAnExpressionIsSent(Pipes pipes) throws InterruptedException {
        Pipe<Boolean> channel = pipes.pipe(1, Boolean.class);
        int one = 1;
        channel.in().send(one > 2 || one < 2);
        assertEquals(true, channel.out().receive());
    }

    @Over({LOCAL, REMOTE})
    void clausesWithValuesOfOneInterfaceWaitForRoomAlike(Pipes pipes) throws InterruptedException {
        Pipe<Thing> channel = pipes.pipe(1, Thing.class);
        Thing thing = new Same();
        channel.in().send(thing);
        assertEquals(
                "full",
                Select.<String>of().send(channel.in(), thing, () -> "sent").orElse(() -> "full"));
        assertEquals(
                "full",
                Select.<String>of()
                        .send(channel.in(), thing, () -> "sent")
                        .send(channel.in(), new Other(3), () -> "sent the other")
                        .orElse(() -> "full"));
        assertEquals(new Same(), channel.out().receive());
        assertEquals(
                "sent",
                Select.<String>of()
                        .send(channel.in(), new Other(3), () -> "sent")
                        .await());
        assertEquals(new Other(3), channel.out().receive());
    }
}
