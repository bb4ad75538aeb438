package dev.strait;

import dev.strait.channel.ReceivePort;
import dev.strait.error.NotAdded;
import dev.strait.error.PartlySent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What the batch calls of all ends have in common: the program's own iterators and collections are used here, outside all locks. */
final class Batches {

    /** How many values are drawn from the program's iterator at a time, and sent in one step if they fit. */
    static final int CHUNK = 64;

    private Batches() {}

    /** Sends a few values. */
    interface Chunks<T> {
        /**
         * Sends values in order.
         *
         * @param chunk the values, at least one; each is removed when it was sent
         * @throws InterruptedException if the thread is interrupted; what is left in the queue was not sent. It may throw anything else
         *     that {@link Sender#send(Object)} does, and then the same is true
         */
        void send(Queue<T> chunk) throws InterruptedException;
    }

    /** {@link Sender#sendAll}, over a way to send a few. */
    static <T> void sendAll(Iterable<? extends T> values, Chunks<T> to) throws InterruptedException {
        Objects.requireNonNull(values, "values");
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Iterator<? extends T> source = values.iterator();
        Queue<T> chunk = new ArrayDeque<>(CHUNK);
        Throwable stopped = null;
        long sent = 0;
        while (stopped == null) {
            try {
                draw(source, chunk);
            } catch (Throwable e) { // also a checked one: Kotlin's iterators do not declare theirs
                // What came before it is sent all the same, so that the outcome does not hang on where a chunk begins.
                stopped = e;
            }
            int drawn = chunk.size();
            if (drawn == 0) {
                break;
            }
            try {
                to.send(chunk);
            } catch (Throwable e) {
                stopped = e;
            }
            sent += drawn - chunk.size();
        }
        if (stopped != null) {
            throw failure(sent, stopped);
        }
    }

    private static <T> void draw(Iterator<? extends T> source, Queue<T> chunk) {
        while (chunk.size() < CHUNK && source.hasNext()) {
            chunk.add(Objects.requireNonNull(source.next(), Channel.NULL_VALUE));
        }
    }

    private static RuntimeException failure(long sent, Throwable stopped) throws InterruptedException {
        if (sent > 0) {
            if (stopped instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return new PartlySent(sent, stopped);
        }
        throw Batches.<RuntimeException>rethrown(stopped);
    }

    /** {@link Receiver#receiveAll}, over any port. */
    static <T> int receiveAll(ReceivePort<T> port, Collection<? super T> into, int max, long timeoutNanos)
            throws InterruptedException {
        check(into, max);
        List<Object> items = new ArrayList<>();
        if (!port.takeAll(items, max, timeoutNanos)) {
            throw port.cause();
        }
        List<T> values = new ArrayList<>(items.size());
        Throwable undecodable = null;
        for (Object item : items) {
            try {
                values.add(port.open(item));
            } catch (Throwable e) {
                undecodable = and(undecodable, e);
            }
        }
        addAll(values, into, undecodable);
        if (undecodable != null) {
            throw Batches.<RuntimeException>rethrown(undecodable);
        }
        return values.size();
    }

    private static <T> void addAll(List<T> values, Collection<? super T> into, @Nullable Throwable undecodable) {
        int added = 0;
        try {
            for (; added < values.size(); added++) {
                into.add(values.get(added));
            }
        } catch (Throwable refused) { // also a checked one, or the values after it would be lost
            NotAdded notAdded = new NotAdded(values.subList(added, values.size()), refused);
            if (undecodable != null) {
                notAdded.addSuppressed(undecodable);
            }
            throw notAdded;
        }
    }

    static void check(Collection<?> into, int max) {
        Objects.requireNonNull(into, "into");
        if (max < 1) {
            throw new IllegalArgumentException("the most values to receive is at least 1, not " + max);
        }
    }

    @SuppressWarnings(
            "ReferenceEquality") // an exception may not suppress itself, and a codec may throw the same one twice
    private static Throwable and(@Nullable Throwable first, Throwable further) {
        if (first == null) {
            return further;
        }
        if (first != further) {
            first.addSuppressed(further);
        }
        return first;
    }

    /** Throws it as it is, also a checked one that came out of code that does not declare it. Never returns. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> RuntimeException rethrown(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
