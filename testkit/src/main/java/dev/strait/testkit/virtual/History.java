package dev.strait.testkit.virtual;

import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What has happened, line by line: always as a number that two equal histories share, and as text for whoever wants to read it. The
 * text is only made when somebody reads. Not thread-safe.
 */
public final class History {
    private final EventQueue queue;
    private final @Nullable Consumer<String> reader;
    private long hash = 0xcbf2_9ce4_8422_2325L;
    private long lines;

    /**
     * An empty history.
     *
     * @param queue whose time its lines tell
     * @param reader gets each line as it is added, in the thread that adds it; null if nobody reads
     */
    public History(EventQueue queue, @Nullable Consumer<String> reader) {
        this.queue = queue;
        this.reader = reader;
    }

    /**
     * Adds a line.
     *
     * @param where the node or program that it happened to
     * @param format as {@link String#format}
     * @param details numbers, strings, and what has a text of its own that does not vary from run to run
     */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
    public void add(String where, String format, Object... details) {
        mix(queue.now());
        mix(where.hashCode());
        mix(format.hashCode());
        for (Object detail : details) {
            mix(contentOf(detail));
        }
        lines++;
        if (reader != null) {
            long micros = queue.now() / 1_000;
            reader.accept(String.format(Locale.ROOT, "%4d.%06d %-10s ", micros / 1_000_000, micros % 1_000_000, where)
                    + String.format(Locale.ROOT, format, details));
        }
    }

    /** Whether anybody reads the text. */
    public boolean isRead() {
        return reader != null;
    }

    /** A number that tells histories apart (FNV-1a over times and contents). */
    public long hash() {
        return hash;
    }

    /** How many lines it has. */
    public long lines() {
        return lines;
    }

    /** A whole number as it is; of all else, fractions among it, the text. */
    private static long contentOf(Object detail) {
        return switch (detail) {
            case Long number -> number;
            case Integer number -> number;
            case Short number -> number;
            case Byte number -> number;
            default -> detail.toString().hashCode();
        };
    }

    private void mix(long value) {
        hash = (hash ^ value) * 0x100_0000_01b3L;
        hash ^= hash >>> 29;
    }
}
