package dev.strait.wire.frame;

import static dev.strait.wire.frame.FrameLimits.MAX_CHANNEL_NAME_BYTES;
import static dev.strait.wire.frame.FrameLimits.MAX_DIRECTORY_BYTES;
import static dev.strait.wire.frame.FrameLimits.MAX_ERROR_TEXT_BYTES;
import static dev.strait.wire.frame.FrameLimits.MAX_HANDSHAKE_PAYLOAD_BYTES;
import static dev.strait.wire.frame.FrameLimits.MAX_NODE_ID_BYTES;
import static dev.strait.wire.frame.FrameLimits.MAX_PAYLOAD_BYTES;
import static dev.strait.wire.frame.FrameLimits.MAX_REASON_BYTES;
import static dev.strait.wire.frame.FrameLimits.MAX_SCHEMA_BYTES;
import static dev.strait.wire.frame.FrameType.By.DIALLER;
import static dev.strait.wire.frame.FrameType.By.EITHER;
import static dev.strait.wire.frame.FrameType.By.RECEIVER;
import static dev.strait.wire.frame.FrameType.By.SENDER;
import static dev.strait.wire.frame.FrameType.Scope.LINK;
import static dev.strait.wire.frame.FrameType.Scope.STREAM;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of frames of protocol version 1, each with its code, its scope, who may send it, the flags it may carry and
 * the bounds of its payload in bytes. Codes 0x29 to 0x2f are reserved for later versions and refused like any other unknown code.
 */
public enum FrameType {
    /** Who I am and what I understand; the first frame of both sides. */
    HELLO(0x01, LINK, EITHER, 0, 72, MAX_HANDSHAKE_PAYLOAD_BYTES),
    /** The dialler accepts the acceptor's HELLO, and says what it has received. */
    READY(0x02, LINK, DIALLER, 0, 8, 8),
    /** The last frame on a connection, with its reason. */
    CLOSE(0x03, LINK, EITHER, 0, 4, 4 + MAX_REASON_BYTES),
    /** Asks for a PONG with the same nonce. */
    PING(0x04, LINK, EITHER, 0, 8, 8),
    /** The answer to PING. */
    PONG(0x05, LINK, EITHER, 0, 8, 8),
    /** How many sequenced frames were received. */
    ACK(0x06, LINK, EITHER, 0, 8, 8),
    /** One message of the directory protocol, opaque here. */
    DIRECTORY(0x08, LINK, EITHER, 0, 1, MAX_DIRECTORY_BYTES),
    /** Opens a stream from a sender end to a receiver end. */
    OPEN(0x10, STREAM, SENDER, 0, 23, 22 + MAX_CHANNEL_NAME_BYTES + MAX_SCHEMA_BYTES),
    /** A batch of whole messages. */
    DATA(0x11, STREAM, SENDER, 0, 5, MAX_PAYLOAD_BYTES),
    /** A part of one message too large for a batch. */
    FRAGMENT(0x12, STREAM, SENDER, Fragment.FIRST | Fragment.LAST, 1, MAX_PAYLOAD_BYTES),
    /** What was taken and what may be sent, as running totals. */
    CREDIT(0x13, STREAM, RECEIVER, 0, 32, 32),
    /** A message waits that does not fit the byte credit. */
    WANT(0x14, STREAM, SENDER, 0, 4, 4),
    /** The sender's end is done, after its last message. */
    DONE(0x15, STREAM, SENDER, 0, 17, 17),
    /** The sender's end failed, after its last message. */
    ERROR(0x16, STREAM, SENDER, 0, 14, 14 + MAX_NODE_ID_BYTES + MAX_ERROR_TEXT_BYTES),
    /** The receiver has taken everything and has seen the end. */
    FINISHED(0x17, STREAM, RECEIVER, 0, 8, 8),
    /** The receiver goes, or refuses the OPEN. */
    LEAVE(0x18, STREAM, RECEIVER, 0, 20, 20 + MAX_REASON_BYTES),
    /** The sender's answer to LEAVE; frees the stream id. */
    LEFT(0x19, STREAM, SENDER, 0, 8, 8),
    /** Rendezvous: a receive has taken one message. */
    TAKEN(0x20, STREAM, RECEIVER, 0, 8, 8),
    /** Rendezvous: one message was not taken and belongs to the sender again. */
    RETURNED(0x21, STREAM, RECEIVER, 0, 8, 8),
    /** Rendezvous: the sender wants one message back. */
    WITHDRAW(0x22, STREAM, SENDER, 0, 8, 8),
    /** Rendezvous: how many sends wait for a ticket. */
    WAITING(0x23, STREAM, SENDER, 0, 4, 4),
    /** Messages are acknowledged ahead of others that are open. */
    ACKED(0x24, STREAM, RECEIVER, 0, 16, 16 * Acked.MAX_RANGES),
    /** One message was not processed and goes back. */
    NACK(0x25, STREAM, RECEIVER, 0, 14, 14 + MAX_REASON_BYTES),
    /** One message can never be processed. */
    REJECT(0x26, STREAM, RECEIVER, 0, 10, 10 + MAX_REASON_BYTES),
    /** What is to be known of the batch or message that follows. */
    MARK(0x27, STREAM, SENDER, 0, 3, 3),
    /** Opens a stream to a receiver end that travels in a message. */
    ENCLOSED(0x28, STREAM, SENDER, 0, 28, 28 + MAX_SCHEMA_BYTES);

    /** What a frame speaks about. */
    public enum Scope {
        /** The link itself; the header's stream is 0. */
        LINK,
        /** One stream; the header's stream is 1 to 2^31 - 1. */
        STREAM
    }

    /** Who may send a frame. */
    public enum By {
        /** Either node, at any time the session allows. */
        EITHER,
        /** The node that dialled the connection. */
        DIALLER,
        /** The side that opened the stream and sends its messages; the stream id is one of its own. */
        SENDER,
        /** The side that receives the stream's messages; the stream id is one of its peer's. */
        RECEIVER
    }

    private static final @Nullable FrameType[] BY_CODE = byCode();

    private final int code;
    private final Scope scope;
    private final By by;
    private final int flags;
    private final int minPayloadBytes;
    private final int maxPayloadBytes;

    FrameType(int code, Scope scope, By by, int flags, int minPayloadBytes, int maxPayloadBytes) {
        this.code = code;
        this.scope = scope;
        this.by = by;
        this.flags = flags;
        this.minPayloadBytes = minPayloadBytes;
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /** The type byte of the header, 1 to 255. */
    public int code() {
        return code;
    }

    /** Whether the frame speaks about the link or about one stream. */
    public Scope scope() {
        return scope;
    }

    /** Who may send it. */
    public By by() {
        return by;
    }

    /** The bits that may be set in the header's flags byte. */
    public int flags() {
        return flags;
    }

    /** The smallest payload that can be valid, in bytes. */
    public int minPayloadBytes() {
        return minPayloadBytes;
    }

    /** The largest payload that can be valid, in bytes. */
    public int maxPayloadBytes() {
        return maxPayloadBytes;
    }

    /** The type with this code, or null when version 1 knows none. */
    public static @Nullable FrameType of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /** Whether the code is set aside for a later version; such a frame is refused, with a text that says so. */
    public static boolean isReserved(int code) {
        return code >= 0x29 && code <= 0x2f;
    }

    private static @Nullable FrameType[] byCode() {
        @Nullable FrameType[] table = new @Nullable FrameType[256];
        for (FrameType each : values()) {
            table[each.code] = each;
        }
        return table;
    }
}
