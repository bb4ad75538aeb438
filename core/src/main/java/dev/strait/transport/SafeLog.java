package dev.strait.transport;

import java.lang.System.Logger.Level;
import java.util.Arrays;

/**
 * Logs without ever throwing. What is behind a logger (handlers, formatters, bridges) belongs to the program; its failure must
 * not end a thread that other connections live on. A line that cannot be logged goes to standard error, if it can. Stateless.
 */
public final class SafeLog {
    private SafeLog() {}

    /** Logs a line, with parameters as {@link System.Logger#log(Level, String, Object...)} takes them. */
    public static void log(System.Logger logger, Level level, String format, Object... parameters) {
        try {
            logger.log(level, format, parameters);
        } catch (Throwable broken) {
            toStandardError(format + " " + Arrays.toString(parameters), broken);
        }
    }

    /** Logs a failure with its stack trace. */
    public static void failure(System.Logger logger, Level level, String text, Throwable failure) {
        try {
            logger.log(level, text, failure);
        } catch (Throwable broken) {
            toStandardError(text + ": " + failure.getClass().getName(), broken);
        }
    }

    private static void toStandardError(String text, Throwable broken) {
        try {
            System.err.println("strait: could not log (" + broken.getClass().getName() + "): " + text);
        } catch (Throwable nothingLeft) {
            // Not even that: memory has run out, and whoever calls has to go on.
            return;
        }
    }
}
