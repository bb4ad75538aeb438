package dev.strait.wire.session;

import java.time.Duration;

/**
 * The time limits of a session.
 *
 * @param handshakeNanos how long the handshake may take; default 5 s; a connection that has not introduced itself by then is closed
 * @param heartbeatNanos the longest that a side stays silent; default 1 s
 * @param silenceNanos the silence after which the connection is given up; default 3 s; shorter finds a frozen peer sooner and mistakes a
 *     long pause of its JVM for one
 * @param answerNanos how long the answer to a WITHDRAW may take, which the peer's node gives without its program; default 5 s; a peer that
 *     lives and does not answer is given up
 */
public record SessionTimes(long handshakeNanos, long heartbeatNanos, long silenceNanos, long answerNanos) {
    /** The defaults: 5 s, 1 s, 3 s and 5 s. */
    public static final SessionTimes DEFAULT = new SessionTimes(
            Duration.ofSeconds(5).toNanos(),
            Duration.ofSeconds(1).toNanos(),
            Duration.ofSeconds(3).toNanos(),
            Duration.ofSeconds(5).toNanos());

    /** Checks that each is positive and that the silence allowed is longer than two heartbeats. */
    public SessionTimes {
        if (handshakeNanos <= 0 || heartbeatNanos <= 0 || silenceNanos < 2 * heartbeatNanos) {
            throw new IllegalArgumentException("the silence allowed must be at least two heartbeats: heartbeat "
                    + heartbeatNanos + " ns, silence " + silenceNanos + " ns");
        }
        if (answerNanos <= 0) {
            throw new IllegalArgumentException("an answer must be given time, was " + answerNanos + " ns");
        }
    }
}
