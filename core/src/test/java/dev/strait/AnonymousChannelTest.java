package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.codec.Codec;
import dev.strait.codec.TypeRef;
import dev.strait.error.ChannelDone;
import dev.strait.error.ChannelFailed;
import dev.strait.error.ConfigurationInvalid;
import dev.strait.error.EncodeFailed;
import dev.strait.error.EndClosed;
import dev.strait.error.NodeClosed;
import dev.strait.error.ReceiverGone;
import dev.strait.error.StraitException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Channels without a name, whose receivers are sent in values. */
class AnonymousChannelTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    record Frame(int number, String text) {}

    record Source(String name, Receiver<Frame> frames) {}

    record Sources(List<Receiver<Frame>> all, Optional<Receiver<String>> log) {}

    record Tree(String name, Receiver<Tree> children) {}

    /** Another version of the program. */
    private static final class Older {
        record Source(String name) {}
    }

    private static final ChannelName<Source> SOURCES = ChannelName.of("sources", Source.class);

    private static List<Integer> numbers(Receiver<Frame> frames) throws InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        frames.forEach(frame -> numbers.add(frame.number()));
        return numbers;
    }

    private static void send(Sender<Frame> frames, int from, int to) throws InterruptedException {
        for (int i = from; i < to; i++) {
            frames.send(new Frame(i, "frame " + i));
        }
    }

    @Test
    void aReceiverThatTravelsReceivesUntilTheEnd() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Source> sources = cluster.join("far").receiver(SOURCES);
            Sender<Source> out = cluster.hub().sender(SOURCES);
            for (int each = 0; each < 100; each++) {
                ChannelEnds<Frame> frames = cluster.hub().channel(Frame.class);
                out.send(new Source("source " + each, frames.receiver()));
                try (Sender<Frame> sender = frames.sender()) {
                    send(sender, 0, each);
                    sender.done();
                }
            }
            for (int each = 0; each < 100; each++) {
                Source source = sources.receive();
                assertEquals("source " + each, source.name());
                try (Receiver<Frame> frames = source.frames()) {
                    assertEquals(each, numbers(frames).size());
                    assertThrows(ChannelDone.class, frames::receive);
                }
            }
        }
    }

    @Test
    void manyAreFedAndReadAtOnce() throws Exception {
        int count = 200;
        try (var cluster = new Cluster()) {
            Receiver<Source> sources = cluster.join("far").receiver(SOURCES);
            Sender<Source> out = cluster.hub().sender(SOURCES);
            List<Task<Void>> feeders = new ArrayList<>();
            List<Task<List<Integer>>> readers = new ArrayList<>();
            for (int each = 0; each < count; each++) {
                feeders.add(Task.start(() -> {
                    ChannelEnds<Frame> frames = cluster.hub().channel(Codec.of(Frame.class), 4);
                    out.send(new Source("", frames.receiver()));
                    send(frames.sender(), 0, 100);
                    frames.sender().done();
                    return null;
                }));
            }
            for (int each = 0; each < count; each++) {
                Receiver<Frame> frames = sources.receive().frames();
                readers.add(Task.start(() -> numbers(frames)));
            }
            List<Integer> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(i);
            }
            for (Task<List<Integer>> each : readers) {
                assertEquals(all, each.get());
            }
            for (Task<Void> each : feeders) {
                each.get();
            }
        }
    }

    @Test
    void severalInOneValueAndInCollections() throws Exception {
        ChannelName<Sources> name = ChannelName.of("several", Sources.class);
        try (var cluster = new Cluster()) {
            Node hub = cluster.hub();
            Receiver<Sources> in = cluster.join("far").receiver(name);
            ChannelEnds<Frame> one = hub.channel(Frame.class);
            ChannelEnds<Frame> two = hub.channel(Frame.class);
            ChannelEnds<String> log = hub.channel(String.class);
            hub.sender(name).send(new Sources(List.of(one.receiver(), two.receiver()), Optional.of(log.receiver())));
            one.sender().send(new Frame(1, ""));
            two.sender().send(new Frame(2, ""));
            log.sender().send("both");
            Sources arrived = in.receive();
            assertEquals(1, arrived.all().get(0).receive().number());
            assertEquals(2, arrived.all().get(1).receive().number());
            assertEquals("both", arrived.log().orElseThrow().receive());
        }
    }

    @Test
    void channelsOfChannelsAtAnyDepth() throws Exception {
        ChannelName<Tree> trees = ChannelName.of("trees", Tree.class);
        try (var cluster = new Cluster()) {
            Receiver<Tree> in = cluster.join("far").receiver(trees);
            ChannelEnds<Tree> branches = cluster.hub().channel(Tree.class);
            cluster.hub().sender(trees).send(new Tree("root", branches.receiver()));
            ChannelEnds<Tree> leaves = cluster.hub().channel(Tree.class);
            branches.sender().send(new Tree("branch", leaves.receiver()));
            leaves.sender().done();
            branches.sender().done();
            Tree branch = in.receive().children().receive();
            assertEquals("branch", branch.name());
            assertThrows(ChannelDone.class, branch.children()::receive);
        }
    }

    @Test
    void aChannelOfReceiversAsItIs() throws Exception {
        ChannelName<Receiver<Frame>> name = ChannelName.of("receivers", new TypeRef<Receiver<Frame>>() {});
        try (var cluster = new Cluster()) {
            Receiver<Receiver<Frame>> in = cluster.join("far").receiver(name);
            ChannelEnds<Frame> frames = cluster.hub().channel(Frame.class);
            cluster.hub().sender(name).send(frames.receiver());
            frames.sender().send(new Frame(7, ""));
            assertEquals(7, in.receive().receive().number());
        }
    }

    @Test
    void withinOneNodeToo() throws Exception {
        try (var cluster = new Cluster()) {
            Node hub = cluster.hub();
            Receiver<Source> sources = hub.receiver(SOURCES);
            ChannelEnds<Frame> frames = hub.channel(Frame.class);
            hub.sender(SOURCES).send(new Source("", frames.receiver()));
            send(frames.sender(), 0, 3);
            frames.sender().done();
            assertEquals(List.of(0, 1, 2), numbers(sources.receive().frames()));
        }
    }

    @Test
    void whatIsSentBeforeTheReceiverWaits() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Source> sources = cluster.join("far").receiver(SOURCES);
            ChannelEnds<Frame> frames = cluster.hub().channel(Frame.class);
            assertInstanceOf(Sent.Full.class, frames.sender().trySend(new Frame(0, "")));
            Task<Void> waits = Task.start(() -> {
                frames.sender().send(new Frame(1, ""));
                return null;
            });
            assertFalse(frames.sender().awaitReceivers(1, Duration.ofMillis(50)));
            cluster.hub().sender(SOURCES).send(new Source("", frames.receiver()));
            waits.get();
            assertTrue(frames.sender().awaitReceivers(1, LONG));
            assertEquals(1, sources.receive().frames().receive().number());
        }
    }

    @Test
    void sentByASelectOrPostedOrInABatchItArrives() throws Exception {
        try (var cluster = new Cluster()) {
            Node hub = cluster.hub();
            Receiver<Source> sources = cluster.join("far").receiver(SOURCES);
            Sender<Source> out = hub.sender(SOURCES);
            List<ChannelEnds<Frame>> made = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                made.add(hub.channel(Frame.class));
            }
            Select.<String>of()
                    .send(out, new Source("0", made.get(0).receiver()), () -> "sent")
                    .await();
            out.post(new Source("1", made.get(1).receiver()));
            assertEquals(
                    new Sent.Accepted(), out.trySend(new Source("2", made.get(2).receiver())));
            out.sendAll(List.of(
                    new Source("3", made.get(3).receiver()),
                    new Source("4", made.get(4).receiver())));
            for (int i = 0; i < 5; i++) {
                made.get(i).sender().send(new Frame(i, ""));
            }
            List<Source> arrived = new ArrayList<>();
            while (arrived.size() < 5) {
                sources.receiveAll(arrived, 5);
            }
            for (int i = 0; i < 5; i++) {
                assertEquals(String.valueOf(i), arrived.get(i).name());
                assertEquals(i, arrived.get(i).frames().receive().number());
            }
        }
    }

    @Test
    void aSendThatWaitedForRoomSendsIt() throws Exception {
        ChannelName<Source> narrow = SOURCES.capacity(1);
        try (var cluster = new Cluster()) {
            Receiver<Source> sources = cluster.join("far").receiver(narrow);
            Sender<Source> out = cluster.hub().sender(narrow);
            List<Task<Void>> senders = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int number = i;
                senders.add(Task.start(() -> {
                    ChannelEnds<Frame> frames = cluster.hub().channel(Frame.class);
                    out.send(new Source("", frames.receiver()));
                    frames.sender().send(new Frame(number, ""));
                    return null;
                }));
            }
            int sum = 0;
            for (int i = 0; i < 20; i++) {
                sum += sources.receive().frames().receive().number();
            }
            assertEquals(190, sum);
            for (Task<Void> each : senders) {
                each.get();
            }
        }
    }

    @Test
    void aValueThatWasNotSentLeavesItsReceiverHere() throws Exception {
        ChannelName<Source> narrow = SOURCES.capacity(1);
        try (var cluster = new Cluster()) {
            Receiver<Source> sources = cluster.join("far").receiver(narrow);
            Sender<Source> out = cluster.hub().sender(narrow);
            out.send(new Source("first", null));
            ChannelEnds<Frame> frames = cluster.hub().channel(Frame.class);
            Source source = new Source("second", frames.receiver());
            while (out.trySend(new Source("full", null)) instanceof Sent.Accepted) {
                // until nothing more goes
            }
            assertInstanceOf(Sent.Full.class, out.send(source, Duration.ofMillis(50)));
            assertEquals(
                    "late",
                    Select.<String>of().send(out, source, () -> "sent").within(Duration.ofMillis(50), () -> "late"));
            Task<Source> arrives = Task.start(() -> {
                Source next = sources.receive();
                while (next.frames() == null) {
                    next = sources.receive();
                }
                return next;
            });
            out.send(source);
            frames.sender().send(new Frame(3, ""));
            assertEquals(3, arrives.get().frames().receive().number());
        }
    }

    @Test
    void givenBackItIsClosedAndGoesToAnotherWithTheRest() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Source> first = cluster.join("first").receiver(SOURCES);
            ChannelEnds<Frame> frames = cluster.hub().channel(Frame.class);
            cluster.hub().sender(SOURCES).send(new Source("", frames.receiver()));
            send(frames.sender(), 0, 10);
            frames.sender().done();
            Receiver<Frame>[] given = newArray();
            assertThrows(
                    IllegalStateException.class,
                    () -> first.forEach(source -> {
                        given[0] = source.frames();
                        assertEquals(0, given[0].receive().number());
                        throw new IllegalStateException("cannot go on");
                    }));
            assertThrows(EndClosed.class, given[0]::receive);
            Source again = first.receive();
            assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9), numbers(again.frames()));
        }
    }

    @SuppressWarnings("unchecked")
    private static Receiver<Frame>[] newArray() {
        return new Receiver[1];
    }

    @Test
    void closedByItsTakerItsSenderIsTold() throws Exception {
        try (var cluster = new Cluster()) {
            Node far = cluster.join("far");
            Receiver<Source> sources = far.receiver(SOURCES);
            ChannelEnds<Frame> frames = cluster.hub().channel(Codec.of(Frame.class), 4);
            cluster.hub().sender(SOURCES).send(new Source("", frames.receiver()));
            Task<ReceiverGone> told = Task.start(
                    () -> assertThrows(ReceiverGone.class, () -> send(frames.sender(), 0, Integer.MAX_VALUE)));
            try (Receiver<Frame> taken = sources.receive().frames()) {
                taken.receive();
            }
            ReceiverGone gone = told.get();
            assertEquals(far.name(), gone.node());
            assertTrue(gone.getMessage().contains("takes nothing more"), gone.getMessage());
        }
    }

    @Test
    void aFlushTellsThatNobodyWillHaveWhatWasSent() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Source> sources = cluster.join("far").receiver(SOURCES);
            ChannelEnds<Frame> frames = cluster.hub().channel(Frame.class);
            cluster.hub().sender(SOURCES).send(new Source("", frames.receiver()));
            send(frames.sender(), 0, 3);
            Receiver<Frame> taken = sources.receive().frames();
            taken.receive();
            taken.close();
            assertThrows(ReceiverGone.class, frames.sender()::flush);
        }
    }

    @Test
    void heldForTooLongItIsClosedAndGoesToAnother() throws Exception {
        ChannelName<Source> limited = SOURCES.processingLimit(Duration.ofMillis(50));
        try (var cluster = new Cluster()) {
            Receiver<Source> sources = cluster.join("far").receiver(limited);
            ChannelEnds<Frame> frames = cluster.hub().channel(Frame.class);
            cluster.hub().sender(SOURCES).send(new Source("", frames.receiver()));
            send(frames.sender(), 0, 3);
            frames.sender().done();
            Delivery<Source> first = sources.deliveries().receive();
            assertEquals(0, first.value().frames().receive().number());
            Delivery<Source> again = sources.deliveries().receive();
            assertThrows(EndClosed.class, () -> first.value().frames().receive());
            assertEquals(List.of(1, 2), numbers(again.value().frames()));
            assertTrue(again.ack());
        }
    }

    @Test
    void rejectedOrClosedUnsentItsSenderIsTold() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Source> sources = cluster.join("far").receiver(SOURCES);
            ChannelEnds<Frame> frames = cluster.hub().channel(Frame.class);
            cluster.hub().sender(SOURCES).send(new Source("", frames.receiver()));
            assertTrue(sources.deliveries().receive().reject("no use"));
            assertThrows(ReceiverGone.class, () -> send(frames.sender(), 0, Integer.MAX_VALUE));
            ChannelEnds<Frame> unsent = cluster.hub().channel(Frame.class);
            unsent.receiver().close();
            assertThrows(ReceiverGone.class, () -> unsent.sender().send(new Frame(1, "")));
        }
    }

    @Test
    void anErrorAndACloseWithoutDoneTravel() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Source> sources = cluster.join("far").receiver(SOURCES);
            Sender<Source> out = cluster.hub().sender(SOURCES);
            ChannelEnds<Frame> failed = cluster.hub().channel(Frame.class);
            ChannelEnds<Frame> forgotten = cluster.hub().channel(Frame.class);
            out.send(new Source("", failed.receiver()));
            out.send(new Source("", forgotten.receiver()));
            failed.sender().send(new Frame(1, ""));
            failed.sender().error(new IllegalStateException("no film"));
            forgotten.sender().close();
            Receiver<Frame> first = sources.receive().frames();
            assertEquals(1, first.receive().number());
            assertTrue(
                    assertThrows(ChannelFailed.class, first::receive).reason().contains("no film"));
            Receiver<Frame> second = sources.receive().frames();
            assertThrows(dev.strait.error.ClosedWithoutDone.class, second::receive);
        }
    }

    @Test
    void whatASideDoesNotKnowIsClosedForIt() throws Exception {
        ChannelName<Older.Source> older = ChannelName.of("sources", Older.Source.class);
        try (var cluster = new Cluster()) {
            Receiver<Older.Source> in = cluster.join("far").receiver(older);
            ChannelEnds<Frame> frames = cluster.hub().channel(Frame.class);
            cluster.hub().sender(SOURCES).send(new Source("seen", frames.receiver()));
            assertEquals("seen", in.receive().name());
            assertThrows(ReceiverGone.class, () -> send(frames.sender(), 0, Integer.MAX_VALUE));
        }
    }

    @Test
    void whatDoesNotTravelIsRefusedAndNothingIsLost() throws Exception {
        try (var cluster = new Cluster()) {
            Node hub = cluster.hub();
            Node far = cluster.join("far");
            Receiver<Source> sources = far.receiver(SOURCES);
            Sender<Source> out = hub.sender(SOURCES);
            ChannelEnds<Frame> frames = hub.channel(Frame.class);
            out.send(new Source("", frames.receiver()));
            refused(() -> out.send(new Source("", frames.receiver())), "was sent or closed before");
            refused(() -> out.send(new Source("", far.channel(Frame.class).receiver())), "another node");
            refused(() -> out.send(new Source("", Channel.buffered(1))), "does not travel");
            Receiver<Frame> arrived = sources.receive().frames();
            refused(() -> far.sender(SOURCES).send(new Source("", arrived)), "does not travel");
            ChannelEnds<Frame> closed = hub.channel(Frame.class);
            closed.sender().done();
            closed.sender().close();
            refused(() -> out.send(new Source("", closed.receiver())), "whose sender is closed");
            ChannelName<Sources> several = ChannelName.of("several", Sources.class);
            Receiver<Frame> once = hub.channel(Frame.class).receiver();
            refused(() -> hub.sender(several).send(new Sources(List.of(once, once), Optional.empty())), "twice");
            refused(
                    () -> hub.sender(ChannelName.of("met", Source.class).capacity(0))
                            .send(new Source("", hub.channel(Frame.class).receiver())),
                    "with a buffer");
            frames.sender().send(new Frame(5, ""));
            assertEquals(5, arrived.receive().number());
            assertThrows(IllegalStateException.class, () -> once.receive());
            assertThrows(ConfigurationInvalid.class, () -> hub.channel(Codec.of(Frame.class), 0));
            assertThrows(ConfigurationInvalid.class, () -> ChannelName.of(Counters.ANONYMOUS, Frame.class));
        }
    }

    private static void refused(org.junit.jupiter.api.function.Executable send, String why) {
        StraitException refusal = assertThrows(EncodeFailed.class, send);
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    }

    @Test
    void aClosedNodeMakesNone() throws Exception {
        Node node;
        try (var cluster = new Cluster()) {
            node = cluster.hub();
        }
        assertThrows(NodeClosed.class, () -> node.channel(Frame.class));
    }

    @Test
    void everyValueOfThoseThatAreOverIsCounted() throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Source> sources = cluster.join("far").receiver(SOURCES);
            Sender<Source> out = cluster.hub().sender(SOURCES);
            for (int i = 0; i < 50; i++) {
                ChannelEnds<Frame> frames = cluster.hub().channel(Frame.class);
                out.send(new Source("", frames.receiver()));
                send(frames.sender(), 0, 2);
                frames.sender().done();
                frames.sender().close();
                try (Receiver<Frame> taken = sources.receive().frames()) {
                    assertEquals(List.of(0, 1), numbers(taken));
                }
            }
            out.flush();
            Counters.Sending sent = cluster.hub().counters().sent().get(Counters.ANONYMOUS);
            assertEquals(100, sent.sent());
            assertEquals(100, sent.acknowledged());
        }
    }
}
