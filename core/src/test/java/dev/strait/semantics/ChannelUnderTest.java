package dev.strait.semantics;

import dev.strait.Channel;
import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A channel of its own for one test, new, open and empty. Its ends are opened when they are asked for: those of a local channel are all
 * the same object; remote ones are on two nodes.
 */
final class ChannelUnderTest implements AutoCloseable {
    private static final int BUFFER = 2;
    private static final AtomicLong NUMBER = new AtomicLong();

    /** On which side the senders are. */
    enum Place {
        SENDERS_NEAR,
        SENDERS_FAR
    }

    private final Carrier carrier;
    private final TwoNodes nodes;
    private final Place place;
    private final boolean ownNodes;
    private final Channel<Integer> local;
    private final ChannelName<Integer> name;
    private final List<Sender<Integer>> senders = new ArrayList<>();
    private final List<Receiver<Integer>> receivers = new ArrayList<>();

    /** A channel whose remote ends are on these nodes. */
    ChannelUnderTest(Carrier carrier, TwoNodes nodes) {
        this(carrier, nodes, Place.SENDERS_NEAR, false);
    }

    private ChannelUnderTest(Carrier carrier, TwoNodes nodes, Place place, boolean ownNodes) {
        this.carrier = carrier;
        this.nodes = nodes;
        this.place = place;
        this.ownNodes = ownNodes;
        local = carrier.isRendezvous() ? Channel.rendezvous() : Channel.buffered(BUFFER);
        name = ChannelName.of("cell-" + NUMBER.incrementAndGet(), Integer.class);
    }

    /** A channel whose remote ends are on nodes of its own, so that their link can be cut. */
    static ChannelUnderTest apart(Carrier carrier, Place place) {
        return new ChannelUnderTest(carrier, new TwoNodes(), place, true);
    }

    /** One more channel of the same kind. */
    ChannelUnderTest another() {
        return new ChannelUnderTest(carrier, nodes, place, false);
    }

    boolean isRemote() {
        return carrier.isRemote();
    }

    boolean isRendezvous() {
        return carrier.isRendezvous();
    }

    /** How many values the channel holds, between one sender and one receiver. */
    int capacity() {
        return carrier.isRendezvous() ? 0 : BUFFER;
    }

    /** The name of the remote channel. */
    ChannelName<Integer> name() {
        return name.capacity(capacity());
    }

    TwoNodes nodes() {
        return nodes;
    }

    private Node senderNode() {
        return place == Place.SENDERS_NEAR ? nodes.near() : nodes.far();
    }

    private Node receiverNode() {
        return place == Place.SENDERS_NEAR ? nodes.far() : nodes.near();
    }

    /** The first sender. */
    Sender<Integer> sender() {
        return senders.isEmpty() ? newSender() : senders.getFirst();
    }

    /** One more sender; for a local channel the same. */
    Sender<Integer> newSender() {
        try {
            senders.add(isRemote() ? senderNode().sender(name()) : local);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return senders.getLast();
    }

    /** The first receiver. */
    Receiver<Integer> receiver() {
        return receivers.isEmpty() ? newReceiver() : receivers.getFirst();
    }

    /** One more receiver; for a local channel the same. */
    Receiver<Integer> newReceiver() {
        try {
            receivers.add(isRemote() ? receiverNode().receiver(name()) : local);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return receivers.getLast();
    }

    /** Opens a sender and a receiver, and waits until the sender knows of the receiver. */
    void meet() throws InterruptedException {
        sender();
        receiver();
        sender().awaitReceivers(1);
    }

    /** Lets the two meet, and sends values, 1 the first, until the channel holds no more. */
    void fill() throws InterruptedException {
        meet();
        for (int i = 1; i <= capacity(); i++) {
            sender().send(i);
        }
    }

    /** Lets the two meet, and takes the place between full and empty: one value, 1, is in the channel. Only with a buffer. */
    void sendOne() throws InterruptedException {
        meet();
        sender().send(1);
    }

    /** Waits until what was sent has arrived: what one node sends another afterwards does not overtake it by more than a frame. */
    void arrive() throws InterruptedException {
        if (isRemote()) {
            probe(senderNode(), receiverNode());
        }
    }

    /** Waits until the senders' node knows of the receives that wait. */
    void known() throws InterruptedException {
        if (isRemote()) {
            probe(receiverNode(), senderNode());
        }
    }

    private void probe(Node from, Node to) throws InterruptedException {
        ChannelName<Integer> probe = ChannelName.of("probe-" + NUMBER.incrementAndGet(), Integer.class);
        try (Receiver<Integer> receiver = to.receiver(probe);
                Sender<Integer> sender = from.sender(probe)) {
            for (int i = 0; i < 4; i++) {
                sender.send(i);
                receiver.receive();
            }
            // Not done: a node that closes would tell what it does not know to be taken of a channel that is.
        }
    }

    /**
     * Only for a remote rendezvous whose senders are near: calls the send, whose value is received at once; but its end does not hear of that
     * until the nodes release their answers.
     */
    <T> Task<T> takenUnheard(int value, Callable<T> send) throws InterruptedException {
        meet();
        Task<Integer> receiving = Task.start(receiver()::receive).awaitBlocked();
        known();
        nodes.holdAnswers();
        Task<T> sending = Task.start(send);
        if (receiving.get() != value) {
            throw new IllegalStateException("received another value");
        }
        return sending.awaitBlocked();
    }

    /** Breaks the link between senders and receivers. */
    void cut() throws IOException {
        nodes.cut();
    }

    @Override
    public void close() throws IOException {
        senders.forEach(Sender::close);
        receivers.forEach(Receiver::close);
        if (ownNodes) {
            nodes.close();
        }
    }

    @Override
    public String toString() {
        return carrier.name().toLowerCase().replace('_', ' ');
    }
}
