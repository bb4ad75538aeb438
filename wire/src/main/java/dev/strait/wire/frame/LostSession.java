package dev.strait.wire.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Why the node that says HELLO has lost its last session with the other, which may still have it and is to know: an extension of HELLO. The session is named by a
 * mark that follows from its token, and from which the token does not follow, since the other side may yet be asked for it by that.
 *
 * @param mark {@link #markOf} the session
 * @param reason why it was lost, for people; at most 512 bytes of UTF-8
 */
public record LostSession(long mark, String reason) {
    /** The key of the extension. */
    public static final int KEY = 1;

    private static final int MAX_REASON_BYTES = 512;

    /** Of a session that was lost for a reason, of which 512 bytes are said. */
    public static LostSession of(SessionToken token, String reason) {
        return new LostSession(markOf(token), Utf8.fit(reason, MAX_REASON_BYTES));
    }

    /** The first 64 bits, big endian, of the SHA-256 (FIPS 180-4) of the token's 16 bytes. */
    public static long markOf(SessionToken token) {
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(token.high())
                .putLong(token.low())
                .array();
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    /**
     * What a HELLO says of it; null if it says nothing.
     *
     * @throws ProtocolViolation if the extension is too short, too long, or no well-formed UTF-8
     */
    public static @Nullable LostSession saidIn(Hello hello) {
        for (Hello.Extension each : hello.extensions()) {
            if (each.key() == KEY) {
                return decode(each.value());
            }
        }
        return null;
    }

    private static LostSession decode(byte[] value) {
        if (value.length < Long.BYTES || value.length > Long.BYTES + MAX_REASON_BYTES) {
            throw new ProtocolViolation("extension 1 of HELLO must have " + Long.BYTES + " to "
                    + (Long.BYTES + MAX_REASON_BYTES) + " bytes, had " + value.length);
        }
        String reason = Utf8.decode(value, Long.BYTES, value.length);
        if (reason == null) {
            throw new ProtocolViolation("the reason in extension 1 of HELLO is not well-formed UTF-8");
        }
        return new LostSession(ByteBuffer.wrap(value).getLong(), reason);
    }

    /** As it goes into HELLO. */
    public Hello.Extension extension() {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] value = ByteBuffer.allocate(Long.BYTES + text.length)
                .putLong(mark)
                .put(text)
                .array();
        return new Hello.Extension(KEY, value);
    }
}
