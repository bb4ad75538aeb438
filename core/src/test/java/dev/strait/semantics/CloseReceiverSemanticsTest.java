package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.strait.Received;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.Sent;
import dev.strait.Task;
import dev.strait.error.ChannelClosed;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import dev.strait.error.ClosedWithoutDone;
import dev.strait.error.EndClosed;
import dev.strait.error.SenderLost;
import java.util.ArrayList;
import java.util.List;

/**
 * Cells of the table "close receiver". A local channel is both ends at once, and is closed by it; a remote receiver is one of several,
 * and leaves.
 */
class CloseReceiverSemanticsTest extends Cells {

    private static List<Integer> held(ChannelUnderTest channel) {
        return channel.isRendezvous() ? List.of() : List.of(1, 2);
    }

    /** What a local channel holds after the close is still received; remote, the next receiver gets it, and not the one closed. */
    private static void goesOn(ChannelUnderTest channel, List<Integer> values, Class<? extends ChannelClosed> end)
            throws InterruptedException {
        if (channel.isRemote()) {
            assertInstanceOf(Received.Closed.class, channel.receiver().tryReceive());
            assertEquals(values, rest(channel.newReceiver(), end));
        } else {
            assertEquals(values, rest(channel.receiver(), end));
        }
    }

    @Everywhere
    void open(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.receiver().close();
        if (channel.isRemote()) {
            channel.sender().done();
            goesOn(channel, held(channel), ChannelDone.class);
        } else {
            goesOn(channel, held(channel), ClosedWithoutDone.class);
        }
    }

    @Everywhere
    void full(ChannelUnderTest channel) throws Exception {
        channel.fill();
        Task<Sent> sending = blocked(() -> channel.sender().send(11, LONG));
        channel.receiver().close();
        if (channel.isRemote()) {
            Receiver<Integer> next = channel.newReceiver();
            List<Integer> got = new ArrayList<>();
            for (int i = 0; i <= channel.capacity(); i++) {
                got.add(next.receive());
            }
            accepted(sending.get());
            List<Integer> sent = new ArrayList<>(held(channel));
            sent.add(11);
            assertEquals(sent, got);
        } else {
            assertInstanceOf(ClosedWithoutDone.class, closed(sending.get()));
            goesOn(channel, held(channel), ClosedWithoutDone.class);
        }
    }

    @Everywhere
    void empty(ChannelUnderTest channel) throws Exception {
        channel.meet();
        Receiver<Integer> other = channel.newReceiver();
        Task<Received<Integer>> receiving = blocked(() -> channel.receiver().receive(LONG));
        Task<Received<Integer>> beside = blocked(() -> other.receive(LONG));
        channel.receiver().close();
        if (channel.isRemote()) {
            assertInstanceOf(EndClosed.class, closed(receiving.get()));
            channel.sender().send(1);
            value(1, beside.get());
        } else {
            assertInstanceOf(ClosedWithoutDone.class, closed(receiving.get()));
            assertInstanceOf(ClosedWithoutDone.class, closed(beside.get()));
        }
    }

    @Buffered
    void doneValuesLeft(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.sender().done();
        channel.receiver().close();
        goesOn(channel, List.of(1, 2), ChannelDone.class);
    }

    @Everywhere
    void doneDrained(ChannelUnderTest channel) throws Exception {
        channel.meet();
        channel.sender().done();
        assertEquals(List.of(), rest(channel.receiver(), ChannelDone.class));
        channel.receiver().close();
        assertInstanceOf(ChannelDone.class, closed(channel.receiver().tryReceive()));
        assertEquals(List.of(), rest(channel.newReceiver(), ChannelDone.class));
    }

    @Everywhere
    void failed(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.sender().error(new IllegalStateException("disk full"));
        channel.receiver().close();
        goesOn(channel, channel.isRemote() ? List.of() : held(channel), ChannelFailed.class);
    }

    @Everywhere
    void closedWithoutDone(ChannelUnderTest channel) throws Exception {
        channel.fill();
        Receiver<Integer> staying = channel.newReceiver();
        channel.sender().close();
        channel.receiver().close();
        assertEquals(channel.isRemote() ? List.of() : held(channel), rest(staying, ClosedWithoutDone.class));
    }

    @Everywhere
    void noPeerYet(ChannelUnderTest channel) throws Exception {
        channel.receiver().close();
        if (channel.isRemote()) {
            Receiver<Integer> next = channel.newReceiver();
            Task<Sent> sending = Task.start(() -> channel.sender().send(1, LONG));
            assertEquals(1, next.receive());
            accepted(sending.get());
        } else {
            assertInstanceOf(ClosedWithoutDone.class, closed(channel.sender().trySend(1)));
        }
    }

    @Everywhere
    void peerSlow(ChannelUnderTest channel) throws Exception {
        channel.meet();
        Task<Received<Integer>> receiving = blocked(() -> channel.receiver().receive(LONG));
        channel.sender().send(1);
        value(1, receiving.get());
        channel.receiver().close();
        if (channel.isRemote()) {
            Receiver<Integer> next = channel.newReceiver();
            Task<Received<Integer>> later = blocked(() -> next.receive(LONG));
            channel.sender().send(2);
            value(2, later.get());
        } else {
            assertInstanceOf(ClosedWithoutDone.class, closed(channel.sender().trySend(2)));
        }
    }

    @Remote
    void peerLeft(ChannelUnderTest channel) throws Exception {
        channel.fill();
        Sender<Integer> staying = channel.newSender();
        channel.sender().done();
        channel.sender().close();
        channel.receiver().close();
        staying.done();
        goesOn(channel, held(channel), ChannelDone.class);
    }

    @SenderApart
    void peerLost(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.arrive();
        Receiver<Integer> staying = channel.newReceiver();
        channel.cut();
        channel.receiver().close();
        assertEquals(List.of(), rest(staying, SenderLost.class));
    }
}
