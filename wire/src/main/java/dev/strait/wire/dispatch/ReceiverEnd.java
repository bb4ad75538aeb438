package dev.strait.wire.dispatch;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Parcel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A receiver end of a queue channel: what has arrived from all senders, in order of arrival, and whether the channel has ended for it.
 *
 * <p>It ends when the directory has fixed the outcome (completed, or failed by one sender) or a sender's ERROR has come, every sender that
 * the outcome names is accounted for, and everything that arrived is taken. A sender is accounted for by the end of its stream, by the
 * loss of the session that carried it, or, if it never opened a stream here, by the directory's word that it is gone. A stream whose
 * session lives is always waited for: the directory's word never ends it.
 *
 * <pre>
 *   sender here: none --OPEN-----> STREAMING --DONE, ERROR taken in--> ENDED
 *                STREAMING --session lost--> LOST --OPEN again--> STREAMING
 *                none, LOST --directory: closed--> GONE;  none --directory: lost--> LOST
 *                ENDED, GONE, the stream over, --directory: closed--> none, unless the outcome names it
 * </pre>
 *
 * Not thread-safe.
 */
public final class ReceiverEnd {
    private enum Standing {
        STREAMING,
        ENDED,
        LOST,
        GONE
    }

    private final EndRef ref;
    private final boolean toleratesLostSenders;
    private final ArrayDeque<Parcel> arrived = new ArrayDeque<>();
    private final Map<EndRef, Standing> senders = new HashMap<>();
    private final Map<EndRef, InStream> streams = new LinkedHashMap<>();
    /** Senders that the directory says are gone in order though their streams here are not over. */
    private final Set<EndRef> goneEarly = new HashSet<>();

    private @Nullable Set<EndRef> awaited;
    private Closure.@Nullable Failed failure;
    private boolean left;
    private boolean waiting;
    private long takenMessages;
    private long receivedMessages;

    /** A receiver end without senders. */
    public ReceiverEnd(EndRef ref, boolean toleratesLostSenders) {
        this.ref = ref;
        this.toleratesLostSenders = toleratesLostSenders;
    }

    /** Which end it is. */
    public EndRef ref() {
        return ref;
    }

    /** Whether it takes or returns offers one by one (capacity 0); else it is polled. */
    public boolean isRendezvous() {
        return false;
    }

    /** Offers that are neither taken nor returned, in order of arrival; a copy. Empty for an end that is polled. */
    public List<Offered> offered() {
        return List.of();
    }

    /** How many sends wait for a ticket of this end, as their ends have announced. 0 for an end that is polled. */
    public long waitingSenders() {
        return 0;
    }

    /** Streams that are not over. */
    public Collection<InStream> streams() {
        return streams.values();
    }

    /** Whether this sender has a stream here that is not over. */
    public boolean hasStreamOf(EndRef sender) {
        return streams.containsKey(sender);
    }

    /** A sender has opened a stream here. */
    public void opened(InStream stream) {
        senders.put(stream.sender(), Standing.STREAMING);
        streams.put(stream.sender(), stream);
    }

    /** Messages have arrived. After a failure that leaves nobody to wait for they are dropped: the senders still hold them. */
    public void arrived(Parcel parcel) {
        if (left || (failure != null && isSettled())) {
            return;
        }
        receivedMessages += parcel.messages();
        arrived.add(parcel);
    }

    /** A stream's end has come: clean, or in failure. */
    public void ended(InStream stream, Closure.@Nullable Failed error) {
        senders.put(stream.sender(), Standing.ENDED);
        if (error != null && failure == null) {
            failure = error;
            awaited = Set.of();
        }
    }

    /** A stream is over: its end was seen and all is taken, or LEFT came. */
    public void forget(InStream stream) {
        EndRef sender = stream.sender();
        if (streams.remove(sender, stream) && goneEarly.remove(sender)) {
            forgetUnlessAwaited(sender);
        }
    }

    /** The session that carried a stream is lost. What had arrived can still be taken. */
    public void lost(InStream stream) {
        if (streams.remove(stream.sender(), stream)) {
            goneEarly.remove(stream.sender());
            senders.replace(stream.sender(), Standing.STREAMING, Standing.LOST);
        }
    }

    /** The directory says that a sender is gone: in order, or lost. */
    public void gone(EndRef sender, boolean lost) {
        if (lost) {
            senders.putIfAbsent(sender, Standing.LOST);
        } else if (streams.containsKey(sender)) {
            goneEarly.add(sender);
        } else {
            forgetUnlessAwaited(sender);
        }
    }

    /** A sender has gone in order, and its stream is over: only an outcome that names it has use for it, and no later one will. */
    private void forgetUnlessAwaited(EndRef sender) {
        Standing standing = senders.get(sender);
        if (awaited == null || !awaited.contains(sender)) {
            senders.remove(sender);
        } else if (standing == null || standing == Standing.LOST) {
            senders.put(sender, Standing.GONE);
        }
    }

    /** The directory says that the channel has completed: all senders, these still there and these lost, have ended. */
    public void completed(Collection<EndRef> present, Collection<EndRef> lost) {
        lost.forEach(sender -> gone(sender, true));
        if (failure == null) {
            Set<EndRef> all = new TreeSet<>(present);
            all.addAll(lost);
            awaited = all;
        }
    }

    /** The directory says that a sender has failed the channel; its own values come first, if its stream is here or coming. */
    public void failed(EndRef by, Closure.Failed cause, boolean present) {
        if (failure == null) {
            failure = cause;
            awaited = present ? Set.of(by) : Set.of();
        }
    }

    /** The end can hear of nobody any more: it ends with this behind what has arrived, unless all that it waits for is there. */
    public void cutOff(Closure.Failed cause) {
        if (failure == null && !isSettled()) {
            failure = cause;
            awaited = Set.of();
        }
    }

    /** The next messages, in order of arrival; null if there are none now. */
    public @Nullable Parcel poll() {
        Parcel next = arrived.poll();
        if (next != null) {
            waiting = false;
        }
        return next;
    }

    /** Notes that the program waits for {@link #wakes}. */
    public void await() {
        waiting = true;
    }

    /** Whether a program that waits should look again; asks once per wait. */
    public boolean wakes() {
        if (waiting && (!arrived.isEmpty() || closure() != null)) {
            waiting = false;
            return true;
        }
        return false;
    }

    /** Why nothing more will come; null while something may, or waits to be polled. */
    public @Nullable Closure closure() {
        if (left) {
            return new Closure.Left();
        }
        if (!arrived.isEmpty() || !isSettled()) {
            return null;
        }
        if (failure != null) {
            return failure;
        }
        List<String> lost = lostNodes();
        return lost.isEmpty() || toleratesLostSenders ? new Closure.Done() : new Closure.SendersLost(lost);
    }

    /** Senders that it knows something of. */
    public int knownSenders() {
        return senders.size();
    }

    /** Nodes whose senders are lost, in order, each once. */
    public List<String> lostNodes() {
        Set<String> nodes = new TreeSet<>();
        senders.forEach((sender, standing) -> {
            if (standing == Standing.LOST) {
                nodes.add(sender.node().id());
            }
        });
        return new ArrayList<>(nodes);
    }

    /** The program closes the end: what it has not polled is given up, for the senders to send elsewhere. */
    public void leave() {
        left = true;
        receivedMessages -= arrived.stream().mapToLong(Parcel::messages).sum();
        arrived.clear();
    }

    /** Whether the program has closed it. */
    public boolean isLeft() {
        return left;
    }

    /** Counts what the program has taken of what it polled. */
    public void took(long messages) {
        takenMessages += messages;
    }

    /** Messages that the program has taken so far. */
    public long takenMessages() {
        return takenMessages;
    }

    /** Messages that arrived so far. */
    public long receivedMessages() {
        return receivedMessages;
    }

    private boolean isSettled() {
        Set<EndRef> all = awaited;
        if (all == null) {
            return false;
        }
        for (EndRef sender : all) {
            Standing standing = senders.get(sender);
            if (standing == null || standing == Standing.STREAMING) {
                return false;
            }
        }
        return true;
    }
}
