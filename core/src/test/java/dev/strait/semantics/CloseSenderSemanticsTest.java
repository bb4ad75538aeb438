package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.error.ChannelClosed;
import dev.strait.error.ClosedWithoutDone;
import java.util.List;

/** Cells of the table "close sender". */
class CloseSenderSemanticsTest extends EndCells {

    @Override
    void end(Sender<Integer> sender) {
        sender.close();
    }

    @Override
    Class<? extends ChannelClosed> ending() {
        return ClosedWithoutDone.class;
    }

    @Override
    void forOther(ChannelUnderTest channel, Sender<Integer> other) throws InterruptedException {
        untilRefused(other);
        assertInstanceOf(ClosedWithoutDone.class, closed(other.send(1, LONG)));
    }

    /** Closing the last end of a remote channel begins it anew: what others are told needs another end to be there. */
    @Override
    @Everywhere
    void noPeerYet(ChannelUnderTest channel) throws Exception {
        if (channel.isRemote()) {
            Sender<Integer> staying = channel.newSender();
            end(channel.newSender());
            assertEquals(List.of(), rest(channel.receiver(), ending()));
            staying.close();
        } else {
            super.noPeerYet(channel);
        }
    }

    @Override
    @Remote
    void peerLeft(ChannelUnderTest channel) throws Exception {
        channel.sender();
        Sender<Integer> staying = channel.newSender();
        super.peerLeft(channel);
        assertInstanceOf(ClosedWithoutDone.class, closed(staying.send(1, LONG)));
    }

    @ReceiverApart
    void peerLost(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.arrive();
        Sender<Integer> staying = channel.newSender();
        end(channel.sender());
        channel.cut();
        Receiver<Integer> other = channel.nodes().near().receiver(channel.name());
        assertEquals(List.of(), rest(other, ClosedWithoutDone.class));
        assertInstanceOf(ClosedWithoutDone.class, closed(staying.send(1, LONG)));
    }
}
