package dev.strait.wire.directory;

import java.time.Duration;

/**
 * What one directory admits. An open beyond a limit is refused with {@link RefusalCode#LIMIT}. The number of nodes is bounded by the
 * links of the hosting node. Immutable.
 *
 * @param maximumChannels channels with at least one end at a time; at least 1, default 1,000,000. More cost memory, some
 *     hundred bytes each
 * @param maximumEndsPerNode ends that one node may have at a time; at least 1, default 1,000,000
 * @param maximumSchemasPerChannel different schemas that the ends of a channel may have at a time; 1 to 1,000, default 64.
 *     Every new one is checked against all others by the node that brings it
 * @param rejoinGrace how long completions wait after the first node has said that it was registered with an earlier directory,
 *     so that nodes not back yet are not forgotten; default 4 s. Longer delays the end of channels after a restart, shorter
 *     takes slow nodes' senders for lost
 */
public record DirectoryLimits(
        int maximumChannels, int maximumEndsPerNode, int maximumSchemasPerChannel, Duration rejoinGrace) {
    /** The defaults. */
    public static final DirectoryLimits DEFAULT = new DirectoryLimits(1_000_000, 1_000_000, 64, Duration.ofSeconds(4));

    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public DirectoryLimits {
        between("maximumChannels", maximumChannels, Integer.MAX_VALUE);
        between("maximumEndsPerNode", maximumEndsPerNode, Integer.MAX_VALUE);
        // A client declares at most 1,024 schemas checked, so no more could ever be satisfied.
        between("maximumSchemasPerChannel", maximumSchemasPerChannel, 1_000);
        if (rejoinGrace.isNegative() || rejoinGrace.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("rejoinGrace must be 0 to 1 hour, was " + rejoinGrace);
        }
    }

    private static void between(String what, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(what + " must be 1 to " + max + ", was " + value);
        }
    }
}
