package dev.strait.wire.directory;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.RareSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One end of the own node, as {@link DirectoryClient} holds it: the truth, which is said again to every directory. */
final class OwnEnd {
    final EndRef end;
    final ChannelSpec spec;
    final Role role;
    final Schema schema;
    private @Nullable Set<Fingerprint> checked;
    EndPhase phase = EndPhase.ASKING;
    EndState state = EndState.OPEN;

    /** Whether any directory may have it: the open was said at least once. */
    boolean said;

    /** Whether the owner was told that it is open. */
    boolean announced;

    /** How often this link's directory was told that it leaves, and has not said that it heard. */
    int leavesUnheard;

    /** Whether its channel was over when it opened. */
    boolean late;

    /** Which life of its channel it opened in, as {@link ChannelView#lives} counts them. */
    int life;

    /** Whether the directory has it, on this link. */
    boolean registered;

    OwnEnd(EndRef end, ChannelSpec spec, Role role, Schema schema) {
        this.end = end;
        this.spec = spec;
        this.role = role;
        this.schema = schema;
    }

    /** The number of the request to open it: its own. */
    long request() {
        return end.number();
    }

    boolean leaving() {
        return phase == EndPhase.CLOSING || phase == EndPhase.WITHDRAWING;
    }

    /** Whether the owner has it open and goes on with it. */
    boolean stays() {
        return announced && !leaving();
    }

    /** Whether it is a sender that an outcome of its channel would name. */
    boolean takesPart() {
        return role == Role.SENDER && announced && !late && phase != EndPhase.WITHDRAWING;
    }

    void check(Collection<Fingerprint> more) {
        for (Fingerprint each : more) {
            checked = RareSet.with(RareSet.without(checked, each), each); // one that comes again becomes the latest
        }
        for (Fingerprint each : RareSet.listOf(checked)) {
            if (RareSet.size(checked) > DirectoryBounds.MAX_CHECKED) {
                checked = RareSet.without(checked, each);
            }
        }
    }

    boolean hasChecked(List<SchemaOf> schemas) {
        return schemas.stream().allMatch(each -> RareSet.has(checked, each.fingerprint()));
    }

    List<Fingerprint> checked() {
        return RareSet.listOf(checked);
    }

    void end(EndState how) {
        if (role == Role.SENDER && state instanceof EndState.Open) {
            state = how;
        }
    }

    /** What closing means for a sender that has said nothing. */
    static EndState.Failed closedWithoutDone(EndRef end) {
        return new EndState.Failed(
                ErrorCode.CLOSED_WITHOUT_DONE,
                "a sender of node " + end.node().id() + " was closed without having said done");
    }

    Member member(List<String> addresses) {
        return new Member(end, role, state, schema.fingerprint(), addresses);
    }
}
