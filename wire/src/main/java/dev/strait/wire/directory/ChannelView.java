package dev.strait.wire.directory;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.FewMap;
import dev.strait.wire.frame.NodeRef;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of one channel in which it has an end: kept while the link to the directory is down, so that the owner is told
 * only what is new, and so that a new directory can be told what the last one knew. As a map it holds the ends of other nodes.
 */
final class ChannelView extends FewMap<EndRef, ChannelView.Known> {
    final String channel;
    DepartedSenders departed = DepartedSenders.NONE;
    long generation = -1;

    /** The directory that told the channel's state last. */
    @Nullable
    NodeRef confirmedBy;

    /** Own ends that keep this view: those announced and not known to be gone. */
    int holders;

    /** Those of them that the owner has not closed; while there is one, the owner remembers what it was told. */
    int owned;

    /** Those of them that this link's directory has; while there is one, it tells of the channel. */
    int registered;

    /** Whether this link's directory has told the channel's state. */
    boolean confirmed;

    /** Whether this link's directory has been told what is known, or is being told, or there was nothing to tell. */
    boolean recalled;

    /** Null until this link's directory is to be told something. */
    private @Nullable Recalling recalling;

    /** Final once it is not live. */
    ChannelState state = ChannelState.Live.NEW;

    /** Whether the outcome will be told once more: a new directory has told a new end that the channel is live. */
    boolean liveAgain;

    /** How often the channel was live anew for ends that came later. */
    int lives;

    ChannelView(String channel) {
        this.channel = channel;
    }

    /** An end of another node. */
    static final class Known {
        Member member;

        /** Whether this link's directory has told of it. */
        boolean confirmed;

        /** Whether the owner has been told of it, and has not forgotten it. */
        boolean announced;

        /** Whether an own end came later and was not told of it by the answer to its open. */
        boolean again;

        Known(Member member) {
            this.member = member;
        }
    }

    boolean live() {
        return state instanceof ChannelState.Live;
    }

    /** As said to an end that has just opened. */
    void opensAs(ChannelState said, OwnEnd own) {
        if (!live() && !liveAgain && said instanceof ChannelState.Live) {
            liveAgain = true;
            lives++;
        }
        own.life = lives;
    }

    /** Whether an own end was told that its channel is over; one that came later may have another, of the same name, which is not. */
    boolean isOverFor(OwnEnd own) {
        return !live() && (!liveAgain || own.life < lives);
    }

    void detach() {
        confirmed = false;
        recalled = false;
        recalling = null;
        registered = 0;
        values().forEach(each -> each.confirmed = false);
    }

    /** Once an end is no longer owned. */
    void disown() {
        if (--owned == 0) {
            values().forEach(each -> each.announced = false);
        }
    }

    /**
     * Takes over that a directory has told the members. What it told on an earlier link and does not tell now is gone, in the way
     * that the state says; a new directory may only not know it yet. Senders may be waited for by name, or be awaited by the directory: of each that was
     * recalled it says itself when it is gone.
     */
    void confirmMembers(NodeRef directory) {
        if (!confirmed && directory.equals(confirmedBy)) {
            values().removeIf(each -> !each.confirmed && each.member.role() == Role.RECEIVER);
        }
        confirmedBy = directory;
    }

    /** Takes over what a directory says of the channel; whether that is an outcome not known before. */
    boolean confirm(long said, ChannelState as) {
        confirmed = true;
        generation = said;
        if (as instanceof ChannelState.Live now) {
            departed = DepartedSenders.of(now.departed());
            return false;
        }
        return outcome(as);
    }

    /** Takes over an outcome; whether the owner is to be told. */
    boolean outcome(ChannelState as) {
        boolean news = live() || liveAgain;
        if (news) {
            state = as;
            liveAgain = false;
        }
        return news && owned > 0;
    }

    /** Takes over a member; whether the owner is to be told. */
    boolean learn(Member member) {
        departed.returned(member.end());
        Known known = computeIfAbsent(member.end(), _ -> new Known(member));
        known.member = member;
        known.confirmed = true;
        // An owner without an end here would not remember it.
        boolean news = owned > 0 && (!known.announced || known.again);
        known.announced |= news;
        known.again &= !news;
        return news;
    }

    /**
     * A new own end has been told of these members. Of others, which a new directory does not know yet or which did not fit the answer,
     * the owner's older ends know and this one does not: they are told once more when the directory names them.
     */
    void tellAgainBut(Collection<Member> told) {
        values().forEach(each -> each.again = true);
        for (Member member : told) {
            Known named = get(member.end());
            if (named != null) {
                named.again = false;
            }
        }
    }

    /** Takes over that there is a sender, of which no directory has told. */
    void meet(EndRef sender) {
        if (!containsKey(sender) && !departed.contains(sender)) {
            Known met =
                    new Known(new Member(sender, Role.SENDER, EndState.OPEN, Fingerprint.of(new byte[0]), List.of()));
            met.confirmed = false;
            met.announced = false;
            put(sender, met);
        }
    }

    /** Takes over that an end is gone; whether the owner is to be told. */
    boolean gone(EndRef end, Departure how) {
        Known was = remove(end);
        // Of an end that is not known here, another node has told a new directory; those are senders.
        if (was == null || was.member.role() == Role.SENDER) {
            departed = departed.left(end, how);
        }
        return was != null && was.announced;
    }

    void forget(EndRef end) {
        Known was = get(end);
        if (was != null) {
            was.announced = false; // but kept: a new directory must hear of a sender that was there
        }
    }

    /** Notes an own sender that took part, for the directory that is attached now. */
    void recallOwn(EndRef sender) {
        recalling().addOwn(sender);
    }

    /** What this link's directory is to be told, with the open of an own end: of as many senders as fit. */
    ToDirectory.Recall recall(OwnEnd with) {
        recalled = true;
        return new ToDirectory.Recall(told(), recalling().next(with, this));
    }

    /** The open of an own end was answered: what was told with it has been heard, or not. */
    void answered(OwnEnd own, boolean heard) {
        Recalling it = recalling;
        if (it != null && it.answered(own, heard)) {
            recalled = heard && it.isOver();
            recalling = recalled ? null : it;
        }
    }

    private Recalling recalling() {
        Recalling made = recalling;
        if (made == null) {
            made = new Recalling();
            recalling = made;
        }
        return made;
    }

    private ChannelState told() {
        return switch (state) {
            case ChannelState.Live _ -> new ChannelState.Live(departed.toDeparted());
            case ChannelState.Completed it -> new ChannelState.Completed(List.of(), it.lost());
            case ChannelState.Failed it -> new ChannelState.Failed(it.by(), it.code(), it.text(), List.of());
        };
    }
}
