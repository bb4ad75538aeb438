package dev.strait.bench.harness;

import java.io.Serial;

/** A measurement gave no figure; the message says why, and has what the process printed. */
public final class TrialFailed extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    TrialFailed(String message) {
        super(message);
    }

    TrialFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
