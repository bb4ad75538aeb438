package dev.strait.testkit.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.NodeOptions;
import dev.strait.Received;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.Task;
import dev.strait.error.ChannelDone;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The attempt to go on after a cut is cut itself, at each byte of each direction up to well behind the end of the handshake. */
class CutHandshakeTest {
    private static final long SEED = 20_261_121L;
    private static final ChannelName<Integer> NUMBERS = ChannelName.of("numbers", Integer.class);
    private static final ChannelName<Integer> BACK = ChannelName.of("back", Integer.class);
    private static final Duration LONG = Duration.ofSeconds(20);

    /** More bytes than the handshake has in either direction; the test sees that they are. */
    private static final int MORE_THAN_A_HANDSHAKE = 200;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theHandshakeThatResumesALinkMayBeCutAtAnyByteOfTheDialler() throws Exception {
        cutAtEveryByte("far-d", "hub-d");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theHandshakeThatResumesALinkMayBeCutAtAnyByteOfTheAcceptor() throws Exception {
        cutAtEveryByte("hub-a", "far-a");
    }

    private static void cutAtEveryByte(String from, String to) throws Exception {
        String hub = from.startsWith("hub") ? from : to;
        String far = from.equals(hub) ? to : from;
        try (var network = FaultyNetwork.create(SEED);
                var log = new NodeLog()) {
            Node host = network.listen(hub);
            Node node = network.join(far, hub, NodeOptions.defaults().withoutListening());
            Receiver<Integer> receiver = host.receiver(NUMBERS);
            Receiver<Integer> answers = node.receiver(BACK);
            Sender<Integer> sender = node.sender(NUMBERS);
            Sender<Integer> back = host.sender(BACK);
            int next = 0;
            for (int bytes = 0; bytes < MORE_THAN_A_HANDSHAKE; bytes++) {
                int made = network.connections(far, hub);
                // Nobody connects before the next cut is set, and no byte of the connection that is broken first counts
                // for it.
                network.partition(Set.of(far), Set.of(hub));
                assertEquals(1, network.cut(far, hub));
                network.cutAfter(from, to, bytes);
                network.heal();
                boolean over;
                do { // once more when it is over, so that the link goes on over the last connection
                    over = network.connections(far, hub) == made + 2;
                    sender.send(next);
                    back.send(next);
                    assertEquals(new Received.Value<>(next), receiver.receive(LONG), "cut after " + bytes);
                    assertEquals(new Received.Value<>(next), answers.receive(LONG), "cut after " + bytes);
                    next++;
                } while (!over);
                assertEquals(made + 2, network.connections(far, hub), "cut after " + bytes);
            }
            sender.done();
            back.done();
            assertInstanceOf(Received.Closed.class, receiver.receive(LONG));
            assertThrows(ChannelDone.class, receiver::receive);
            assertInstanceOf(Received.Closed.class, answers.receive(LONG));
            assertThrows(ChannelDone.class, answers::receive);
            // Whoever was not to hear the end of the handshake went on once, and twice where the cut came later.
            String goesOn = "node " + to + ": link to node " + from + " goes on";
            Task.until(() -> log.count(goesOn) >= MORE_THAN_A_HANDSHAKE + 10);
            assertEquals(0, log.count("node " + to + ": link to node " + from + " is down"));
        }
    }
}
