package dev.strait.error;

import org.jspecify.annotations.Nullable;

/**
 * Received bytes are not a value of the declared type: they are cut off or malformed, they hold an enum constant or a subtype
 * that this program does not know, or the record's own constructor refused them. The fault of the sender, or of a version that
 * is ahead of this one; it reaches only this value, which is rejected and not sent again. The channel goes on. Next: compare
 * the versions of both sides.
 */
public final class DecodeFailed extends StraitException {

    private static final long serialVersionUID = 1L;

    /**
     * Rejects received bytes.
     *
     * @param message what is wrong, and where
     */
    public DecodeFailed(String message) {
        super(message);
    }

    /**
     * Rejects received bytes.
     *
     * @param message what is wrong, and where
     * @param cause what the program's own constructor threw
     */
    public DecodeFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String code() {
        return "STRAIT-DECODE-FAILED";
    }
}
