package dev.strait.error;

import org.jspecify.annotations.Nullable;

/**
 * Root of everything that Strait throws by itself. Each subclass says in its Javadoc whose fault it is, how far it reaches,
 * whether the operation happened, and what to do next; the message says the same for the case at hand, with names.
 *
 * <p>The family is sealed, so that a {@code switch} over it can be complete. Unchecked: most callers can do nothing useful
 * at the place of the call.
 */
public abstract sealed class StraitException extends RuntimeException
        permits ChannelClosed,
                CloseIncomplete,
                ConfigurationInvalid,
                DecodeFailed,
                DirectoryUnavailable,
                EncodeFailed,
                InvalidAddress,
                JoinFailed,
                LinkLost,
                MessageTooLarge,
                NodeClosed,
                NotAdded,
                NotSupported,
                OutcomeUnknown,
                PartlySent,
                TypeClash,
                Unreachable,
                UnsupportedType {

    private static final long serialVersionUID = 1L;

    StraitException(String message) {
        super(message);
    }

    StraitException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * The stable code of this kind of error, for logs, metrics and search engines; it never changes between versions.
     *
     * @return for example {@code STRAIT-DECODE-FAILED}
     */
    public abstract String code();

    @Override
    @SuppressWarnings(
            "OverrideThrowableToString") // the code goes before the message in every trace, and is no part of it
    public String toString() {
        return getClass().getName() + " [" + code() + "]: " + getMessage();
    }
}
