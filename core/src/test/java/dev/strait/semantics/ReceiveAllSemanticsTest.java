package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Received;
import dev.strait.Receiver;
import dev.strait.Task;
import dev.strait.error.ChannelClosed;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Cells of the table "receiveAll". A batch of one is a receive; what is special to longer ones is tested on top. */
class ReceiveAllSemanticsTest extends ReceiveCells {

    @Override
    Received<Integer> receive(Receiver<Integer> from) throws InterruptedException {
        List<Integer> one = new ArrayList<>();
        try {
            assertEquals(1, from.receiveAll(one, 1));
            return new Received.Value<>(one.getFirst());
        } catch (ChannelClosed thrown) {
            assertEquals(List.of(), one);
            return new Received.Closed<>(thrown);
        }
    }

    @Override
    void wouldWait(Receiver<Integer> from) throws InterruptedException {
        List<Integer> none = new ArrayList<>();
        assertEquals(0, from.receiveAll(none, 5, SHORT));
        assertEquals(0, from.receiveAll(none, 5, Duration.ZERO));
        assertEquals(List.of(), none);
    }

    @Override
    @Everywhere
    void full(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.arrive();
        Task<Void> first = waitingSend(channel, channel.capacity() + 1);
        Task<Void> second = waitingSend(channel, channel.capacity() + 2);
        List<Integer> got = new ArrayList<>();
        int least = channel.isRemote() ? Math.max(1, channel.capacity()) : channel.capacity() + 2;
        assertTrue(channel.receiver().receiveAll(got, 10) >= least, "what is there, in one step");
        while (got.size() < channel.capacity() + 2) {
            channel.receiver().receiveAll(got, 10);
        }
        first.get();
        second.get();
        assertEquals(channel.isRendezvous() ? List.of(1, 2) : List.of(1, 2, 3, 4), got);
    }

    @Override
    @Buffered
    void doneValuesLeft(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.sender().done();
        channel.arrive();
        List<Integer> got = new ArrayList<>(List.of(0));
        assertEquals(2, channel.receiver().receiveAll(got, 10, LONG));
        assertEquals(List.of(0, 1, 2), got);
        assertThrows(ChannelDone.class, () -> channel.receiver().receiveAll(got, 10));
        assertEquals(List.of(0, 1, 2), got);
    }

    @Override
    @Everywhere
    void failed(ChannelUnderTest channel) throws Exception {
        super.failed(channel);
        assertThrows(ChannelFailed.class, () -> channel.receiver().receiveAll(new ArrayList<>(), 10, LONG));
    }
}
