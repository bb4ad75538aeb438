package dev.strait.gosuite;

import static dev.strait.gosuite.Carrier.LOCAL;
import static dev.strait.gosuite.Carrier.REMOTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Channel;
import dev.strait.Received;
import dev.strait.Select;
import dev.strait.Sent;
import dev.strait.Task;
import dev.strait.error.ChannelClosed;
import dev.strait.error.ChannelDone;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Restates {@code test/chan/select3.go}: which operations block, which never do, and which fail, with a channel that is empty,
 * has room, or has ended, and with {@link Channel#never()}, Go's {@code nil} channel. Only a select without clauses, which
 * blocks for ever in Go, is refused here as the mistake that it mostly is, unless it has a time limit or a default.
 */
@Timeout(60)
class Select3Test {

    private static final Duration MOMENT = Duration.ofMillis(20);

    @Over({LOCAL, REMOTE})
    void aSendIntoABufferWithRoomDoesNotBlock(Pipes pipes) throws InterruptedException {
        pipes.ints(1).in().send(7);
        assertInstanceOf(Sent.Accepted.class, pipes.ints(1).in().trySend(7));
    }

    @Over({LOCAL, REMOTE})
    void aSendIntoAFullBufferBlocks(Pipes pipes) throws InterruptedException {
        Pipe<Integer> channel = pipes.ints(1);
        channel.in().send(7);
        assertInstanceOf(Sent.Full.class, channel.in().trySend(8));
        pipes.assertBlocks(() -> channel.in().send(8));
        assertEquals(7, channel.out().receive());
        assertInstanceOf(Received.Empty.class, channel.out().receive(MOMENT));
    }

    @Over({LOCAL, REMOTE})
    void aSendIntoARendezvousWithoutAReceiverBlocks(Pipes pipes) throws InterruptedException {
        Pipe<Integer> channel = pipes.ints(0);
        assertInstanceOf(Sent.Full.class, channel.in().trySend(8));
        pipes.assertBlocks(() -> channel.in().send(8));
        assertInstanceOf(Received.Empty.class, channel.out().receive(MOMENT));
    }

    @Over({LOCAL, REMOTE})
    void aReceiveFromAnEmptyBufferBlocks(Pipes pipes) throws InterruptedException {
        receiveBlocks(pipes, pipes.ints(1));
    }

    @Over({LOCAL, REMOTE})
    void aReceiveFromARendezvousWithoutASenderBlocks(Pipes pipes) throws InterruptedException {
        receiveBlocks(pipes, pipes.ints(0));
    }

    private static void receiveBlocks(Pipes pipes, Pipe<Integer> channel) throws InterruptedException {
        assertInstanceOf(Received.Empty.class, channel.out().tryReceive());
        pipes.assertBlocks(() -> channel.out().receive());
        pipes.assertBlocks(() ->
                Select.<Integer>of().receive(channel.out(), value -> value).await());
    }

    @Over({LOCAL, REMOTE})
    void aReceiveFromABufferedChannelThatIsDoneNeverBlocks(Pipes pipes) throws InterruptedException {
        receiveNeverBlocks(pipes.ints(1));
    }

    @Over({LOCAL, REMOTE})
    void aReceiveFromARendezvousThatIsDoneNeverBlocks(Pipes pipes) throws InterruptedException {
        receiveNeverBlocks(pipes.ints(0));
    }

    private static void receiveNeverBlocks(Pipe<Integer> channel) throws InterruptedException {
        channel.in().done();
        for (int i = 0; i < 10; i++) {
            assertThrows(ChannelDone.class, () -> channel.out().receive());
            assertTrue(channel.out().tryReceive() instanceof Received.Closed(ChannelDone cause));
        }
        Select<String> select = Select.<String>of()
                .receive(channel.out(), value -> "value", cause -> cause instanceof ChannelDone ? "done" : "lost");
        assertEquals("done", select.await());
        assertEquals("done", select.within(MOMENT, () -> "late"));
        assertEquals("done", select.orElse(() -> "nothing"));
        assertThrows(
                ChannelDone.class,
                () -> Select.<String>of()
                        .receive(channel.out(), value -> "value")
                        .await());
    }

    @Over({LOCAL, REMOTE})
    void aSendIntoABufferedChannelThatIsDoneFails(Pipes pipes) throws InterruptedException {
        sendFails(pipes.ints(1));
    }

    @Over({LOCAL, REMOTE})
    void aSendIntoARendezvousThatIsDoneFails(Pipes pipes) throws InterruptedException {
        sendFails(pipes.ints(0));
    }

    private static void sendFails(Pipe<Integer> channel) throws InterruptedException {
        channel.in().done();
        assertThrows(ChannelClosed.class, () -> channel.in().send(7));
        assertInstanceOf(Sent.Closed.class, channel.in().trySend(7));
        assertInstanceOf(Sent.Closed.class, channel.in().send(7, MOMENT));
    }

    @Over({LOCAL, REMOTE})
    void aClauseThatSendsIntoAChannelThatIsDoneFails(Pipes pipes) throws InterruptedException {
        for (int capacity = 0; capacity < 2; capacity++) {
            Pipe<Integer> channel = pipes.ints(capacity);
            channel.in().done();
            assertThrows(
                    ChannelClosed.class,
                    () -> Select.<String>of()
                            .send(channel.in(), 7, () -> "sent")
                            .await());
            assertEquals(
                    "ended",
                    Select.<String>of()
                            .send(channel.in(), 7, () -> "sent", cause -> "ended")
                            .orElse(() -> "full"));
        }
    }

    @Test
    void aSelectWithoutClausesIsRefusedOrWaitsForItsTimeOrTakesItsDefault() throws InterruptedException {
        Select<String> none = Select.of();
        assertThrows(IllegalStateException.class, none::await);
        assertEquals("default", none.orElse(() -> "default"));
        long start = System.nanoTime();
        assertEquals("late", none.within(MOMENT, () -> "late"));
        assertTrue(System.nanoTime() - start >= MOMENT.toNanos());
    }

    @Over(LOCAL)
    void aChannelThatIsNeverReadyBlocksAndIsNeverChosen(Pipes pipes) throws InterruptedException {
        Channel<Integer> never = Channel.never();
        pipes.assertBlocks(() -> never.send(7));
        pipes.assertBlocks(never::receive);
        Select<String> receive = Select.<String>of().receive(never, value -> "received");
        Select<String> send = Select.<String>of().send(never, 7, () -> "sent");
        Select<String> both =
                Select.<String>of().receive(never, value -> "received").send(never, 7, () -> "sent");
        for (Select<String> select : List.of(receive, send, both)) {
            pipes.assertBlocks(select::await);
            assertEquals("default", select.orElse(() -> "default"));
            assertEquals("late", select.within(MOMENT, () -> "late"));
        }
    }

    @Over({LOCAL, REMOTE})
    void aSelectWithADefaultDoesNotBlock(Pipes pipes) throws InterruptedException {
        Pipe<Integer> channel = pipes.ints(1);
        Select<String> select = Select.<String>of().receive(channel.out(), value -> "value");
        assertEquals("default", select.orElse(() -> "default"));
        assertEquals("late", select.within(MOMENT, () -> "late"));
    }

    /** Over a link a value is ready when it has arrived, so the default may come first there. */
    @Over({LOCAL, REMOTE})
    void aSelectWithAValueReadyDoesNotBlock(Pipes pipes) throws InterruptedException {
        Pipe<Integer> channel = pipes.ints(1);
        channel.in().send(7);
        Select<Integer> select = Select.<Integer>of().receive(channel.out(), value -> value);
        if (pipes.areRemote()) {
            assertEquals(7, select.await());
            channel.in().send(8);
            Task.until(() -> now(select) == 8);
        } else {
            assertEquals(7, now(select));
        }
    }

    @Over({LOCAL, REMOTE})
    void aSelectWithRoomReadyDoesNotBlock(Pipes pipes) throws InterruptedException {
        Pipe<Integer> channel = pipes.ints(1);
        assertEquals(1, now(Select.<Integer>of().send(channel.in(), 7, () -> 1)));
        assertEquals(7, channel.out().receive());
    }

    private static int now(Select<Integer> select) {
        try {
            return select.orElse(() -> -1);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted without waiting", e);
        }
    }

    @Over({LOCAL, REMOTE})
    void aSelectThatSeesItselfBlocks(Pipes pipes) throws InterruptedException {
        Pipe<Integer> channel = pipes.ints(0);
        pipes.assertBlocks(() -> Select.<String>of()
                .send(channel.in(), 1, () -> "sent")
                .receive(channel.out(), value -> "received")
                .await());
        assertEquals(
                "late",
                Select.<String>of()
                        .receive(channel.out(), value -> "received")
                        .send(channel.in(), 1, () -> "sent")
                        .within(MOMENT, () -> "late"));
        assertInstanceOf(Received.Empty.class, channel.out().receive(MOMENT));
    }
}
