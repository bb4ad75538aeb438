package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Received;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.Task;
import dev.strait.error.ChannelClosed;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import dev.strait.error.ClosedWithoutDone;
import dev.strait.error.SenderLost;
import java.util.List;

/** What all operations have in common that receive one value and wait for it; each says how it receives. */
abstract class ReceiveCells extends Cells {

    /** Receives one value, or the end, and waits for as long as it takes. */
    abstract Received<Integer> receive(Receiver<Integer> from) throws InterruptedException;

    /** Called where {@link #receive} would wait, with nobody sending: a form with a time limit gives up there. */
    void wouldWait(Receiver<Integer> from) throws InterruptedException {}

    final Task<Received<Integer>> waiting(Receiver<Integer> from) {
        return blocked(() -> receive(from));
    }

    @Everywhere
    void open(ChannelUnderTest channel) throws Exception {
        channel.meet();
        if (channel.isRendezvous()) {
            Task<Void> sending = waitingSend(channel, 1);
            value(1, receive(channel.receiver()));
            sending.get();
        } else {
            channel.sender().send(1);
            value(1, receive(channel.receiver()));
        }
    }

    @Everywhere
    void full(ChannelUnderTest channel) throws Exception {
        channel.fill();
        Task<Void> first = waitingSend(channel, channel.capacity() + 1);
        Task<Void> second = waitingSend(channel, channel.capacity() + 2);
        value(1, receive(channel.receiver()));
        first.get();
        for (int i = 2; i <= channel.capacity() + 2; i++) {
            value(i, receive(channel.receiver()));
        }
        second.get();
    }

    @Everywhere
    void empty(ChannelUnderTest channel) throws Exception {
        channel.meet();
        wouldWait(channel.receiver());
        Task<Received<Integer>> first = waiting(channel.receiver());
        Task<Received<Integer>> second = waiting(channel.receiver());
        channel.sender().send(1);
        channel.sender().send(2);
        value(1, first.get());
        value(2, second.get());
    }

    @Buffered
    void doneValuesLeft(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.sender().done();
        value(1, receive(channel.receiver()));
        value(2, receive(channel.receiver()));
        assertInstanceOf(ChannelDone.class, closed(receive(channel.receiver())));
    }

    @Everywhere
    void doneDrained(ChannelUnderTest channel) throws Exception {
        channel.meet();
        channel.sender().done();
        for (int i = 0; i < 3; i++) {
            assertInstanceOf(ChannelDone.class, closed(receive(channel.receiver())));
        }
    }

    @Everywhere
    void failed(ChannelUnderTest channel) throws Exception {
        channel.fill();
        IllegalStateException cause = new IllegalStateException("disk full");
        channel.sender().error(cause);
        for (int i = 1; i <= channel.capacity(); i++) {
            value(i, receive(channel.receiver()));
        }
        ChannelClosed told = closed(receive(channel.receiver()));
        assertInstanceOf(ChannelFailed.class, told);
        assertTrue(String.valueOf(told.getMessage()).contains("disk full"), told.getMessage());
        if (!channel.isRemote()) {
            assertSame(cause, told.getCause());
        }
    }

    @Everywhere
    void closedWithoutDone(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.sender().close();
        for (int i = 1; i <= channel.capacity(); i++) {
            value(i, receive(channel.receiver()));
        }
        assertInstanceOf(ClosedWithoutDone.class, closed(receive(channel.receiver())));
    }

    @Everywhere
    void noPeerYet(ChannelUnderTest channel) throws Exception {
        wouldWait(channel.receiver());
        Task<Received<Integer>> receiving = waiting(channel.receiver());
        channel.sender().send(1);
        value(1, receiving.get());
    }

    @Everywhere
    void peerSlow(ChannelUnderTest channel) throws Exception {
        channel.meet();
        for (int i = 1; i <= 3; i++) {
            Task<Received<Integer>> receiving = waiting(channel.receiver());
            channel.sender().send(i);
            value(i, receiving.get());
        }
    }

    @Remote
    void peerLeft(ChannelUnderTest channel) throws Exception {
        channel.meet();
        Sender<Integer> staying = channel.newSender();
        channel.sender().done();
        channel.sender().close();
        Task<Received<Integer>> receiving = waiting(channel.receiver());
        staying.send(1);
        value(1, receiving.get());
        staying.done();
        assertInstanceOf(ChannelDone.class, closed(receive(channel.receiver())));
    }

    @SenderApart
    void peerLost(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.arrive();
        channel.cut();
        for (int i = 1; i <= channel.capacity(); i++) {
            value(i, receive(channel.receiver()));
        }
        SenderLost lost = assertInstanceOf(SenderLost.class, closed(receive(channel.receiver())));
        assertEquals(List.of(channel.nodes().far().name()), lost.nodes());
    }

    static Task<Void> waitingSend(ChannelUnderTest channel, int value) {
        return blocked(() -> {
            channel.sender().send(value);
            return null;
        });
    }
}
