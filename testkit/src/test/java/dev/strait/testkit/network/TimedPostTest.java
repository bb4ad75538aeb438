package dev.strait.testkit.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.Outcome;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.Task;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TimedPostTest {
    private static final Duration LONG = Duration.ofSeconds(20);
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

    @Test
    void aPostThatIsInterruptedBeforeAnybodyWantsItsValueHasNotSentIt() throws Exception {
        try (var network = FaultyNetwork.create()) {
            Sender<Integer> sender = network.listen("hub-t").sender(MEETING);
            Receiver<Integer> receiver = network.join("far-t", "hub-t").receiver(MEETING);
            sender.awaitReceivers(1);
            Task<CompletableFuture<Outcome>> post = Task.start(() -> sender.post(1, LONG));
            post.awaitBlocked();
            post.interrupt();
            assertInstanceOf(InterruptedException.class, post.failure());
            Task<Integer> receives = Task.start(receiver::receive);
            sender.send(2);
            assertEquals(2, receives.get(), "the first of what was sent");
            sender.done();
        }
    }

    /** As above: when the interrupt comes the value is out, and nobody can know yet whether it was taken. */
    @Test
    void aPostThatIsInterruptedWhileItsValueIsOutSaysWhatBecameOfIt() throws Exception {
        try (var network = FaultyNetwork.create()) {
            Sender<Integer> sender = network.listen("hub-t").sender(MEETING);
            Receiver<Integer> receiver = network.join("far-t", "hub-t").receiver(MEETING);
            sender.awaitReceivers(1);
            network.delay("far-t", "hub-t", Duration.ofMillis(1_500));
            Task<Integer> receives = Task.start(receiver::receive);
            AtomicBoolean stillInterrupted = new AtomicBoolean();
            Task<Outcome> post = Task.start(() -> {
                Outcome outcome = sender.post(1, LONG).getNow(null);
                stillInterrupted.set(Thread.interrupted());
                return outcome;
            });
            assertEquals(1, receives.get(), "it is out, and the answer on its way");
            post.interrupt();
            assertInstanceOf(Outcome.Delivered.class, post.get());
            assertTrue(stillInterrupted.get());
            sender.done();
        }
    }
}
