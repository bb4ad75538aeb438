package dev.strait.wire.directory;

import dev.strait.wire.directory.DirectoryEvent.RefusedEvent;
import dev.strait.wire.frame.LongTable;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.ProtocolViolation;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ends of a node as its {@link DirectoryClient} holds them, which is the truth, and what of it the attached directory is told: everything again
 * once one is attached, then every change. Not thread-safe.
 */
final class OwnEnds {
    private final ChannelViews views;
    /** By number, which is that of the request to open it too. */
    private final LongTable<OwnEnd> ends = new LongTable<>();

    private final ArrayDeque<ToDirectory> messages = new ArrayDeque<>();
    /** Ends of which the attached directory was told that they leave, as often and in the order in which it was. */
    private final ArrayDeque<OwnEnd> leavesSaid = new ArrayDeque<>();
    /** How many leaves the attached directory has said it heard. */
    private long heard;

    private boolean attached;

    /** No ends, attached to nothing. */
    OwnEnds(ChannelViews views) {
        this.views = views;
    }

    /** The next message for the attached directory, or null. */
    @Nullable
    ToDirectory pollMessage() {
        return messages.poll();
    }

    /** In the order in which they were opened. */
    List<OwnEnd> all() {
        return ends.all();
    }

    /** The end of a number or a request; null if it is over. */
    @Nullable
    OwnEnd get(long number) {
        return ends.get(number);
    }

    // --- the attached directory ---

    /** Says that the node joins, and everything that there is. */
    void attach(ToDirectory.Join join) {
        attached = true;
        messages.add(join);
        // Those that stay first: behind the close of the last other one the channel would be over, and with it all that
        // was recalled.
        List<OwnEnd> all = ends.all();
        all.forEach(views::recallOwn);
        all.stream().filter(OwnEnd::stays).forEach(this::say);
        all.stream().filter(each -> !each.stays()).forEach(this::say);
    }

    /** The link is gone: what was not pulled is dropped, and what was not heard is not said. */
    void detach() {
        attached = false;
        messages.clear();
        leavesSaid.forEach(each -> each.leavesUnheard = 0);
        leavesSaid.clear();
        heard = 0;
        for (OwnEnd own : ends.all()) {
            own.registered = false;
            switch (own.phase) {
                case ASKING, CHECKING, OPEN -> own.phase = EndPhase.ASKING;
                case CLOSING, WITHDRAWING -> dropUnlessOwed(own);
            }
        }
    }

    /** The node leaves: says so if a directory is attached. */
    void leaveNode() {
        if (attached) {
            messages.add(new ToDirectory.LeaveNode());
        }
    }

    void clear() {
        ends.clear();
    }

    void opened(ToClient.Opened it, NodeRef directory) {
        OwnEnd own = ends.get(it.request());
        if (own == null || own.phase == EndPhase.CHECKING) {
            return;
        }
        boolean knewBefore = own.announced;
        if (own.registered) {
            views.recallHeard(own);
        } else {
            own.registered = true;
            if (own.phase == EndPhase.ASKING) {
                own.phase = EndPhase.OPEN;
            }
            views.opened(own, it, directory);
        }
        if (knewBefore && own.stays() && views.owesRecall(own)) {
            say(own); // there is more of it, or the open that it went with was refused
        }
    }

    void refused(ToClient.Refused it) {
        OwnEnd own = ends.get(it.request());
        if (own == null || own.registered || own.phase == EndPhase.CHECKING) {
            return;
        }
        views.refused(own);
        if (it.code() != RefusalCode.SCHEMAS) {
            if (!own.leaving()) {
                views.disown(own);
                views.tell(new RefusedEvent(own.request(), own.end, it.code(), it.text(), it.schemas()));
            }
            drop(own);
        } else if (own.leaving() && (!own.announced || own.role == Role.RECEIVER)) {
            drop(own);
        } else if (own.leaving() || own.hasChecked(it.schemas())) {
            // No value travels through an end that is leaving, so any schema fits it.
            own.check(it.schemas().stream().map(SchemaOf::fingerprint).toList());
            say(own);
        } else {
            own.phase = EndPhase.CHECKING;
            views.tell(new RefusedEvent(own.request(), own.end, it.code(), it.text(), it.schemas()));
        }
    }

    void heard(ToClient.Heard it) {
        if (it.leaves() < heard || it.leaves() - heard > leavesSaid.size()) {
            throw new ProtocolViolation("the directory heard " + it.leaves() + " leaves of ends, after " + heard
                    + " and with " + leavesSaid.size() + " said since");
        }
        for (; heard < it.leaves(); heard++) {
            OwnEnd own = leavesSaid.remove();
            // Said again, or gone by a refusal, it is not what was heard.
            if (--own.leavesUnheard == 0 && own.equals(ends.get(own.request()))) {
                views.departed(own);
                drop(own);
            }
        }
    }

    // --- the owner's commands ---

    void open(OwnEnd own) {
        ends.put(own.request(), own);
        if (attached) {
            say(own);
        }
    }

    /** These schemas fit: asks again. */
    void check(OwnEnd own, Collection<Fingerprint> more) {
        own.check(more);
        if (own.phase == EndPhase.CHECKING) {
            own.phase = EndPhase.ASKING;
            if (attached) {
                say(own);
            }
        }
    }

    /** A sender is done, or has failed the channel. */
    void end(OwnEnd own, EndState state) {
        if (own.role == Role.RECEIVER
                || own.leaving()
                || state instanceof EndState.Open
                || !(own.state instanceof EndState.Open)) {
            return;
        }
        own.end(state);
        if (attached && own.phase != EndPhase.CHECKING) {
            messages.add(new ToDirectory.EndSender(own.end, state));
        }
    }

    /** An end closes or is withdrawn; does nothing if it does already. */
    void leave(OwnEnd own, EndPhase how) {
        if (own.leaving()) {
            return;
        }
        views.disown(own);
        EndPhase before = own.phase;
        own.phase = how == EndPhase.CLOSING && owesNothing(own) ? EndPhase.WITHDRAWING : how;
        if (own.phase == EndPhase.CLOSING && own.state instanceof EndState.Open) {
            own.end(OwnEnd.closedWithoutDone(own.end));
        }
        if (!attached) {
            dropUnlessOwed(own);
        } else if (before != EndPhase.CHECKING) {
            sayLeaving(own);
        } else if (own.announced && own.role == Role.SENDER) {
            say(own);
        } else {
            drop(own);
        }
    }

    /** Says an end, with what it has said and, if it is leaving, that. */
    private void say(OwnEnd own) {
        own.said = true;
        ToDirectory.Recall recall = views.recallFor(own);
        messages.add(new ToDirectory.OpenEnd(
                own.request(), own.end, own.spec, own.role, own.state, own.schema, own.checked(), recall));
        sayLeaving(own);
    }

    private void sayLeaving(OwnEnd own) {
        if (own.leaving()) {
            messages.add(
                    own.phase == EndPhase.CLOSING
                            ? new ToDirectory.CloseEnd(own.end)
                            : new ToDirectory.WithdrawEnd(own.end));
            leavesSaid.add(own);
            own.leavesUnheard++;
        }
    }

    /** Whether it is a sender that has said nothing, of a channel that is over: to close it must not fail another that has the name by now. */
    private boolean owesNothing(OwnEnd own) {
        return own.role == Role.SENDER && own.state instanceof EndState.Open && views.isOverFor(own);
    }

    /** While detached: the directory must hear of a sender that went in order, or it would take it for lost. */
    private void dropUnlessOwed(OwnEnd own) {
        if (own.role == Role.RECEIVER || !own.said) {
            drop(own);
        }
    }

    private void drop(OwnEnd own) {
        ends.remove(own.request());
        views.drop(own);
    }
}
