package dev.strait.error;

import org.jspecify.annotations.Nullable;

/**
 * A value cannot be encoded: it is {@code null}, nests too deeply, or one of its own accessors threw. The fault of the program
 * that sends; it reaches only this value, which was not sent. The channel goes on. Next: mend the value.
 */
public final class EncodeFailed extends StraitException {

    private static final long serialVersionUID = 1L;

    /**
     * Refuses a value.
     *
     * @param message what is wrong, and where in the value
     */
    public EncodeFailed(String message) {
        super(message);
    }

    /**
     * Refuses a value.
     *
     * @param message what is wrong, and where in the value
     * @param cause what the program's own code threw
     */
    public EncodeFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String code() {
        return "STRAIT-ENCODE-FAILED";
    }
}
