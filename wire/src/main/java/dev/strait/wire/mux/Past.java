package dev.strait.wire.mux;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.Mark;
import org.jspecify.annotations.Nullable;

/**
 * What has become of messages so far that were sent before and came back. Immutable.
 *
 * @param attempts how often they are known to have reached a program, which did not acknowledge them
 * @param redeliveries how often they were sent to a receiver that may have taken them, 0 to 65,535, where the count stops; at least the attempts
 *     as far as it goes
 * @param last the receiver that had them last; null if none had
 * @param why what that receiver gave as its reason, or what became of it; empty if none had them
 */
public record Past(int attempts, int redeliveries, @Nullable EndRef last, String why) {
    /** Of messages that are sent for the first time. */
    public static final Past NONE = new Past(0, 0, null, "");

    /** They have reached the program of a receiver. */
    public Past reached(EndRef receiver, String reason) {
        return new Past(attempts + 1, more(), receiver, reason);
    }

    /** They may have reached the program of a receiver. */
    public Past inDoubt(EndRef receiver, String reason) {
        return new Past(attempts, more(), receiver, reason);
    }

    /** Whether any receiver may have taken them. */
    public boolean isInDoubt() {
        return redeliveries > 0;
    }

    private int more() {
        return Math.min(Mark.MAX_REDELIVERIES, redeliveries + 1);
    }
}
