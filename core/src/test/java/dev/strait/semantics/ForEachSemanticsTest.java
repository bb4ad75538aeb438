package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.Received;
import dev.strait.Receiver;
import dev.strait.Task;
import dev.strait.error.ChannelClosed;
import dev.strait.error.ChannelDone;
import java.util.ArrayList;
import java.util.List;

/**
 * Cells of the table "forEach". One round of the loop is left by a throw, which must leave the channel as it was; what is special to the
 * loop as a whole is tested on top.
 */
class ForEachSemanticsTest extends ReceiveCells {

    /** Leaves the loop with a value. */
    private static final class Taken extends Exception {
        private static final long serialVersionUID = 1L;
        private final int value;

        Taken(int value) {
            this.value = value;
        }
    }

    @Override
    Received<Integer> receive(Receiver<Integer> from) throws InterruptedException {
        try {
            from.forEach(value -> {
                throw new Taken(value);
            });
            return new Received.Closed<>(new ChannelDone("returned normally"));
        } catch (Taken taken) {
            return new Received.Value<>(taken.value);
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
