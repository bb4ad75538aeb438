package dev.strait.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.strait.Received;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.Sent;
import dev.strait.Task;
import dev.strait.error.ChannelClosed;
import dev.strait.error.EndClosed;
import dev.strait.semantics.ChannelUnderTest.Place;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cells of one operation. A test gets a channel that is new, open and empty, and that is closed after it; which ones, its annotation
 * says. The nodes of remote ends are shared by the tests of a class.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Cells {
    /** A time limit that is never reached. */
    static final Duration LONG = Duration.ofSeconds(60);

    /** A time limit that is reached soon. */
    static final Duration SHORT = Duration.ofMillis(5);

    private final TwoNodes nodes = new TwoNodes();

    @AfterAll
    void closeNodes() throws IOException {
        nodes.close();
    }

    /** The carriers that this operation works on. */
    Stream<Carrier> carriers() {
        return Arrays.stream(Carrier.values());
    }

    final Stream<ChannelUnderTest> all() {
        return carriers().map(it -> new ChannelUnderTest(it, nodes));
    }

    final Stream<ChannelUnderTest> buffered() {
        return all().filter(it -> !it.isRendezvous());
    }

    final Stream<ChannelUnderTest> remote() {
        return all().filter(ChannelUnderTest::isRemote);
    }

    final Stream<ChannelUnderTest> remoteBuffered() {
        return remote().filter(it -> !it.isRendezvous());
    }

    final Stream<ChannelUnderTest> receiversApart() {
        return carriers().filter(Carrier::isRemote).map(it -> ChannelUnderTest.apart(it, Place.SENDERS_NEAR));
    }

    final Stream<ChannelUnderTest> sendersApart() {
        return carriers().filter(Carrier::isRemote).map(it -> ChannelUnderTest.apart(it, Place.SENDERS_FAR));
    }

    /** A cell that holds for every carrier. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    @interface Everywhere {}

    /** A cell that holds for channels with a buffer. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0}")
    @MethodSource("buffered")
    @interface Buffered {}

    /** A cell that only ends of nodes have. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0}")
    @MethodSource("remote")
    @interface Remote {}

    /** A cell that only ends of nodes with a buffer have. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0}")
    @MethodSource("remoteBuffered")
    @interface RemoteBuffered {}

    /** A cell of remote ends whose link to the receiver's node can be cut. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0}")
    @MethodSource("receiversApart")
    @interface ReceiverApart {}

    /** A cell of remote ends whose link to the sender's node can be cut. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0}")
    @MethodSource("sendersApart")
    @interface SenderApart {}

    /** Starts a call in a thread of its own, and waits until it waits. */
    static <T> Task<T> blocked(Callable<T> call) {
        return Task.start(call).awaitBlocked();
    }

    static ChannelClosed closed(Sent sent) {
        return assertInstanceOf(Sent.Closed.class, sent).cause();
    }

    static ChannelClosed closed(Received<?> received) {
        return assertInstanceOf(Received.Closed.class, received).cause();
    }

    static void accepted(Sent sent) {
        assertEquals(new Sent.Accepted(), sent);
    }

    static void value(int expected, Received<Integer> received) {
        assertEquals(new Received.Value<>(expected), received);
    }

    /** Receives up to the end, which must be of the given kind. */
    static List<Integer> rest(Receiver<Integer> from, Class<? extends ChannelClosed> end) throws InterruptedException {
        List<Integer> got = new ArrayList<>();
        while (true) {
            try {
                got.add(from.receive());
            } catch (ChannelClosed cause) {
                assertInstanceOf(end, cause);
                return got;
            }
        }
    }

    /** What a remote end is told a message later than a local one: sends in vain until it knows. */
    static void untilRefused(Sender<Integer> sender) {
        Task.until(() -> sender.trySend(-1) instanceof Sent.Closed);
    }

    /** What a sender is told of an end that it brought about itself: a remote end that is finished says so. */
    static Class<? extends ChannelClosed> own(ChannelUnderTest channel, Class<? extends ChannelClosed> local) {
        return channel.isRemote() ? EndClosed.class : local;
    }

    /** Whether the sender knows of a receiver. */
    static boolean hasReceiver(Sender<Integer> sender) {
        try {
            return sender.awaitReceivers(1, SHORT);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
