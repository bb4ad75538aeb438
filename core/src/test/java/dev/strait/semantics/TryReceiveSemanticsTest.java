package dev.strait.semantics;

import static dev.strait.semantics.ReceiveCells.waitingSend;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.strait.Received;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.Task;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import dev.strait.error.ClosedWithoutDone;
import dev.strait.error.SenderLost;

/** Cells of the table "tryReceive". */
class TryReceiveSemanticsTest extends Cells {

    private static void empty(Receiver<Integer> receiver) {
        assertEquals(new Received.Empty<>(), receiver.tryReceive());
    }

    /** Tries until there is something: a remote end may be empty until the news has come. */
    private static Received<Integer> soon(Receiver<Integer> receiver) {
        while (true) {
            Received<Integer> received = receiver.tryReceive();
            if (!(received instanceof Received.Empty)) {
                return received;
            }
            Thread.yield();
        }
    }

    @Everywhere
    void open(ChannelUnderTest channel) throws Exception {
        channel.meet();
        if (channel.isRendezvous()) {
            Task<Void> sending = waitingSend(channel, 1);
            value(1, soon(channel.receiver()));
            sending.get();
        } else {
            channel.sender().send(1);
            channel.arrive();
            value(1, channel.receiver().tryReceive());
            empty(channel.receiver());
        }
    }

    @Everywhere
    void full(ChannelUnderTest channel) throws Exception {
        channel.fill();
        Task<Void> sending = waitingSend(channel, channel.capacity() + 1);
        for (int i = 1; i <= channel.capacity() + 1; i++) {
            value(i, soon(channel.receiver()));
        }
        sending.get();
        empty(channel.receiver());
    }

    @Everywhere
    void empty(ChannelUnderTest channel) throws Exception {
        channel.meet();
        empty(channel.receiver());
    }

    @Buffered
    void doneValuesLeft(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.sender().done();
        channel.arrive();
        value(1, channel.receiver().tryReceive());
        value(2, channel.receiver().tryReceive());
        assertInstanceOf(ChannelDone.class, closed(soon(channel.receiver())));
    }

    @Everywhere
    void doneDrained(ChannelUnderTest channel) throws Exception {
        channel.meet();
        channel.sender().done();
        assertInstanceOf(ChannelDone.class, closed(soon(channel.receiver())));
        assertInstanceOf(ChannelDone.class, closed(channel.receiver().tryReceive()));
    }

    @Everywhere
    void failed(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.sender().error(new IllegalStateException("disk full"));
        for (int i = 1; i <= channel.capacity(); i++) {
            value(i, soon(channel.receiver()));
        }
        assertInstanceOf(ChannelFailed.class, closed(soon(channel.receiver())));
    }

    @Everywhere
    void closedWithoutDone(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.sender().close();
        for (int i = 1; i <= channel.capacity(); i++) {
            value(i, soon(channel.receiver()));
        }
        assertInstanceOf(ClosedWithoutDone.class, closed(soon(channel.receiver())));
    }

    @Everywhere
    void noPeerYet(ChannelUnderTest channel) {
        empty(channel.receiver());
    }

    @Everywhere
    void peerSlow(ChannelUnderTest channel) throws Exception {
        channel.meet();
        for (int i = 1; i <= 3; i++) {
            empty(channel.receiver());
            int value = i;
            Task<Void> sending = Task.start(() -> {
                channel.sender().send(value);
                return null;
            });
            value(i, soon(channel.receiver()));
            sending.get();
        }
    }

    @Remote
    void peerLeft(ChannelUnderTest channel) throws Exception {
        channel.meet();
        Sender<Integer> staying = channel.newSender();
        channel.sender().done();
        channel.sender().close();
        channel.arrive();
        empty(channel.receiver());
        staying.done();
        assertInstanceOf(ChannelDone.class, closed(soon(channel.receiver())));
    }

    @SenderApart
    void peerLost(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.arrive();
        channel.cut();
        for (int i = 1; i <= channel.capacity(); i++) {
            value(i, channel.receiver().tryReceive());
        }
        assertInstanceOf(SenderLost.class, closed(soon(channel.receiver())));
    }
}
