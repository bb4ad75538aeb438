package dev.strait.gosuite;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.NodeOptions;
import dev.strait.Task;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Two nodes of this process, linked over a socket on loopback. Closing checks that no thread of theirs is left. */
final class NodePair implements AutoCloseable {

    private final String prefix;
    private final Node one;
    private final Node other;
    private final AtomicLong pipes = new AtomicLong();

    /**
     * Starts and links them.
     *
     * @param prefix begins the names of the nodes and of their threads
     */
    NodePair(String prefix) {
        this.prefix = prefix;
        one = Node.listen("localhost:0", options("one"));
        try {
            other = Node.join(one.address(), options("other"));
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private NodeOptions options(String name) {
        return NodeOptions.defaults()
                .withName(prefix + "-" + name)
                .withWaits(NodeOptions.Waits.DEFAULT.withClose(Duration.ofSeconds(5)));
    }

    /**
     * Named channels, each of another name, whose sender is on one node and whose receiver is on the other, in turn: so selects over several
     * of them can meet in both directions.
     */
    Wiring wiring() {
        return new Wiring() {
            @Override
            public <T> Pipe<T> pipe(int capacity, Class<T> type) throws InterruptedException {
                long number = pipes.incrementAndGet();
                boolean there = number % 2 == 0;
                ChannelName<T> name = ChannelName.of("pipe" + number, type).capacity(capacity);
                Pipe<T> pipe = new Pipe<>((there ? one : other).sender(name), (there ? other : one).receiver(name));
                pipe.in().awaitReceivers(1);
                return pipe;
            }
        };
    }

    @Override
    public void close() {
        try (one;
                other) {
            // Both close, whatever happens to the other.
        }
        Task.until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains("strait-" + prefix)));
    }
}
