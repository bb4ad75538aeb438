package dev.strait.integration.kills;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process has done, in a file that is only appended to, by one system call for each line: so a line that was written is there, whenever the
 * process is killed. Safe for use by any thread.
 */
final class Diary {
    private final FileOutputStream file;

    Diary(Path path) throws IOException {
        file = new FileOutputStream(path.toFile(), true);
    }

    void note(Entry.Kind kind, String channel, long value, int mark, String text) {
        Entry entry = new Entry(kind, channel, value, mark, System.nanoTime(), text);
        try {
            file.write(entry.line().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void note(Entry.Kind kind, String channel, long value) {
        note(kind, channel, value, 0, "");
    }

    /** What stands in a diary; the process need not have ended. A line that is not whole yet is left out. */
    static List<Entry> read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return List.of(); // killed before it could begin one
        }
        String text = Files.readString(path);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(Entry::parse)
                .toList();
    }
}
