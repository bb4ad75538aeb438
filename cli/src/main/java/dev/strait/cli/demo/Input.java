package dev.strait.cli.demo;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the demo reads: a directory, a zip, or a single file. Immutable; it can be walked any number of times, also by
 * several threads at once.
 */
sealed interface Input extends Closeable permits DirectoryInput, ZipInput, FileInput {

    /** Takes what a walk finds, in the walking thread. */
    interface Visitor {
        /** A file was found. The call may block, which holds up the walk. */
        void file(Source source) throws InterruptedException;

        /** A directory or an entry could not be read; the walk goes on behind it. */
        void unreadable(String name, IOException why);
    }

    /** Walks over all files. Symbolic links below the input are not followed, and only regular files are files. */
    void walk(Visitor visitor) throws InterruptedException;

    @Override
    default void close() throws IOException {}

    /**
     * Opens what is at a path. A symbolic link given here by name is followed, as the shell would.
     *
     * @throws IOException if there is nothing, if it may not be read, or if it is a zip by its name or by its first bytes but does not open as one
     */
    static Input open(Path path) throws IOException {
        path.getFileSystem().provider().checkAccess(path, AccessMode.READ);
        if (Files.isDirectory(path)) {
            return new DirectoryInput(path);
        }
        return isZip(path) ? ZipInput.open(path) : new FileInput(path);
    }

    private static boolean isZip(Path path) throws IOException {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".zip") || name.endsWith(".jar")) {
            return true;
        }
        if (!Files.isRegularFile(path)) {
            return false; // what is read from a pipe is gone
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(4);
            return start.length == 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4;
        }
    }
}
