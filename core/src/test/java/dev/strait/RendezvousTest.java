package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.strait.error.ChannelDone;
import dev.strait.error.EndClosed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Named channels of capacity 0: a send and a receive on two nodes wait for each other. */
class RendezvousTest {
    private static final ChannelName<Integer> NUMBERS =
            ChannelName.of("numbers", Integer.class).capacity(0);
    private static final ChannelName<byte[]> LARGE =
            ChannelName.of("large", dev.strait.codec.Codec.bytes()).capacity(0);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofMillis(30);

    @Test
    void aSendReturnsWhenAReceiveOnAnotherNodeHasTakenTheValue() throws Exception {
        try (var cluster = new Cluster()) {
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            Receiver<Integer> receiver = cluster.join("r").receiver(NUMBERS);
            sender.awaitReceivers(1);
            Task<Sent> early = Task.start(() -> sender.send(1, LONG));
            assertEquals(new Sent.Full(), sender.send(2, SOON));
            assertFalse(early.isDone());
            assertEquals(1, receiver.receive());
            assertEquals(new Sent.Accepted(), early.get());
            for (int i = 0; i < 500; i++) {
                int value = i;
                Task<Sent> send = Task.start(() -> sender.send(value, LONG));
                assertEquals(new Received.Value<>(i), receiver.receive(LONG));
                assertEquals(new Sent.Accepted(), send.get());
            }
            sender.done();
            assertThrows(ChannelDone.class, receiver::receive);
        }
    }

    @Test
    void whoeverComesFirstWaits() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.hub().receiver(NUMBERS);
            Sender<Integer> sender = cluster.join("s").sender(NUMBERS);
            Task<Integer> waits = Task.start(receiver::receive);
            sender.send(1);
            assertEquals(1, waits.get());
            Task<Sent> sends = Task.start(() -> sender.send(2, LONG));
            assertEquals(2, receiver.receive());
            assertEquals(new Sent.Accepted(), sends.get());
            sender.done();
        }
    }

    @Test
    void aReceiveThatTimedOutKeepsNoValueFromOneThatWaits() throws Exception {
        try (var cluster = new Cluster()) {
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            Receiver<Integer> gone = cluster.join("gone").receiver(NUMBERS);
            Receiver<Integer> waits = cluster.join("waits").receiver(NUMBERS);
            sender.awaitReceivers(2);
            for (int i = 0; i < 50; i++) {
                assertEquals(new Received.Empty<>(), gone.receive(Duration.ofMillis(2)));
                Task<Integer> task = Task.start(waits::receive);
                sender.send(i);
                assertEquals(i, task.get());
            }
            sender.done();
        }
    }

    /** What is out for the receive clause of a select that a local channel has won is stale, and must go to the receive that waits. */
    @Test
    void aSelectThatLostKeepsNoValueFromOneThatWaits() throws Exception {
        try (var cluster = new Cluster()) {
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            Receiver<Integer> loses = cluster.join("loses").receiver(NUMBERS);
            Receiver<Integer> waits = cluster.join("waits").receiver(NUMBERS);
            Channel<Integer> local = Channel.rendezvous();
            sender.awaitReceivers(2);
            for (int i = 0; i < 200; i++) {
                Task<String> select = Task.start(() -> Select.<String>of()
                        .receive(loses, it -> "remote " + it)
                        .receive(local, it -> "local " + it)
                        .await());
                // In line at both clauses, so that a ticket for the remote one is on its way.
                Task.untilState(local, "1 receiving");
                local.send(i);
                Task<Integer> task = Task.start(waits::receive);
                assertEquals(new Sent.Accepted(), sender.send(i, LONG));
                assertEquals(i, task.get());
                assertEquals("local " + i, select.get());
            }
            sender.done();
        }
    }

    @Test
    void aSendThatTimedOutOrWasInterruptedDidNotHappen() throws Exception {
        try (var cluster = new Cluster()) {
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            Receiver<Integer> receiver = cluster.join("r").receiver(NUMBERS);
            sender.awaitReceivers(1);
            assertEquals(new Sent.Full(), sender.send(1, SOON));
            Task<Sent> interrupted = Task.start(() -> sender.send(2, LONG));
            interrupted.interrupt();
            assertInstanceOf(InterruptedException.class, interrupted.failure());
            assertEquals(new Received.Empty<>(), receiver.receive(SOON));
            Task<Sent> third = Task.start(() -> sender.send(3, LONG));
            assertEquals(3, receiver.receive());
            third.get();
            sender.done();
        }
    }

    @Test
    void theFormsThatDoNotWaitMeetOnlyWhoWaits() throws Exception {
        try (var cluster = new Cluster()) {
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            Receiver<Integer> receiver = cluster.join("r").receiver(NUMBERS);
            sender.awaitReceivers(1);
            assertEquals(new Sent.Full(), sender.trySend(1));
            assertEquals(new Received.Empty<>(), receiver.tryReceive());
            for (int i = 0; i < 50; i++) {
                Task<Integer> waits = Task.start(receiver::receive);
                int value = i;
                Task.until(() -> sender.trySend(value) instanceof Sent.Accepted);
                assertEquals(i, waits.get());
                Task<Sent> sends = Task.start(() -> sender.send(value, LONG));
                Received.Value<?>[] got = new Received.Value<?>[1];
                Task.until(() -> receiver.tryReceive() instanceof Received.Value<?> it && (got[0] = it) != null);
                assertEquals(i, got[0].value());
                assertEquals(new Sent.Accepted(), sends.get());
            }
            assertEquals(new Sent.Full(), sender.trySend(1));
            assertEquals(new Received.Empty<>(), receiver.tryReceive());
            sender.done();
        }
    }

    @Test
    void largeValuesMeetToo() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<byte[]> receiver = cluster.hub().receiver(LARGE);
            Sender<byte[]> sender = cluster.join("s").sender(LARGE);
            for (int length : new int[] {0, 3_000, 65_520, 65_536, 5_000_000}) {
                Task<Sent> sends = Task.start(() -> sender.send(new byte[length], LONG));
                assertEquals(length, receiver.receive().length);
                assertEquals(new Sent.Accepted(), sends.get());
            }
            sender.done();
        }
    }

    @Test
    void severalSendersAndReceiversMeetInPairs() throws Exception {
        int each = 300;
        try (var cluster = new Cluster()) {
            List<Receiver<Integer>> receivers = new ArrayList<>();
            List<Sender<Integer>> senders = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                receivers.add(cluster.join("r" + i).receiver(NUMBERS));
                senders.add(cluster.join("s" + i).sender(NUMBERS));
            }
            receivers.add(cluster.hub().receiver(NUMBERS));
            senders.add(cluster.hub().sender(NUMBERS));
            List<Task<List<Integer>>> takers = new ArrayList<>();
            for (Receiver<Integer> receiver : receivers) {
                takers.add(Task.start(() -> {
                    List<Integer> got = new ArrayList<>();
                    receiver.forEach(got::add);
                    return got;
                }));
            }
            for (Sender<Integer> sender : senders) {
                Task.start(() -> {
                    for (int i = 0; i < each; i++) {
                        sender.send(i);
                    }
                    sender.done();
                    return null;
                });
            }
            int[] times = new int[each];
            for (Task<List<Integer>> taker : takers) {
                taker.get().forEach(value -> times[value]++);
            }
            for (int count : times) {
                assertEquals(senders.size(), count);
            }
        }
    }

    @Test
    void theEndOfASenderReachesReceiversAndSendsThatWait() throws Exception {
        try (var cluster = new Cluster()) {
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            Receiver<Integer> receiver = cluster.join("r").receiver(NUMBERS);
            sender.awaitReceivers(1);
            Task<Sent> waits = Task.start(() -> sender.send(1, LONG));
            assertEquals(new Sent.Full(), sender.send(2, SOON));
            sender.done();
            Sent.Closed closed = assertInstanceOf(Sent.Closed.class, waits.get());
            assertInstanceOf(EndClosed.class, closed.cause());
            assertThrows(ChannelDone.class, receiver::receive);
        }
    }

    @Test
    void aReceiverThatLeavesReturnsWhatItHadNotTaken() throws Exception {
        try (var cluster = new Cluster()) {
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            Receiver<Integer> leaves = cluster.join("leaves").receiver(NUMBERS);
            sender.awaitReceivers(1);
            Task<Sent> waits = Task.start(() -> sender.send(1, LONG));
            leaves.close();
            Receiver<Integer> stays = cluster.join("stays").receiver(NUMBERS);
            assertEquals(1, stays.receive());
            assertEquals(new Sent.Accepted(), waits.get());
            sender.done();
        }
    }

    @Test
    void bothEndsOnOneNodeMeet() throws Exception {
        try (var cluster = new Cluster()) {
            Sender<Integer> sender = cluster.hub().sender(NUMBERS);
            Receiver<Integer> receiver = cluster.hub().receiver(NUMBERS);
            assertEquals(new Sent.Full(), sender.send(1, SOON));
            Task<Integer> waits = Task.start(receiver::receive);
            sender.send(2);
            assertEquals(2, waits.get());
            sender.done();
        }
    }
}
