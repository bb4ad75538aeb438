package dev.strait;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What nodes log, while it is open. */
final class LoggedLines extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.strait");
    private final @Nullable Level before = logger.getLevel();
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("this-escape")
    LoggedLines() {
        logger.setLevel(Level.ALL);
        logger.addHandler(this);
    }

    /** Whether a line has all these parts. */
    boolean has(String... parts) {
        return count(parts) > 0;
    }

    /** How many lines have all these parts. */
    long count(String... parts) {
        return lines.stream()
                .filter(line -> Stream.of(parts).allMatch(line::contains))
                .count();
    }

    /** All lines. */
    @Override
    public String toString() {
        return String.join(System.lineSeparator(), lines);
    }

    @Override
    public void publish(LogRecord record) {
        lines.add(formatter.formatMessage(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(before);
    }
}
