package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.Sent;
import dev.strait.Task;
import dev.strait.error.ChannelClosed;
import dev.strait.error.ChannelDone;
import java.util.List;

/** Cells of the table "done". */
class DoneSemanticsTest extends EndCells {

    @Override
    void end(Sender<Integer> sender) {
        sender.done();
    }

    @Override
    Class<? extends ChannelClosed> ending() {
        return ChannelDone.class;
    }

    @Override
    void forOther(ChannelUnderTest channel, Sender<Integer> other) throws InterruptedException {
        Task<Sent> sending = Task.start(() -> other.send(11, LONG));
        assertEquals(11, channel.receiver().receive());
        accepted(sending.get());
    }

    @ReceiverApart
    void peerLost(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.arrive();
        channel.sender().done();
        channel.cut();
        Receiver<Integer> other = channel.nodes().near().receiver(channel.name());
        assertEquals(channel.isRendezvous() ? List.of() : List.of(1, 2), rest(other, ChannelDone.class));
    }
}
