package dev.strait.testkit.network;

import dev.strait.Task;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What nodes say in their log, of every test that runs at the same time: so nodes have names of their own where a test looks. */
final class NodeLog implements AutoCloseable {
    /** Kept, or the logger and its level may be collected. */
    private static final Logger LOGGER = Logger.getLogger("dev.strait");

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    NodeLog() {
        LOGGER.setLevel(Level.INFO);
        LOGGER.addHandler(handler);
    }

    /** Waits for a line that has all these parts. */
    void await(String... parts) {
        Task.until(() -> lines.stream().anyMatch(line -> hasAll(line, parts)));
    }

    /** How many lines so far have all these parts. */
    long count(String... parts) {
        return lines.stream().filter(line -> hasAll(line, parts)).count();
    }

    private static boolean hasAll(String line, String... parts) {
        for (String part : parts) {
            if (!line.contains(part)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        LOGGER.removeHandler(handler);
    }
}
