package dev.strait.testkit.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.Outcome;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.Task;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimedPostTest {
    private static final ChannelName<Integer> MEETING =
            ChannelName.of("meeting", Integer.class).capacity(0);

    /** The ticket of the receive comes after one and a half seconds, the answer after three. */
    @Test
    void aPostIntoARendezvousIsSettledInTimeThoughWhatBecameOfItsValueIsKnownLater() throws Exception {
        try (var network = FaultyNetwork.create()) {
            Sender<Integer> sender = network.listen("hub-t").sender(MEETING);
            Node far = network.join("far-t", "hub-t");
            Receiver<Integer> receiver = far.receiver(MEETING);
            sender.awaitReceivers(1);
            network.delay("far-t", "hub-t", Duration.ofMillis(1_500));
            Task<Integer> receives = Task.start(receiver::receive);
            Outcome outcome = sender.post(1, Duration.ofMillis(2_250)).join();
            assertInstanceOf(Outcome.Unknown.class, outcome);
            assertEquals(1, receives.get(), "it was on its way");
            sender.done();
        }
    }
}
