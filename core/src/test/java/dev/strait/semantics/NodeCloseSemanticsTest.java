package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Node;
import dev.strait.Received;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.Sent;
import dev.strait.Task;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import dev.strait.error.CloseIncomplete;
import dev.strait.error.ClosedWithoutDone;
import dev.strait.error.EndClosed;
import dev.strait.error.NodeClosed;
import dev.strait.error.SenderLost;
import java.time.Duration;
import java.util.List;

/** Cells of the table "node close". The sender is on the node that closes, unless the cell is about its receiver. */
class NodeCloseSemanticsTest extends Cells {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private static Node node(ChannelUnderTest channel, Duration close) {
        return channel.nodes().join("closing-" + channel.name().name(), close);
    }

    /** Sends as much as the channel holds, values 1 and on, to the channel's receiver. */
    private static Sender<Integer> filled(ChannelUnderTest channel, Node node) throws InterruptedException {
        channel.receiver();
        Sender<Integer> sender = node.sender(channel.name());
        sender.awaitReceivers(1);
        for (int i = 1; i <= channel.capacity(); i++) {
            sender.send(i);
        }
        return sender;
    }

    private static Task<Void> closing(Node node) {
        return Task.start(() -> {
            node.close();
            return null;
        });
    }

    private static boolean notTaken(CloseIncomplete incomplete, ChannelUnderTest channel) {
        return incomplete.notTaken().contains("2 of channel '" + channel.name().name() + "'");
    }

    private static List<Integer> held(ChannelUnderTest channel) {
        return channel.isRendezvous() ? List.of() : List.of(1, 2);
    }

    @Remote
    void open(ChannelUnderTest channel) throws Exception {
        Node node = node(channel, LONG_ENOUGH);
        Sender<Integer> sender = filled(channel, node);
        Task<Void> closing = closing(node);
        assertEquals(held(channel), rest(channel.receiver(), ClosedWithoutDone.class));
        closing.get();
        assertThrows(EndClosed.class, () -> sender.send(9));
        assertThrows(NodeClosed.class, () -> node.sender(channel.name()));
    }

    @Remote
    void full(ChannelUnderTest channel) throws Exception {
        Node node = node(channel, LONG_ENOUGH);
        Sender<Integer> sender = filled(channel, node);
        Task<Sent> sending = blocked(() -> sender.send(11, LONG));
        Task<Void> closing = closing(node);
        assertInstanceOf(EndClosed.class, closed(sending.get()));
        assertEquals(held(channel), rest(channel.receiver(), ClosedWithoutDone.class));
        closing.get();
    }

    @Remote
    void empty(ChannelUnderTest channel) throws Exception {
        Node node = node(channel, LONG_ENOUGH);
        Receiver<Integer> receiver = node.receiver(channel.name());
        Task<Received<Integer>> receiving = blocked(() -> receiver.receive(LONG));
        node.close();
        assertInstanceOf(EndClosed.class, closed(receiving.get()));
    }

    @RemoteBuffered
    void doneValuesLeft(ChannelUnderTest channel) throws Exception {
        Node node = node(channel, LONG_ENOUGH);
        filled(channel, node).done();
        Task<Void> closing = closing(node).awaitBlocked();
        assertEquals(1, channel.receiver().receive());
        closing.awaitBlocked();
        assertEquals(List.of(2), rest(channel.receiver(), ChannelDone.class));
        closing.get();
    }

    @Remote
    void doneDrained(ChannelUnderTest channel) throws Exception {
        Node node = node(channel, LONG_ENOUGH);
        channel.receiver();
        node.sender(channel.name()).done();
        assertEquals(List.of(), rest(channel.receiver(), ChannelDone.class));
        node.close();
        node.close();
    }

    @Remote
    void failed(ChannelUnderTest channel) throws Exception {
        Node node = node(channel, LONG_ENOUGH);
        Sender<Integer> sender = filled(channel, node);
        sender.error(new IllegalStateException("disk full"));
        Task<Void> closing = closing(node);
        assertEquals(held(channel), rest(channel.receiver(), ChannelFailed.class));
        closing.get();
    }

    @Remote
    void closedWithoutDone(ChannelUnderTest channel) throws Exception {
        Node node = node(channel, LONG_ENOUGH);
        filled(channel, node).close();
        Task<Void> closing = closing(node);
        assertEquals(held(channel), rest(channel.receiver(), ClosedWithoutDone.class));
        closing.get();
    }

    @Remote
    void noPeerYet(ChannelUnderTest channel) throws Exception {
        Node node = node(channel, LONG_ENOUGH);
        Sender<Integer> sender = node.sender(channel.name());
        Task<Sent> sending = blocked(() -> sender.send(1, LONG));
        node.close();
        assertInstanceOf(EndClosed.class, closed(sending.get()));
    }

    @RemoteBuffered
    void peerSlow(ChannelUnderTest channel) throws Exception {
        Node node = node(channel, Duration.ofMillis(50));
        filled(channel, node).done();
        CloseIncomplete incomplete = assertThrows(CloseIncomplete.class, node::close);
        assertTrue(notTaken(incomplete, channel), incomplete.getMessage());
        assertEquals(List.of(1, 2), rest(channel.receiver(), ChannelDone.class));
    }

    @RemoteBuffered
    void peerLeft(ChannelUnderTest channel) throws Exception {
        Node node = node(channel, LONG_ENOUGH);
        filled(channel, node).done();
        channel.receiver().close();
        Task<Void> closing = closing(node).awaitBlocked();
        assertEquals(List.of(1, 2), rest(channel.newReceiver(), ChannelDone.class));
        closing.get();
        try (ChannelUnderTest another = channel.another()) {
            givesUp(another);
        }
    }

    private void givesUp(ChannelUnderTest channel) throws InterruptedException {
        Node node = node(channel, Duration.ofMillis(50));
        Sender<Integer> sender = filled(channel, node);
        Sender<Integer> other = channel.sender();
        channel.receiver().close();
        Task.until(() -> !hasReceiver(sender));
        sender.done();
        CloseIncomplete incomplete = assertThrows(CloseIncomplete.class, node::close);
        assertTrue(notTaken(incomplete, channel), incomplete.getMessage());
        other.done();
        assertEquals(List.of(), rest(channel.newReceiver(), SenderLost.class), "not a clean end, with values lost");
    }

    @ReceiverApart
    void peerLost(ChannelUnderTest channel) throws Exception {
        channel.fill();
        channel.arrive();
        channel.sender().done();
        channel.cut();
        if (channel.isRendezvous()) {
            channel.nodes().near().close();
        } else {
            Node another = node(channel, LONG_ENOUGH);
            Task<Void> closing = closing(channel.nodes().near()).awaitBlocked();
            assertEquals(List.of(1, 2), rest(another.receiver(channel.name()), ChannelDone.class));
            closing.get();
        }
    }
}
