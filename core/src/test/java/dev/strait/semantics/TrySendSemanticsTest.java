package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.Sent;
import dev.strait.Task;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import dev.strait.error.ClosedWithoutDone;
import dev.strait.error.OutcomeUnknown;
import java.util.List;

/** Cells of the table "trySend". */
class TrySendSemanticsTest extends Cells {

    private static void full(Sender<Integer> sender) {
        assertEquals(new Sent.Full(), sender.trySend(-1));
    }

    @Everywhere
    void open(ChannelUnderTest channel) throws Exception {
        channel.meet();
        Task<Integer> receiving = blocked(channel.receiver()::receive);
        // A remote end hears a moment later of a receive that waits, and of what was taken.
        Task.until(() -> channel.sender().trySend(1) instanceof Sent.Accepted);
        assertEquals(1, receiving.get());
        if (!channel.isRendezvous()) {
            channel.sender().send(2);
            Task.until(() -> channel.sender().trySend(3) instanceof Sent.Accepted);
            assertEquals(2, channel.receiver().receive());
            assertEquals(3, channel.receiver().receive());
        }
    }

    @Everywhere
    void full(ChannelUnderTest channel) throws Exception {
        channel.fill();
        full(channel.sender());
        Task<Void> sending = blocked(() -> {
            channel.sender().send(11);
            return null;
        });
        full(channel.sender());
        for (int i = 1; i <= channel.capacity(); i++) {
            assertEquals(i, channel.receiver().receive());
        }
        assertEquals(11, channel.receiver().receive());
        sending.get();
    }

    @Buffered
    void empty(ChannelUnderTest channel) throws Exception {
        channel.meet();
        accepted(channel.sender().trySend(1));
        accepted(channel.sender().trySend(2));
        full(channel.sender());
        assertEquals(1, channel.receiver().receive());
        assertEquals(2, channel.receiver().receive());
    }

    @Buffered
    void doneValuesLeft(ChannelUnderTest channel) throws Exception {
        channel.sendOne();
        channel.sender().done();
        assertInstanceOf(
                own(channel, ChannelDone.class), closed(channel.sender().trySend(9)));
        assertEquals(List.of(1), rest(channel.receiver(), ChannelDone.class));
    }

    @Everywhere
    void doneDrained(ChannelUnderTest channel) throws Exception {
        channel.meet();
        channel.sender().done();
        assertEquals(List.of(), rest(channel.receiver(), ChannelDone.class));
        assertInstanceOf(ChannelDone.class, closed(channel.newSender().trySend(9)));
    }

    @Everywhere
    void failed(ChannelUnderTest channel) throws Exception {
        channel.meet();
        channel.newSender().error(new IllegalStateException("disk full"));
        // A remote end may be Full or Accepted until the news has come.
        untilRefused(channel.sender());
        assertInstanceOf(ChannelFailed.class, closed(channel.sender().trySend(9)));
    }

    @Everywhere
    void closedWithoutDone(ChannelUnderTest channel) throws Exception {
        channel.meet();
        channel.newSender().close();
        untilRefused(channel.sender());
        assertInstanceOf(ClosedWithoutDone.class, closed(channel.sender().trySend(9)));
    }

    @Everywhere
    void noPeerYet(ChannelUnderTest channel) throws Exception {
        if (channel.isRemote() || channel.isRendezvous()) {
            full(channel.sender());
        } else {
            accepted(channel.sender().trySend(1));
            assertEquals(1, channel.receiver().receive());
        }
    }

    @Everywhere
    void peerSlow(ChannelUnderTest channel) throws Exception {
        channel.fill();
        full(channel.sender());
        if (!channel.isRendezvous()) {
            assertEquals(1, channel.receiver().receive());
            // A remote end hears of it a moment later.
            Task.until(() -> channel.sender().trySend(3) instanceof Sent.Accepted);
            full(channel.sender());
            assertEquals(2, channel.receiver().receive());
            assertEquals(3, channel.receiver().receive());
        }
    }

    @Remote
    void peerLeft(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.receiver().close();
        full(channel.sender());
        Receiver<Integer> next = channel.newReceiver();
        for (int i = 1; i <= channel.capacity(); i++) {
            assertEquals(i, next.receive());
        }
        assertTrue(channel.sender().awaitReceivers(1, LONG));
    }

    @ReceiverApart
    void peerLost(ChannelUnderTest channel) throws Exception {
        if (channel.isRendezvous()) {
            Task<Sent> out = channel.takenUnheard(1, () -> channel.sender().trySend(1));
            channel.cut();
            assertInstanceOf(OutcomeUnknown.class, out.failure());
            Task.until(() -> !hasReceiver(channel.sender()));
            full(channel.sender());
        } else {
            channel.fill();
            channel.arrive();
            channel.cut();
            Task.until(() -> !hasReceiver(channel.sender()));
            full(channel.sender());
            Receiver<Integer> next = channel.nodes().near().receiver(channel.name());
            for (int i = 1; i <= channel.capacity(); i++) {
                assertEquals(i, next.receive());
            }
        }
    }
}
