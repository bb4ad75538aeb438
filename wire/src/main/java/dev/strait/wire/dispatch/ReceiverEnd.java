package dev.strait.wire.dispatch;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.FewMap;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Parcel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
 * <p>Not thread-safe.
 */
public abstract sealed class ReceiverEnd permits QueueReceiverEnd, RendezvousReceiverEnd {
    /** Why a sender is lost of which only the directory has told. */
    public static final String LOST_BY_DIRECTORY = "the directory has lost its link to that node";

    private final EndRef ref;
    private @Nullable Object attachment;
    private final boolean toleratesLostSenders;
    private final KnownSenders senders = new KnownSenders();
    private final Map<EndRef, InStream> streams = new FewMap<>();
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
        return senders.expects(sender);
    }

    /** A sender has opened a stream here. */
    public void opened(InStream stream) {
        senders.streams(stream.sender());
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

    /**
     * A stream's end has come, and it is clean.
     *
     * @param without whether the channel has completed without its sender, whose program has not said done
     */
    public final void done(InStream stream, boolean without) {
        senders.ended(stream.sender(), without);
    }

    /** A stream's end has come, in failure. */
    public final void failed(InStream stream, Closure.Failed error) {
        senders.ended(stream.sender(), false);
        if (failure == null) {
            failWith(error);
        }
    }

    private void failWith(Closure.Failed cause) {
        failure = cause;
        senders.await(List.of());
    }

    /** A message of a stream was given back: if its end was seen that counts for nothing, for the message may come again. */
    public final void mayComeAgain(InStream stream) {
        if (stream.state() == InStream.State.OPEN) {
            senders.streams(stream.sender());
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
        if (streams.remove(stream.sender(), stream)) {
            dropped(stream);
            senders.over(stream.sender());
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
            senders.lost(stream.sender(), reason);
        }
    }

    /** Whether this sender is lost, and has not come back. */
    public final boolean hasLost(EndRef sender) {
        return senders.hasLost(sender);
    }

    /** The directory says that a sender is gone: in order, or lost. */
    public final void gone(EndRef sender, boolean lost) {
        if (lost) {
            senders.lost(sender);
        } else {
            senders.gone(sender, hasStreamOf(sender));
        }
    }

    /** The directory names a sender: it is not gone, though a directory that knew nothing of it yet may have said so. */
    public final void appeared(EndRef sender) {
        senders.appeared(sender);
    }

    /**
     * The directory says that the channel has completed: all senders, these still there and these lost, have ended. Of one that this end has heard of
     * before, it changes nothing but that senders of it are lost: the channel may have a later life by now, which is not this end's.
     */
    public final void completed(Collection<EndRef> present, Collection<EndRef> lost) {
        lost.forEach(senders::lost);
        if (!senders.isOutcomeKnown()) {
            List<EndRef> all = new ArrayList<>(present);
            all.addAll(lost);
            senders.await(all);
        }
    }

    /** The directory says that a sender has failed the channel; its own values come first, if its stream is here or coming. */
    public final void failed(EndRef by, Closure.Failed cause, boolean present) {
        if (!senders.isOutcomeKnown()) { // once its own is, this is a later life's
            failure = cause;
            senders.await(present ? List.of(by) : List.of());
        }
    }

    /** The end can hear of nobody any more: it ends with this behind what has arrived, unless all that it waits for is there. */
    public final void cutOff(Closure.Failed cause) {
        if (failure == null && !isSettled()) {
            failWith(cause);
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
        Map<String, String> lost = lostSenders();
        return lost.isEmpty() || toleratesLostSenders ? new Closure.Done() : new Closure.SendersLost(lost);
    }

    /** Senders that it knows something of. */
    public final int knownSenders() {
        return senders.size();
    }

    /** Nodes whose senders are lost, in order, each once. */
    public final List<String> lostNodes() {
        return new ArrayList<>(lostSenders().keySet());
    }

    /** By the id of the node, in order, why its senders are lost. */
    public final Map<String, String> lostSenders() {
        return senders.whyLost();
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
        return senders.isSettled();
    }
}
