package dev.strait.wire.dispatch;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.FewMap;
import dev.strait.wire.frame.RareSet;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Parcel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A receiver end: which senders it has heard of, and whether the channel has ended for it. What it does with that which arrives is for its
 * two kinds to say: {@link QueueReceiverEnd} and {@link RendezvousReceiverEnd}.
 *
 * <p>It ends when the directory has fixed the outcome (completed, or failed by one sender) or a sender's ERROR has come, every sender that
 * the outcome names is accounted for, and nothing that arrived is open. A sender is accounted for by the end of its stream, by the
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
public abstract sealed class ReceiverEnd permits QueueReceiverEnd, RendezvousReceiverEnd {
    private enum Standing {
        STREAMING,
        ENDED,
        LOST,
        GONE
    }

    /** Why a sender is lost of which only the directory has told. */
    public static final String LOST_BY_DIRECTORY = "the directory has lost its link to that node";

    private final EndRef ref;
    private @Nullable Object attachment;
    private final boolean toleratesLostSenders;
    private final Map<EndRef, Standing> senders = new FewMap<>();
    private final Map<EndRef, InStream> streams = new FewMap<>();
    /** Why senders are lost whose streams were here; null until one is. */
    private @Nullable Map<EndRef, String> whyLost;
    /** Senders that the directory says are gone in order though their streams here are not over. */
    private @Nullable Set<EndRef> goneEarly;
    /** Senders without whose word the channel has completed. */
    private @Nullable Set<EndRef> lostInOutcome;

    private @Nullable Set<EndRef> awaited;
    private Closure.@Nullable Failed failure;
    private boolean left;
    private long takenMessages;
    private long receivedMessages;

    /** A receiver end without senders. */
    ReceiverEnd(EndRef ref, boolean toleratesLostSenders) {
        this.ref = ref;
        this.toleratesLostSenders = toleratesLostSenders;
    }

    /** Which end it is. */
    public final EndRef ref() {
        return ref;
    }

    /** What whoever has opened it knows of it: nothing of the end's own. */
    public final @Nullable Object attachment() {
        return attachment;
    }

    /** Sets the {@link #attachment}; null for none, as at first. */
    public final void attach(@Nullable Object what) {
        attachment = what;
    }

    /** Whether it takes or returns offers one by one (capacity 0); else it is polled. */
    public final boolean isRendezvous() {
        return this instanceof RendezvousReceiverEnd;
    }

    /** Offers that are neither taken nor returned, in order of arrival; a copy. Empty for an end that is polled. */
    public List<Offered> offered() {
        return List.of();
    }

    /**
     * How many sends wait for a ticket of this end, as their ends have announced, or are on their way: a part of their message has come.
     * 0 for an end that is polled.
     */
    public int waitingSenders() {
        return 0;
    }

    /** Streams that are not over. */
    public final Collection<InStream> streams() {
        return streams.values();
    }

    /** Whether this sender has a stream here that is not over. */
    public final boolean hasStreamOf(EndRef sender) {
        return streams.containsKey(sender);
    }

    /** Whether a stream of this sender belongs here: once the outcome is known, only of those that it names. */
    public final boolean expects(EndRef sender) {
        return awaited == null || awaited.contains(sender);
    }

    /** A sender has opened a stream here. */
    public void opened(InStream stream) {
        senders.put(stream.sender(), Standing.STREAMING);
        streams.put(stream.sender(), stream);
    }

    /**
     * Messages have arrived.
     *
     * @return false after a failure that leaves nobody to wait for: they are dropped, for the senders still hold them
     */
    public final boolean arrived(Parcel parcel) {
        if (left || (failure != null && isSettled())) {
            return false;
        }
        receivedMessages += parcel.messages();
        keep(parcel);
        return true;
    }

    /** Keeps what has arrived for the program. */
    abstract void keep(Parcel parcel);

    /** Whether something that arrived is open: neither handed over nor returned. */
    abstract boolean holdsAny();

    /** Gives up what is open. */
    abstract void giveUp();

    /** A stream is over: what is open of it can be decided no more, or has been. */
    abstract void dropped(InStream stream);

    /** A stream's end has come: clean, or in failure. */
    public final void ended(InStream stream, Closure.@Nullable Failed error) {
        senders.put(stream.sender(), isOnlyBack(stream.sender()) ? Standing.LOST : Standing.ENDED);
        if (error != null && failure == null) {
            failure = error;
            awaited = Set.of();
        }
    }

    /** Whether a sender was lost here, too, and the channel completed without it: whatever end it brings back is not its program's word. */
    private boolean isOnlyBack(EndRef sender) {
        return whyLost != null && whyLost.containsKey(sender) && RareSet.has(lostInOutcome, sender);
    }

    /** A message of a stream was given back: if its end was seen that counts for nothing, for the message may come again. */
    public final void mayComeAgain(InStream stream) {
        if (stream.state() == InStream.State.OPEN) {
            senders.put(stream.sender(), Standing.STREAMING);
        }
    }

    /** Messages that the program has taken and not answered. */
    public final long heldMessages() {
        long held = 0;
        for (InStream stream : streams.values()) {
            held += stream.heldMessages();
        }
        return held;
    }

    /** A stream is over: its end was seen and all is taken, or LEFT came. */
    public final void forget(InStream stream) {
        EndRef sender = stream.sender();
        if (streams.remove(sender, stream)) {
            dropped(stream);
            if (RareSet.has(goneEarly, sender)) {
                goneEarly = RareSet.without(goneEarly, sender);
                forgetUnlessAwaited(sender);
            }
        }
    }

    /**
     * The session that carried a stream is lost. What had arrived can still be taken, unless its sender is to hear of that.
     *
     * @param reason why, for people
     */
    public final void lost(InStream stream, String reason) {
        if (streams.remove(stream.sender(), stream)) {
            dropped(stream);
            goneEarly = RareSet.without(goneEarly, stream.sender());
            if (senders.replace(stream.sender(), Standing.STREAMING, Standing.LOST)) {
                Map<EndRef, String> why = whyLost == null ? new FewMap<>() : whyLost;
                why.put(stream.sender(), reason);
                whyLost = why;
            }
        }
    }

    /** Whether this sender is lost, and has not come back. */
    public final boolean hasLost(EndRef sender) {
        return senders.get(sender) == Standing.LOST;
    }

    /** The directory says that a sender is gone: in order, or lost. */
    public final void gone(EndRef sender, boolean lost) {
        if (lost) {
            if (expects(sender)) {
                senders.putIfAbsent(sender, Standing.LOST);
            }
        } else if (streams.containsKey(sender)) {
            goneEarly = RareSet.with(goneEarly, sender);
        } else {
            forgetUnlessAwaited(sender);
        }
    }

    /** The directory names a sender: it is not gone, though a directory that knew nothing of it yet may have said so. */
    public final void appeared(EndRef sender) {
        goneEarly = RareSet.without(goneEarly, sender);
    }

    /** A sender has gone in order, and its stream is over: only an outcome that names it has use for it, and no later one will. */
    private void forgetUnlessAwaited(EndRef sender) {
        Standing standing = senders.get(sender);
        if (standing == Standing.LOST && RareSet.has(lostInOutcome, sender)) {
            return;
        }
        if (whyLost != null) {
            whyLost.remove(sender);
        }
        if (awaited == null || !awaited.contains(sender)) {
            senders.remove(sender);
        } else if (standing == null || standing == Standing.LOST) {
            senders.put(sender, Standing.GONE);
        }
    }

    /**
     * The directory says that the channel has completed: all senders, these still there and these lost, have ended. Of one that this end has heard of
     * before, it changes nothing but that senders of it are lost: the channel may have a later life by now, which is not this end's.
     */
    public final void completed(Collection<EndRef> present, Collection<EndRef> lost) {
        for (EndRef sender : lost) {
            gone(sender, true);
            lostInOutcome = RareSet.with(lostInOutcome, sender);
            if (isOnlyBack(sender)) {
                senders.replace(sender, Standing.ENDED, Standing.LOST);
            }
        }
        if (awaited == null) {
            Set<EndRef> all = new TreeSet<>(present);
            all.addAll(lost);
            awaited = all;
        }
    }

    /** The directory says that a sender has failed the channel; its own values come first, if its stream is here or coming. */
    public final void failed(EndRef by, Closure.Failed cause, boolean present) {
        if (failure == null && awaited == null) { // once its own outcome is known, this is a later life's
            failure = cause;
            awaited = present ? Set.of(by) : Set.of();
        }
    }

    /** The end can hear of nobody any more: it ends with this behind what has arrived, unless all that it waits for is there. */
    public final void cutOff(Closure.Failed cause) {
        if (failure == null && !isSettled()) {
            failure = cause;
            awaited = Set.of();
        }
    }

    /** Whether the program has something that arrived in its hands and has not taken all of it. */
    public boolean isTaking() {
        return false;
    }

    /** Whether a program should look again; asks once per reason. */
    public abstract boolean wakes();

    /** Why nothing more will come; null while something may, or waits to be polled. */
    public final @Nullable Closure closure() {
        if (left) {
            return new Closure.Left();
        }
        if (holdsAny() || !isSettled()) {
            return null;
        }
        if (failure != null) {
            return failure;
        }
        Map<String, String> lost = lostWhy();
        return lost.isEmpty() || toleratesLostSenders ? new Closure.Done() : new Closure.SendersLost(lost);
    }

    /** Senders that it knows something of. */
    public final int knownSenders() {
        return senders.size();
    }

    /** Nodes whose senders are lost, in order, each once. */
    public final List<String> lostNodes() {
        return new ArrayList<>(lostWhy().keySet());
    }

    /** By the id of the node, in order, why its senders are lost. */
    public final Map<String, String> lostSenders() {
        return lostWhy();
    }

    /** By the node, in order, why its senders are lost: what this side knows goes before what the directory has said. */
    private Map<String, String> lostWhy() {
        Map<String, String> nodes = new TreeMap<>();
        senders.forEach((sender, standing) -> {
            if (standing == Standing.LOST) {
                String known = whyLost == null ? null : whyLost.get(sender);
                if (known == null) {
                    nodes.putIfAbsent(sender.node().id(), LOST_BY_DIRECTORY);
                } else {
                    nodes.put(sender.node().id(), known);
                }
            }
        });
        return nodes;
    }

    /** The program closes the end: what it has not polled, or decided, is given up, for the senders to send elsewhere. */
    public final void leave() {
        left = true;
        giveUp();
    }

    /** Whether the program has closed it. */
    public final boolean isLeft() {
        return left;
    }

    /** Counts what the program has taken of what it polled. */
    public final void took(long messages) {
        takenMessages += messages;
    }

    /** Messages that the program has taken so far. */
    public final long takenMessages() {
        return takenMessages;
    }

    /** Messages that arrived so far. */
    public final long receivedMessages() {
        return receivedMessages;
    }

    /** Counts messages as not received: they go back. */
    final void unreceived(long messages) {
        receivedMessages -= messages;
    }

    /** Whether the outcome is known, and every sender that it names is accounted for. */
    final boolean isSettled() {
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
