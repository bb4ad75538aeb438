package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.strait.Sender;
import dev.strait.Sent;
import dev.strait.Task;
import dev.strait.error.ChannelClosed;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import dev.strait.error.ClosedWithoutDone;
import dev.strait.error.PartlySent;
import java.util.ArrayList;
import java.util.List;

/** Cells of the table "sendAll". A batch of one is a send; what is special to longer ones is tested on top. */
class SendAllSemanticsTest extends SendCells {

    @Override
    Sent send(Sender<Integer> to, int value) throws InterruptedException {
        try {
            to.sendAll(List.of(value));
            return new Sent.Accepted();
        } catch (ChannelClosed thrown) {
            return new Sent.Closed(thrown);
        }
    }

    private static Task<Void> waitingBatch(Sender<Integer> to, List<Integer> values) {
        return blocked(() -> {
            to.sendAll(values);
            return null;
        });
    }

    /** A batch that waits with its first values sent. */
    private static Task<Void> half(ChannelUnderTest channel) throws InterruptedException {
        channel.meet();
        return waitingBatch(channel.sender(), List.of(1, 2, 3, 4));
    }

    /** What a batch that waited came to: the values that the channel held were sent, if it held any. */
    private static void cutOff(ChannelUnderTest channel, Task<Void> batch, Class<? extends Throwable> why) {
        if (channel.isRendezvous()) {
            assertInstanceOf(why, batch.failure());
        } else {
            PartlySent partly = assertInstanceOf(PartlySent.class, batch.failure());
            assertEquals(2, partly.sent());
            assertInstanceOf(why, partly.getCause());
        }
    }

    private static List<Integer> held(ChannelUnderTest channel) {
        return channel.isRendezvous() ? List.of() : List.of(1, 2);
    }

    @Override
    @Everywhere
    void open(ChannelUnderTest channel) throws Exception {
        super.open(channel);
        channel.sender().sendAll(List.of());
    }

    @Override
    @Everywhere
    void full(ChannelUnderTest channel) throws Exception {
        channel.fill();
        Task<Void> batch = waitingBatch(channel.sender(), List.of(11, 12, 13));
        Task<Void> next = waitingBatch(channel.sender(), List.of(21));
        List<Integer> got = new ArrayList<>();
        for (int i = 0; i < channel.capacity() + 4; i++) {
            got.add(channel.receiver().receive());
        }
        batch.get();
        next.get();
        assertEquals(held(channel), got.subList(0, channel.capacity()));
        List<Integer> own = new ArrayList<>(got.subList(channel.capacity(), got.size()));
        own.remove((Integer) 21);
        assertEquals(List.of(11, 12, 13), own);
    }

    @Override
    @Everywhere
    void doneDrained(ChannelUnderTest channel) throws Exception {
        Task<Void> batch = half(channel);
        channel.sender().done();
        cutOff(channel, batch, own(channel, ChannelDone.class));
        assertEquals(held(channel), rest(channel.receiver(), ChannelDone.class));
        assertInstanceOf(own(channel, ChannelDone.class), closed(send(channel.sender(), 9)));
        assertInstanceOf(ChannelDone.class, closed(send(channel.newSender(), 9)));
        channel.sender().sendAll(List.of());
    }

    @Override
    @Everywhere
    void failed(ChannelUnderTest channel) throws Exception {
        super.failed(channel);
        assertThrows(ChannelFailed.class, () -> channel.sender().sendAll(List.of(1, 2)));
    }

    @Override
    @Everywhere
    void closedWithoutDone(ChannelUnderTest channel) throws Exception {
        Task<Void> batch = half(channel);
        channel.newSender().close();
        cutOff(channel, batch, ClosedWithoutDone.class);
        assertEquals(held(channel), rest(channel.receiver(), ClosedWithoutDone.class));
    }
}
