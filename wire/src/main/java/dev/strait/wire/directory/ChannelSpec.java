package dev.strait.wire.directory;

import dev.strait.wire.frame.FrameLimits;
import dev.strait.wire.frame.Utf8;

/**
 * What every end of a channel must agree on: the channel's name and when it completes. Two ends with the same name and
 * another setting cannot be open at the same time. Immutable.
 *
 * @param name the channel's name, 1 to 255 bytes of UTF-8
 * @param capacity most messages under way between one sender end and one receiver end, 0 to 1,048,576; 0 makes it a rendezvous
 * @param expectSenders how many senders must have been open before the channel can complete, 0 to 65,535; 0 means any
 *     number, but at least one
 * @param neverCompletes whether the channel stays open though all its senders are done
 * @param toleratesLostSenders whether the channel ends cleanly though senders were lost
 * @param atMostOnce whether a message that a receiver may have taken is never sent again; else it is, until it is acknowledged
 */
public record ChannelSpec(
        String name,
        int capacity,
        int expectSenders,
        boolean neverCompletes,
        boolean toleratesLostSenders,
        boolean atMostOnce) {
    /** Where a name is shown, that of all channels without one; no channel that is opened by its name has it. */
    public static final String ANONYMOUS = "(anonymous)";

    /** The capacity of a channel that says nothing else. */
    public static final int DEFAULT_CAPACITY = 1_024;

    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public ChannelSpec {
        int length = Utf8.length(name);
        if (length < 1 || length > FrameLimits.MAX_CHANNEL_NAME_BYTES) {
            throw new IllegalArgumentException("channel name must be 1 to " + FrameLimits.MAX_CHANNEL_NAME_BYTES
                    + " bytes of UTF-8, was " + length);
        }
        if (capacity < 0 || capacity > DirectoryBounds.MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "capacity must be 0 to " + DirectoryBounds.MAX_CAPACITY + ", was " + capacity);
        }
        if (expectSenders < 0 || expectSenders > DirectoryBounds.MAX_EXPECTED_SENDERS) {
            throw new IllegalArgumentException(
                    "expected senders must be 0 to " + DirectoryBounds.MAX_EXPECTED_SENDERS + ", was " + expectSenders);
        }
    }

    /** A channel that delivers at least once. */
    public ChannelSpec(
            String name, int capacity, int expectSenders, boolean neverCompletes, boolean toleratesLostSenders) {
        this(name, capacity, expectSenders, neverCompletes, toleratesLostSenders, false);
    }

    /** A channel that completes when every sender it ever had is done. */
    public static ChannelSpec of(String name) {
        return new ChannelSpec(name, DEFAULT_CAPACITY, 0, false, false);
    }

    /** A channel without a name, of which no directory knows, and which delivers at least once. */
    public static ChannelSpec anonymous(int capacity) {
        return new ChannelSpec(ANONYMOUS, capacity, 0, false, false);
    }

    /** Whether the channel has no name. */
    public boolean isAnonymous() {
        return name.equals(ANONYMOUS);
    }

    /** Whether a send waits until its value is taken: nothing is under way without a receive that waits for it. */
    public boolean isRendezvous() {
        return capacity == 0;
    }

    /** The settings without the name, for texts that compare two. */
    String settings() {
        return "capacity=" + capacity + ", expectSenders=" + expectSenders + ", neverCompletes=" + neverCompletes
                + ", toleratesLostSenders=" + toleratesLostSenders + ", atMostOnce=" + atMostOnce;
    }
}
