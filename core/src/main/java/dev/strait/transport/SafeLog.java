package dev.strait.transport;

import java.lang.System.Logger.Level;

/**
 * Logs without ever throwing. What is behind a logger (handlers, formatters, bridges) belongs to the program; its failure must
 * not end a thread that other connections live on. A line that the program's logging cannot take is lost: the console is not ours
 * to write to. Stateless.
 */
public final class SafeLog {
    private SafeLog() {}

    /** Logs a line, with parameters as {@link System.Logger#log(Level, String, Object...)} takes them. */
    @SuppressWarnings("EmptyCatch") // see above
    public static void log(System.Logger logger, Level level, String format, Object... parameters) {
        try {
            logger.log(level, format, parameters);
        } catch (Throwable broken) {
            // The program's logging failed; whoever calls has to go on.
        }
    }

    /** Logs a failure with its stack trace. */
    @SuppressWarnings("EmptyCatch") // see above
    public static void failure(System.Logger logger, Level level, String text, Throwable failure) {
        try {
            logger.log(level, text, failure);
        } catch (Throwable broken) {
            // The program's logging failed; whoever calls has to go on.
        }
    }
}
