package dev.strait.wire.frame;

/**
 * Every bound of the frame layer, in bytes unless the name says otherwise. {@code docs/protocol.md}, chapter "Limits", names
 * the abuse that each one stops. They are part of protocol version 1: both sides hold them, none can be configured.
 */
public final class FrameLimits {
    /** Payload accepted in one frame once the handshake is done: 1 MiB. */
    public static final int MAX_PAYLOAD_BYTES = 1 << 20;

    /** Payload accepted in one frame from a peer that has not finished the handshake: 16 KiB. */
    public static final int MAX_HANDSHAKE_PAYLOAD_BYTES = 16 << 10;

    /** Largest stream id: 2^31 - 1; the smallest is 1, and 0 means the link itself. */
    public static final int MAX_STREAM = Integer.MAX_VALUE;

    /** UTF-8 bytes of a node id; at least 1. */
    public static final int MAX_NODE_ID_BYTES = 255;

    /** UTF-8 bytes of a cluster name; may be empty. */
    public static final int MAX_CLUSTER_BYTES = 255;

    /** UTF-8 bytes of one listen address; at least 1. */
    public static final int MAX_ADDRESS_BYTES = 255;

    /** Number of listen addresses that one node may announce. */
    public static final int MAX_ADDRESSES = 16;

    /** Number of extensions in one HELLO. */
    public static final int MAX_EXTENSIONS = 32;

    /** UTF-8 bytes of a channel's name; at least 1. */
    public static final int MAX_CHANNEL_NAME_BYTES = 255;

    /** Most messages under way between two ends of a channel: 2^20. */
    public static final int MAX_CAPACITY = 1 << 20;

    /** Bytes of a schema in OPEN and ENCLOSED: 64 KiB. */
    public static final int MAX_SCHEMA_BYTES = 64 << 10;

    /** Bytes of one directory message: 256 KiB. */
    public static final int MAX_DIRECTORY_BYTES = 256 << 10;

    /** UTF-8 bytes of the reason in CLOSE and in LEAVE. */
    public static final int MAX_REASON_BYTES = 1024;

    /** UTF-8 bytes of the text in ERROR. */
    public static final int MAX_ERROR_TEXT_BYTES = 4096;

    /** What a message sent in fragments costs of the byte credit beyond its content, as if it had a length prefix. */
    public static final int FRAGMENTED_MESSAGE_OVERHEAD_BYTES = 5;

    private FrameLimits() {}
}
