package dev.strait.wire.frame;

import java.util.Objects;

/**
 * The peer sent bytes or frames that the protocol does not allow. It is always the peer's fault (or the network's), it
 * reaches exactly one connection, which must be closed with {@link #code()} and the message as its reason, and nothing of the
 * offending frame has taken effect. The message says what was wrong, which limit it broke and, for bytes, at which
 * offset of the connection.
 */
public final class ProtocolViolation extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    /** A violation with code {@link ErrorCode#PROTOCOL_VIOLATION}. */
    public ProtocolViolation(String text) {
        this(ErrorCode.PROTOCOL_VIOLATION, text);
    }

    /**
     * A violation with a code of its own.
     *
     * @param code what CLOSE shall say
     * @param text what was wrong and which limit it broke
     */
    public ProtocolViolation(ErrorCode code, String text) {
        super(text);
        this.code = Objects.requireNonNull(code);
    }

    /** What the CLOSE frame shall say. */
    public ErrorCode code() {
        return code;
    }

    /** The text; never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
