package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.Sent;
import dev.strait.Task;
import dev.strait.error.ChannelClosed;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import dev.strait.error.ClosedWithoutDone;
import dev.strait.error.LinkLost;
import dev.strait.error.OutcomeUnknown;
import java.util.ArrayList;
import java.util.List;

/** What all operations have in common that send and wait; each says how it sends. */
abstract class SendCells extends Cells {

    /** Sends, and waits for as long as it takes. */
    abstract Sent send(Sender<Integer> to, int value) throws InterruptedException;

    /** Called where {@link #send} would wait, with nobody receiving: a form with a time limit gives up there. */
    void wouldWait(Sender<Integer> to) throws InterruptedException {}

    final Task<Sent> waiting(Sender<Integer> to, int value) {
        return blocked(() -> send(to, value));
    }

    @Everywhere
    void open(ChannelUnderTest channel) throws Exception {
        Task<Integer> receiving = blocked(channel.receiver()::receive);
        accepted(send(channel.sender(), 1));
        assertEquals(1, receiving.get());
        if (!channel.isRendezvous()) {
            accepted(send(channel.sender(), 2));
            accepted(send(channel.sender(), 3));
            assertEquals(2, channel.receiver().receive());
            assertEquals(3, channel.receiver().receive());
        }
    }

    @Everywhere
    void full(ChannelUnderTest channel) throws Exception {
        channel.fill();
        wouldWait(channel.sender());
        Task<Sent> first = waiting(channel.sender(), 11);
        Task<Sent> second = waiting(channel.sender(), 12);
        List<Integer> got = new ArrayList<>();
        got.add(channel.receiver().receive());
        accepted(first.get());
        for (int i = 1; i < channel.capacity() + 2; i++) {
            got.add(channel.receiver().receive());
        }
        accepted(second.get());
        List<Integer> sent = new ArrayList<>(channel.isRendezvous() ? List.of() : List.of(1, 2));
        sent.addAll(List.of(11, 12));
        assertEquals(sent, got);
    }

    @Buffered
    void empty(ChannelUnderTest channel) throws Exception {
        channel.meet();
        accepted(send(channel.sender(), 1));
        accepted(send(channel.sender(), 2));
        assertEquals(1, channel.receiver().receive());
        assertEquals(2, channel.receiver().receive());
    }

    @Buffered
    void doneValuesLeft(ChannelUnderTest channel) throws Exception {
        channel.sendOne();
        channel.sender().done();
        assertInstanceOf(own(channel, ChannelDone.class), closed(send(channel.sender(), 9)));
        assertEquals(List.of(1), rest(channel.receiver(), ChannelDone.class));
    }

    @Everywhere
    void doneDrained(ChannelUnderTest channel) throws Exception {
        channel.meet();
        channel.sender().done();
        assertEquals(List.of(), rest(channel.receiver(), ChannelDone.class));
        assertInstanceOf(own(channel, ChannelDone.class), closed(send(channel.sender(), 9)));
        assertInstanceOf(ChannelDone.class, closed(send(channel.newSender(), 9)));
    }

    @Everywhere
    void failed(ChannelUnderTest channel) throws Exception {
        channel.meet();
        IllegalStateException cause = new IllegalStateException("disk full");
        Sender<Integer> failing = channel.newSender();
        failing.error(cause);
        untilRefused(channel.sender());
        ChannelClosed told = closed(send(channel.sender(), 9));
        assertInstanceOf(ChannelFailed.class, told);
        assertTrue(String.valueOf(told.getMessage()).contains("disk full"), told.getMessage());
        assertInstanceOf(own(channel, ChannelFailed.class), closed(send(failing, 9)));
        if (!channel.isRemote()) {
            assertSame(cause, told.getCause());
        }
    }

    @Everywhere
    void closedWithoutDone(ChannelUnderTest channel) throws Exception {
        channel.meet();
        Sender<Integer> closing = channel.newSender();
        closing.close();
        untilRefused(channel.sender());
        assertInstanceOf(ClosedWithoutDone.class, closed(send(channel.sender(), 9)));
        assertInstanceOf(own(channel, ClosedWithoutDone.class), closed(send(closing, 9)));
    }

    @Everywhere
    void noPeerYet(ChannelUnderTest channel) throws Exception {
        if (channel.isRemote() || channel.isRendezvous()) {
            wouldWait(channel.sender());
            Task<Sent> sending = waiting(channel.sender(), 1);
            assertEquals(1, channel.receiver().receive());
            accepted(sending.get());
        } else {
            accepted(send(channel.sender(), 1));
            assertEquals(1, channel.receiver().receive());
        }
    }

    @Everywhere
    void peerSlow(ChannelUnderTest channel) throws Exception {
        channel.meet();
        for (int i = 1; i <= channel.capacity(); i++) {
            accepted(send(channel.sender(), i));
        }
        for (int i = 1; i <= 3; i++) {
            Task<Sent> sending = waiting(channel.sender(), channel.capacity() + i);
            assertEquals(i, channel.receiver().receive());
            accepted(sending.get());
        }
    }

    @Remote
    void peerLeft(ChannelUnderTest channel) throws Exception {
        channel.fill();
        Task<Sent> sending = waiting(channel.sender(), 11);
        channel.receiver().close();
        Receiver<Integer> next = channel.newReceiver();
        for (int i = 1; i <= channel.capacity(); i++) {
            assertEquals(i, next.receive());
        }
        assertEquals(11, next.receive());
        accepted(sending.get());
    }

    @ReceiverApart
    void peerLost(ChannelUnderTest channel) throws Exception {
        if (channel.isRendezvous()) {
            Task<Sent> out = channel.takenUnheard(1, () -> send(channel.sender(), 1));
            Task<Sent> sending = waiting(channel.sender(), 11);
            channel.cut();
            OutcomeUnknown unknown = assertInstanceOf(OutcomeUnknown.class, out.failure());
            assertEquals(channel.nodes().far().name(), unknown.node());
            assertEquals(
                    unknown.reason(),
                    assertInstanceOf(LinkLost.class, unknown.getCause()).reason());
            assertTrue(unknown.getMessage().contains("(" + unknown.reason() + ")"), unknown.getMessage());
            assertEquals(11, channel.nodes().near().receiver(channel.name()).receive());
            accepted(sending.get());
        } else {
            channel.fill();
            channel.arrive();
            Task<Sent> sending = waiting(channel.sender(), 11);
            channel.cut();
            Task.until(() -> !hasReceiver(channel.sender()));
            Receiver<Integer> next = channel.nodes().near().receiver(channel.name());
            for (int i = 1; i <= channel.capacity(); i++) {
                assertEquals(i, next.receive());
            }
            assertEquals(11, next.receive());
            accepted(sending.get());
        }
    }
}
