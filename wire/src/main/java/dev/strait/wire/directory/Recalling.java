package dev.strait.wire.directory;

import dev.strait.wire.frame.EndRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a new directory is told of the senders of a channel, with the opens of own ends: as many with each as fit. Not thread-safe. */
final class Recalling {
    /** Senders of which the directory has yet to hear, the first of them from {@link #with}; null if it is told of none now. */
    private @Nullable List<EndRef> toRecall;

    /** How many of them went with that open. */
    private int under;

    /** The own end whose open tells it; null if none does, or it has been heard. */
    private @Nullable OwnEnd with;

    /** Own senders that took part when the directory was attached; null once it has been told of them, and if there were none. */
    private @Nullable List<EndRef> ownSenders;

    void addOwn(EndRef sender) {
        ownSenders = ownSenders == null ? new ArrayList<>() : ownSenders;
        ownSenders.add(sender);
    }

    /** The senders to tell of with the open of this end, out of what is known of the channel. */
    List<EndRef> next(OwnEnd own, ChannelView view) {
        List<EndRef> senders = toRecall == null ? senders(view) : stillThere(toRecall, own, view);
        List<EndRef> first = EndRefs.fitting(senders, DirectoryBounds.MAX_RECALLED_BYTES);
        toRecall = senders;
        under = first.size();
        with = own;
        return first;
    }

    /** Those of other nodes that have not gone meanwhile, and the node's own, which say themselves how they go. */
    private static List<EndRef> stillThere(List<EndRef> senders, OwnEnd own, ChannelView view) {
        return senders.stream()
                .filter(each -> each.node().equals(own.end.node()) || view.containsKey(each))
                .toList();
    }

    private List<EndRef> senders(ChannelView view) {
        // The node's own, too: a directory that hears of its ends one by one must not take the first for all.
        List<EndRef> senders = ownSenders == null ? new ArrayList<>() : new ArrayList<>(ownSenders);
        for (ChannelView.Known each : view.values()) {
            if (each.member.role() == Role.SENDER) {
                senders.add(each.member.end());
            }
        }
        return senders;
    }

    /**
     * An open was answered.
     *
     * @param heard whether the directory has agreed to it, and so has heard what went with it
     * @return whether something went with it
     */
    boolean answered(OwnEnd own, boolean heard) {
        if (!own.equals(with)) {
            return false;
        }
        with = null;
        if (heard && toRecall != null) {
            toRecall = under == toRecall.size() ? null : toRecall.subList(under, toRecall.size());
            ownSenders = null;
        }
        return true;
    }

    /** Whether all that there was to tell has been heard. */
    boolean isOver() {
        return toRecall == null;
    }
}
