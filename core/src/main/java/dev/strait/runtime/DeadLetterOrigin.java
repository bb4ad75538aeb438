package dev.strait.runtime;

import dev.strait.wire.frame.FrameLimits;
import dev.strait.wire.frame.Utf8;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a dead letter comes from, as its headers say it (docs/protocol.md, "Headers").
 *
 * @param channel the name of the channel that it was sent on
 * @param sender the id of the node that sent it
 * @param receiver the id of the node that had it last
 * @param reason what that node gave as the reason
 * @param attempts how often it is known to have reached a program
 */
public record DeadLetterOrigin(String channel, String sender, String receiver, String reason, int attempts) {
    private static final String CHANNEL = "dead-letter.channel";
    private static final String SENDER = "dead-letter.sender";
    private static final String RECEIVER = "dead-letter.receiver";
    private static final String REASON = "dead-letter.reason";
    private static final String ATTEMPTS = "dead-letter.attempts";

    /** What these headers say; nothing if they are not of a dead letter. */
    public static Optional<DeadLetterOrigin> of(Map<String, String> headers) {
        String channel = headers.get(CHANNEL);
        if (channel == null) {
            return Optional.empty();
        }
        int attempts;
        try {
            attempts = Integer.parseInt(headers.getOrDefault(ATTEMPTS, "0"));
        } catch (NumberFormatException broken) {
            attempts = 0; // another node's mistake: all else that it says is worth having
        }
        return Optional.of(new DeadLetterOrigin(
                channel,
                headers.getOrDefault(SENDER, ""),
                headers.getOrDefault(RECEIVER, ""),
                headers.getOrDefault(REASON, ""),
                attempts));
    }

    /** As headers. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(CHANNEL, channel);
        headers.put(SENDER, sender);
        headers.put(RECEIVER, receiver);
        headers.put(REASON, Utf8.fit(reason, FrameLimits.MAX_REASON_BYTES)); // why a link was lost may be of any length
        headers.put(ATTEMPTS, Integer.toString(attempts));
        return headers;
    }
}
