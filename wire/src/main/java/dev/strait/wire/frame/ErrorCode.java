package dev.strait.wire.frame;

import org.jspecify.annotations.Nullable;

/**
 * Why a link or a stream ended, as the stable number that travels in CLOSE, ERROR and LEAVE. Numbers are never reused or
 * changed; 25 is not used. 0 to 19 speak of links, 20 to 39 of streams.
 */
public enum ErrorCode {
    /** Link: closed in order, nothing is wrong. */
    NORMAL(0),
    /** Link: both nodes dialled each other at once; the connection dialled by the smaller id stays, this one goes. */
    DUPLICATE(1),
    /** Link: a newer incarnation of the same node id is there; the older one must not dial again. */
    REPLACED(2),
    /** Link: the two nodes belong to clusters of different names. */
    WRONG_CLUSTER(3),
    /** Link: no protocol version is understood by both. */
    VERSION(4),
    /** Link: the peer sent bytes or frames that this protocol does not allow. */
    PROTOCOL_VIOLATION(5),
    /** Link: nothing was heard from the peer for too long. */
    SILENT(6),
    /** Link: the handshake took too long. */
    HANDSHAKE_TIMEOUT(7),
    /** Link: the node is closing. */
    SHUTTING_DOWN(8),
    /** Link: a node dialled itself. */
    SELF(9),
    /** Link or stream: a defect in the side that says so. */
    INTERNAL(10),
    /** Stream: the end was closed in order. */
    CLOSED(20),
    /** Stream: no such end is open on this node. */
    UNKNOWN_END(21),
    /** Stream: the two ends declare types that do not fit. */
    TYPE_CLASH(22),
    /** Stream: the program failed the channel on purpose, with its own cause. */
    APPLICATION_ERROR(23),
    /** Stream: a sender was closed without having said that it is done. */
    CLOSED_WITHOUT_DONE(24),
    /** Stream: the peer sent more than was granted; always a protocol violation. */
    CREDIT_EXCEEDED(26),
    /** Stream: a message exceeds the largest size the receiving node takes. */
    MESSAGE_TOO_LARGE(27);

    private static final @Nullable ErrorCode[] BY_CODE = byCode();

    private final int code;

    ErrorCode(int code) {
        this.code = code;
    }

    /** The number on the wire, 0 to 65,535. */
    public int code() {
        return code;
    }

    /** The code with this number, or null when version 1 of the protocol has none. */
    public static @Nullable ErrorCode of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    private static @Nullable ErrorCode[] byCode() {
        @Nullable ErrorCode[] table = new @Nullable ErrorCode[MESSAGE_TOO_LARGE.code + 1];
        for (ErrorCode each : values()) {
            table[each.code] = each;
        }
        return table;
    }
}
