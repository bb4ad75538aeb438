package dev.strait.wire.dispatch;

import dev.strait.wire.frame.FrameLimits;
import dev.strait.wire.frame.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * What the text of RECEIVER_LOST says (docs/protocol.md, "ERROR"): how many messages are in doubt, a space, the id of the node that was lost,
 * and in a line of its own why. Immutable.
 *
 * @param inDoubt how many messages were sent to it and not known to be taken
 * @param node its id
 * @param reason why the link to it was lost, for people; empty if that is not known
 */
public record LostReceiver(long inDoubt, String node, String reason) {
    /** As it travels: at most as long as the text of an error may be, for which the reason is cut. */
    public String text() {
        String said = inDoubt + " " + node + (reason.isEmpty() ? "" : "\n" + reason);
        return Utf8.fit(said, FrameLimits.MAX_ERROR_TEXT_BYTES);
    }

    /** What a text that has come says; null if it is of another form. */
    public static @Nullable LostReceiver of(String text) {
        int space = text.indexOf(' ');
        int line = text.indexOf('\n', space + 1);
        try {
            return new LostReceiver(
                    Long.parseLong(text.substring(0, Math.max(0, space))),
                    text.substring(space + 1, line < 0 ? text.length() : line),
                    line < 0 ? "" : text.substring(line + 1));
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
