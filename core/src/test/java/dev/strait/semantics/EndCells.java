package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Received;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.Sent;
import dev.strait.Task;
import dev.strait.error.ChannelClosed;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import dev.strait.error.ClosedWithoutDone;
import java.util.List;

/** What the three ways to end a sender have in common; each says how it ends, and what the others are told. */
abstract class EndCells extends Cells {

    /** Ends the sender. */
    abstract void end(Sender<Integer> sender);

    /** How the channel has ended then. */
    abstract Class<? extends ChannelClosed> ending();

    /** Only for remote ends: what the end of one sender means for another, which is open. */
    abstract void forOther(ChannelUnderTest channel, Sender<Integer> other) throws InterruptedException;

    @Everywhere
    void open(ChannelUnderTest channel) throws Exception {
        if (channel.isRendezvous()) {
            Task<Received<Integer>> receiving = blocked(() -> channel.receiver().receive(LONG));
            end(channel.sender());
            assertInstanceOf(ending(), closed(receiving.get()));
        } else {
            channel.sendOne();
            end(channel.sender());
            assertEquals(List.of(1), rest(channel.receiver(), ending()));
        }
    }

    @Everywhere
    void full(ChannelUnderTest channel) throws Exception {
        channel.fill();
        Task<Sent> first = blocked(() -> channel.sender().send(11, LONG));
        Task<Sent> second = blocked(() -> channel.sender().send(12, LONG));
        end(channel.sender());
        assertInstanceOf(own(channel, ending()), closed(first.get()));
        assertInstanceOf(own(channel, ending()), closed(second.get()));
        assertEquals(channel.isRendezvous() ? List.of() : List.of(1, 2), rest(channel.receiver(), ending()));
    }

    @Everywhere
    void empty(ChannelUnderTest channel) throws Exception {
        channel.meet();
        Task<Received<Integer>> first = blocked(() -> channel.receiver().receive(LONG));
        Receiver<Integer> other = channel.newReceiver();
        Task<Received<Integer>> second = blocked(() -> other.receive(LONG));
        end(channel.sender());
        assertInstanceOf(ending(), closed(first.get()));
        assertInstanceOf(ending(), closed(second.get()));
    }

    @Buffered
    void doneValuesLeft(ChannelUnderTest channel) throws Exception {
        channel.sendOne();
        channel.sender().done();
        end(channel.sender());
        assertEquals(List.of(1), rest(channel.receiver(), ChannelDone.class));
    }

    @Everywhere
    void doneDrained(ChannelUnderTest channel) throws Exception {
        channel.meet();
        channel.sender().done();
        assertEquals(List.of(), rest(channel.receiver(), ChannelDone.class));
        end(channel.sender());
        end(channel.newSender());
        assertEquals(List.of(), rest(channel.receiver(), ChannelDone.class));
        assertEquals(List.of(), rest(channel.newReceiver(), ChannelDone.class));
    }

    @Everywhere
    void failed(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.sender().error(new IllegalStateException("disk full"));
        end(channel.sender());
        assertEquals(channel.isRendezvous() ? List.of() : List.of(1, 2), rest(channel.receiver(), ChannelFailed.class));
        end(channel.newSender());
        ChannelClosed told = closed(channel.receiver().receive(LONG));
        assertTrue(String.valueOf(told.getMessage()).contains("disk full"), told.getMessage());
    }

    @Everywhere
    void closedWithoutDone(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.sender().close();
        end(channel.sender());
        assertEquals(
                channel.isRendezvous() ? List.of() : List.of(1, 2), rest(channel.receiver(), ClosedWithoutDone.class));
        end(channel.newSender());
        assertEquals(List.of(), rest(channel.receiver(), ClosedWithoutDone.class));
    }

    @Everywhere
    void noPeerYet(ChannelUnderTest channel) throws Exception {
        end(channel.sender());
        assertEquals(List.of(), rest(channel.receiver(), ending()));
    }

    @Everywhere
    void peerSlow(ChannelUnderTest channel) throws Exception {
        channel.fill();
        Sender<Integer> other = channel.newSender();
        end(channel.sender());
        for (int i = 1; i <= channel.capacity(); i++) {
            value(i, channel.receiver().receive(LONG));
        }
        if (channel.isRemote()) {
            forOther(channel, other);
        }
        other.done();
        assertEquals(List.of(), rest(channel.receiver(), ending()));
    }

    @Remote
    void peerLeft(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.receiver().close();
        Task.until(() -> !hasReceiver(channel.sender()));
        end(channel.sender());
        boolean areSentOn = !channel.isRendezvous() && ending() == ChannelDone.class;
        assertEquals(areSentOn ? List.of(1, 2) : List.of(), rest(channel.newReceiver(), ending()));
    }
}
