package dev.strait;

import dev.strait.codec.Codec;
import dev.strait.error.CloseIncomplete;
import dev.strait.error.ConfigurationInvalid;
import dev.strait.error.DirectoryUnavailable;
import dev.strait.error.InvalidAddress;
import dev.strait.error.JoinFailed;
import dev.strait.error.NodeClosed;
import dev.strait.error.TypeClash;
import dev.strait.runtime.NodeRuntime;
import dev.strait.runtime.NodeStart;
import dev.strait.runtime.RemoteSender;
import dev.strait.wire.directory.ChannelSpec;
import java.util.Map;
import java.util.TreeMap;

/**
 * One process's presence among those that share channels. The first node {@linkplain #listen listens}; every other {@linkplain #join
 * joins} it, in any order. Then each opens ends of the channels it takes part in:
 *
 * {@snippet :
 * // one process                                       // two others
 * try (var node = Node.listen("localhost:5678")) {     try (var node = Node.join("localhost:5678")) {
 *     var words = node.sender(WORDS);                      var words = node.receiver(WORDS);
 *     var shouts = node.receiver(SHOUTS);                  var shouts = node.sender(SHOUTS);
 *     words.send("hello"); words.send("world");            words.forEach(w -> shouts.send(w.toUpperCase()));
 *     words.done();                                        shouts.done();
 *     shouts.forEach(System.out::println);             }
 * }
 * }
 *
 * <p>The node that listens hosts the directory, which brings the ends of a channel together; values go straight from sender to
 * receiver. All methods may be called from any thread.
 */
public final class Node implements AutoCloseable {

    private final NodeStart started;

    private Node(NodeStart started) {
        this.started = started;
        started.runtime().showReceivers((receiver, capacity) -> new NodeReceiver<>(receiver, capacity));
    }

    /**
     * Starts a node that listens and hosts the directory.
     *
     * <p>At {@code unix:/path} it is the file of a Unix-domain socket, on systems that have them, Linux and macOS among them. Whoever may
     * write that file, and search the folders above it, can take part, and nobody else: with the usual umask of 022 only the same user.
     * The path is absolute and has at most 100 bytes; the folder has to be there, and this process to be allowed to make files in it. The
     * file is deleted when the node closes or the JVM ends; one that a killed process has left is replaced, one at which a process listens
     * is an error, and what is not a socket is never touched.
     *
     * @param address {@code host:port} or {@code unix:/path}; port 0 takes a free one, {@code unix:/folder/} a free name in that folder, which
     *     {@link #address()} tells
     * @throws InvalidAddress if it is no address, is taken, or is not of this machine
     * @throws ConfigurationInvalid if it is not loopback; see {@link NodeOptions#withInsecure()}
     */
    public static Node listen(String address) {
        return listen(address, NodeOptions.defaults());
    }

    /**
     * As {@link #listen(String)}, set up otherwise.
     *
     * @param address {@code host:port} or {@code unix:/path}
     * @param options how it is set up
     */
    public static Node listen(String address, NodeOptions options) {
        return new Node(NodeStarts.listen(address, options));
    }

    /**
     * Starts a node that joins the one listening at the address. The other need not be there yet: it is dialled for 10 s.
     *
     * <p>If the address is loopback or {@code unix:/path}, the node listens too, at a free loopback port or at a file with a free name in the same
     * folder, which has to be there and to let it; see {@link NodeOptions#withListen} and {@link NodeOptions#withoutListening}.
     *
     * @param address the other's {@code host:port} or {@code unix:/path}
     * @throws InvalidAddress if it is no address, or this node cannot listen beside it
     * @throws JoinFailed if nobody answered in time, or the two do not fit; says which
     * @throws ConfigurationInvalid if it is not loopback; see {@link NodeOptions#withInsecure()}
     * @throws InterruptedException if the thread is interrupted; the node was not started
     */
    public static Node join(String address) throws InterruptedException {
        return join(address, NodeOptions.defaults());
    }

    /**
     * As {@link #join(String)}, set up otherwise.
     *
     * @param address the other's {@code host:port} or {@code unix:/path}
     * @param options how it is set up
     */
    public static Node join(String address, NodeOptions options) throws InterruptedException {
        return new Node(NodeStarts.join(address, options));
    }

    /** The node's id: the name it was given, else a random one. */
    public String name() {
        return started.name();
    }

    /**
     * Where the node listens, {@code host:port} or {@code unix:/path}; what others give to {@link #join} if this node hosts the directory, and
     * advertises {@linkplain NodeOptions#withAdvertise no other address}.
     *
     * @throws IllegalStateException if it does not listen
     */
    public String address() {
        return started.address()
                .orElseThrow(() -> new IllegalStateException("node " + name() + " does not listen at any address"));
    }

    /**
     * Opens a sender end. Any number may be open on a channel, on any nodes.
     *
     * @param name the channel
     * @param <T> the type of the values
     * @return the end, which the caller ends with {@code done} or {@code error}
     * @throws TypeClash if the type does not fit that of the channel's receivers
     * @throws ConfigurationInvalid if the channel is open with other settings
     * @throws DirectoryUnavailable if the directory did not answer within 10 s
     * @throws NodeClosed if the node is closed
     * @throws InterruptedException if the thread is interrupted; the end is not open
     */
    public <T> Sender<T> sender(ChannelName<T> name) throws InterruptedException {
        return new NodeSender<>(runtime().openSender(name.spec(), name.codec(), name.setup()));
    }

    /**
     * Opens a receiver end. Any number may be open on a channel, on any nodes; each value goes to one of them.
     *
     * @param name the channel
     * @param <T> the type of the values
     * @return the end
     * @throws TypeClash if the type does not fit that of the channel's senders
     * @throws ConfigurationInvalid if the channel is open with other settings
     * @throws DirectoryUnavailable if the directory did not answer within 10 s
     * @throws NodeClosed if the node is closed
     * @throws InterruptedException if the thread is interrupted; the end is not open
     */
    public <T> Receiver<T> receiver(ChannelName<T> name) throws InterruptedException {
        return new NodeReceiver<>(
                runtime().openReceiver(name.spec(), name.codec(), name.limitNanos()), name.capacity());
    }

    /**
     * Makes a channel without a name and with the usual capacity, 1,024: its receiver is sent to another process in a value, its sender stays. No
     * directory is asked, and nothing is waited for.
     *
     * @param type the type of the values
     * @param <T> the same
     * @return both ends
     * @throws dev.strait.error.UnsupportedType if something in the type cannot travel
     * @throws NodeClosed if the node is closed
     */
    public <T> ChannelEnds<T> channel(Class<T> type) {
        return channel(Codec.of(type), ChannelSpec.DEFAULT_CAPACITY);
    }

    /**
     * As {@link #channel(Class)}, of any capacity, and of a generic type with {@code Codec.of(new TypeRef<List<Frame>>() {})}.
     *
     * <p><b>Who has the receiver.</b> It goes where the value goes that it is in, and what becomes of the value becomes of it. Who takes the value has a
     * receiver like any other, and closes it. As long as the value is not acknowledged it may come back: then the receiver that came with it is closed, and
     * with the value it goes to another, who gets what had not been acknowledged on it. When the value is acknowledged, the receiver is the
     * taker's for good: if that closes it or is lost, sends fail with {@link dev.strait.error.ReceiverGone}, and so they do if the value is
     * not delivered at all. A value of this channel that has reached programs 5 times without being acknowledged is a dead letter, and logged.
     *
     * @param codec of the values; its schema has to be that of the declared type of the component which holds the receiver, as {@code
     *     Codec.of} of that type has
     * @param capacity how many values may be under way, sent and not received, 1 to 1,048,576
     * @param <T> the type of the values
     * @return both ends
     * @throws ConfigurationInvalid if the capacity is out of bounds
     * @throws NodeClosed if the node is closed
     */
    public <T> ChannelEnds<T> channel(Codec<T> codec, int capacity) {
        if (capacity < 1 || capacity > ChannelName.MAX_CAPACITY) {
            throw new ConfigurationInvalid(
                    "capacity", "must be 1 to " + ChannelName.MAX_CAPACITY + ", was " + capacity);
        }
        RemoteSender<T> sender = runtime().openAnonymous(capacity, codec);
        return new ChannelEnds<>(new NodeSender<>(sender), new UnsentReceiver<>(sender));
    }

    /**
     * What this node has sent and received since it started. To take it costs a moment of the lock of each receiver, and of the node's.
     *
     * @return the counters of this moment; those of one channel and direction are of one moment, all together may be a little apart
     */
    public Counters counters() {
        Map<String, Counters.Sending> sent = new TreeMap<>();
        runtime().sent().forEach((channel, counts) -> sent.put(channel, Counters.Sending.of(counts)));
        Map<String, Counters.Receiving> received = new TreeMap<>();
        runtime().received().forEach((channel, counts) -> received.put(channel, Counters.Receiving.of(counts)));
        return new Counters(
                sent,
                received,
                runtime().links().stream().map(Counters.Link::of).toList());
    }

    private NodeRuntime runtime() {
        return started.runtime();
    }

    /**
     * Closes the node in order: senders without {@code done} end in {@link dev.strait.error.ClosedWithoutDone}, receivers give back what
     * they have not taken, and everything that was sent is waited for. A call while another closes the node waits for that one, and has
     * the same outcome; a call after it does nothing.
     *
     * @throws CloseIncomplete if something sent was not taken within 30 s; says what. The node is closed nevertheless; receivers that have not
     *     got everything take it for lost
     */
    @Override
    public void close() {
        started.close();
    }

    /** The node's id and address. */
    @Override
    public String toString() {
        return "node " + name() + started.address().map(it -> " at " + it).orElse("");
    }
}
