package dev.strait.wire.directory;

import dev.strait.wire.frame.FrameLimits;

/**
 * The bounds of every directory message, the same on both sides; in bytes unless the name says otherwise. Each list is
 * bounded so that the largest message of each kind fits one DIRECTORY frame. They are part of protocol version 1.
 */
public final class DirectoryBounds {
    /** One encoded message: 256 KiB. */
    public static final int MAX_MESSAGE_BYTES = FrameLimits.MAX_DIRECTORY_BYTES;

    /** One schema: 64 KiB. */
    public static final int MAX_SCHEMA_BYTES = FrameLimits.MAX_SCHEMA_BYTES;

    /** One text for people, as UTF-8. */
    public static final int MAX_TEXT_BYTES = FrameLimits.MAX_ERROR_TEXT_BYTES;

    /** Largest number of senders that a channel may expect. */
    public static final int MAX_EXPECTED_SENDERS = 65_535;

    /** Most messages that a channel's capacity may name. */
    public static final int MAX_CAPACITY = FrameLimits.MAX_CAPACITY;

    /** Fingerprints that one open may declare checked; of more, the latest are kept. */
    public static final int MAX_CHECKED = 1_024;

    /** Closed senders, and as many lost ones, that a generation remembers by name; of further ones it knows the count. */
    public static final int MAX_NAMED_DEPARTED = 192;

    /** Where the count of departed senders without a name stops. */
    public static final int MAX_UNNAMED_DEPARTED = 1 << 30;

    /** Encoded bytes of the senders that a generation can have at one time; bounds the lists of its outcome. */
    public static final int MAX_SENDERS_BYTES = 128 << 10;

    /** Encoded bytes of the other nodes' senders that a node tells a new directory about, per channel. */
    static final int MAX_RECALLED_BYTES = 48 << 10;

    /** Encoded bytes of members in one OPENED; the others follow as APPEARED. */
    static final int MAX_MEMBERS_BYTES = 32 << 10;

    /** Encoded bytes of schemas in one REFUSED; the others follow when the client asks again. At least one is told. */
    static final int MAX_REFUSED_BYTES = 128 << 10;

    private DirectoryBounds() {}
}
