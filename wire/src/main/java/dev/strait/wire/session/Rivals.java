package dev.strait.wire.session;

import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.NodeRef;
import org.jspecify.annotations.Nullable;

/**
 * The rule for a second connection between the same two node ids, the same at both ends because both know both names: a newer
 * incarnation displaces an older one; between equal incarnations the connection dialled by the smaller id stays, unless the other has been
 * chosen by a READY already, or is the only one that resumes a session. Who dials again to resume a session has given up what it dialled before.
 */
public final class Rivals {
    private Rivals() {}

    /** What becomes of the two. */
    public enum Verdict {
        /** The newcomer stays; the other is closed. */
        NEWCOMER,
        /** The other stays; the newcomer is closed. */
        INCUMBENT
    }

    /** A verdict and the code that the loser is closed with. */
    public record Choice(Verdict verdict, ErrorCode code) {}

    /**
     * Chooses between two connections that carry no session yet.
     *
     * @param self this node
     * @param newcomer the incarnation that the newcomer leads to
     * @param newcomerDialledHere whether this node dialled the newcomer
     * @param newcomerResumes whether the newcomer is to resume a session
     * @param incumbent the incarnation that the other leads to; null if there is no other
     * @param incumbentDialledHere whether this node dialled the other
     * @param incumbentResumes whether the other is to resume a session
     * @param incumbentChosen whether this node has told the other side that the other is its choice: it has said READY
     */
    public static Choice choose(
            NodeRef self,
            NodeRef newcomer,
            boolean newcomerDialledHere,
            boolean newcomerResumes,
            @Nullable NodeRef incumbent,
            boolean incumbentDialledHere,
            boolean incumbentResumes,
            boolean incumbentChosen) {
        if (incumbent == null) {
            return new Choice(Verdict.NEWCOMER, ErrorCode.NORMAL);
        }
        int newer = newcomer.compareIncarnation(incumbent);
        if (newer != 0) {
            return new Choice(newer > 0 ? Verdict.NEWCOMER : Verdict.INCUMBENT, ErrorCode.REPLACED);
        }
        if (incumbentChosen || (incumbentResumes && !newcomerResumes)) {
            return new Choice(Verdict.INCUMBENT, ErrorCode.DUPLICATE);
        }
        if (newcomerResumes && !incumbentResumes) {
            return new Choice(Verdict.NEWCOMER, ErrorCode.DUPLICATE);
        }
        if (newcomerDialledHere == incumbentDialledHere) {
            return new Choice(newcomerResumes ? Verdict.NEWCOMER : Verdict.INCUMBENT, ErrorCode.DUPLICATE);
        }
        boolean dialledBySmaller = (self.compareTo(newcomer) < 0) == newcomerDialledHere;
        return new Choice(dialledBySmaller ? Verdict.NEWCOMER : Verdict.INCUMBENT, ErrorCode.DUPLICATE);
    }
}
