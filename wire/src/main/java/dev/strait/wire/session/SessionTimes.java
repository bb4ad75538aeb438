package dev.strait.wire.session;

import java.time.Duration;

/**
 * The time limits of a session.
 *
 * @param handshakeNanos how long the handshake may take; default 5 s; a connection that has not introduced itself by then is closed
 * @param heartbeatNanos the longest that a side stays silent; default 1 s
 * @param silenceNanos the silence after which the connection is given up; default 3 s; shorter finds a frozen peer sooner and mistakes a
 *     long pause of its JVM for one
 * @param answerNanos how long the answer to a WITHDRAW may take, which the peer's node gives without its program, from its acknowledgement on; default
 *     5 s; a peer that lives and does not answer is given up
 * @param resumeNanos how long a session waits to be resumed whose connection was closed or broke; default 4 s; 0: it is lost at once
 * @param silentResumeNanos how long one waits whose connection fell silent, for its peer may be stopped, or cut off; default 30 s
 */
public record SessionTimes(
        long handshakeNanos,
        long heartbeatNanos,
        long silenceNanos,
        long answerNanos,
        long resumeNanos,
        long silentResumeNanos) {
    /** The defaults: 5 s, 1 s, 3 s, 5 s, 4 s and 30 s. */
    public static final SessionTimes DEFAULT = new SessionTimes(
            Duration.ofSeconds(5).toNanos(),
            Duration.ofSeconds(1).toNanos(),
            Duration.ofSeconds(3).toNanos(),
            Duration.ofSeconds(5).toNanos(),
            Duration.ofSeconds(4).toNanos(),
            Duration.ofSeconds(30).toNanos());

    /** Checks that each is positive and that the silence allowed is longer than two heartbeats. */
    public SessionTimes {
        if (handshakeNanos <= 0 || heartbeatNanos <= 0 || silenceNanos < 2 * heartbeatNanos) {
            throw new IllegalArgumentException("the silence allowed must be at least two heartbeats: heartbeat "
                    + heartbeatNanos + " ns, silence " + silenceNanos + " ns");
        }
        if (resumeNanos < 0 || silentResumeNanos < resumeNanos) {
            throw new IllegalArgumentException("a session that fell silent must be given at least the time of another: "
                    + silentResumeNanos + " ns, " + resumeNanos + " ns");
        }
        if (answerNanos <= 0) {
            throw new IllegalArgumentException("an answer must be given time, was " + answerNanos + " ns");
        }
    }

    /** The same with these times to resume a session. */
    public SessionTimes withResume(long nanos, long silentNanos) {
        return new SessionTimes(handshakeNanos, heartbeatNanos, silenceNanos, answerNanos, nanos, silentNanos);
    }

    /** How long a peer that has a WITHDRAW to answer may acknowledge nothing at all: six times as long as the answer may take. */
    public long acknowledgementNanos() {
        return 6 * answerNanos;
    }

    /**
     * How long the handshake may take that is to resume a session: half of the shorter time that the session has, but a second at least, so that an
     * attempt that was cut short leaves time for another.
     */
    long resumeHandshakeNanos() {
        return Math.min(handshakeNanos, Math.max(1_000_000_000L, resumeNanos / 2));
    }
}
