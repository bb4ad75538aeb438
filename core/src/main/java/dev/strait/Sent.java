package dev.strait;

import dev.strait.error.ChannelClosed;

/** What a send that does not wait for ever came back with. Only {@link Accepted} means that the value was sent. */
public sealed interface Sent {

    /** The value was sent: it is in the channel's buffer, or a receiver has it. */
    record Accepted() implements Sent {}

    /** There was no room and no waiting receiver, or none in time; the value was not sent. */
    record Full() implements Sent {}

    /**
     * The channel has ended; the value was not sent.
     *
     * @param cause how it ended
     */
    record Closed(ChannelClosed cause) implements Sent {}
}
