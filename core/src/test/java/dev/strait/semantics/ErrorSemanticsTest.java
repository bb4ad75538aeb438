package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.error.ChannelClosed;
import dev.strait.error.ChannelFailed;
import java.util.List;

/** Cells of the table "error". */
class ErrorSemanticsTest extends EndCells {

    @Override
    void end(Sender<Integer> sender) {
        sender.error(new IllegalStateException("the tape is torn"));
    }

    @Override
    Class<? extends ChannelClosed> ending() {
        return ChannelFailed.class;
    }

    @Override
    void forOther(ChannelUnderTest channel, Sender<Integer> other) throws InterruptedException {
        untilRefused(other);
        assertInstanceOf(ChannelFailed.class, closed(other.send(1, LONG)));
    }

    @ReceiverApart
    void peerLost(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.arrive();
        end(channel.sender());
        channel.cut();
        Receiver<Integer> other = channel.nodes().near().receiver(channel.name());
        assertEquals(List.of(), rest(other, ChannelFailed.class));
    }
}
