package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.Received;
import dev.strait.Receiver;
import dev.strait.Task;
import dev.strait.error.ChannelClosed;
import dev.strait.error.ChannelDone;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Cells of the table "forEach". A thread that interrupts itself leaves the loop after one round, which must leave the channel as it was; what
 * is special to the loop as a whole is tested on top.
 */
class ForEachSemanticsTest extends ReceiveCells {

    @Override
    Received<Integer> receive(Receiver<Integer> from) throws InterruptedException {
        AtomicReference<Integer> taken = new AtomicReference<>();
        try {
            from.forEach(value -> {
                taken.set(value);
                Thread.currentThread().interrupt();
            });
            return new Received.Closed<>(new ChannelDone("returned normally"));
        } catch (InterruptedException left) {
            return new Received.Value<>(taken.get());
        } catch (ChannelClosed thrown) {
            return new Received.Closed<>(thrown);
        }
    }

    @Override
    @Everywhere
    void peerSlow(ChannelUnderTest channel) throws Exception {
        super.peerSlow(channel);
        List<Integer> got = new ArrayList<>();
        Task<Void> loop = blocked(() -> {
            channel.receiver().forEach(got::add);
            return null;
        });
        for (int i = 0; i < 5; i++) {
            channel.sender().send(i);
            loop.awaitBlocked();
        }
        channel.sender().done();
        loop.get();
        assertEquals(List.of(0, 1, 2, 3, 4), got);
    }
}
