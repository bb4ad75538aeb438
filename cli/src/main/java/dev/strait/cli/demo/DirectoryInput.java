package dev.strait.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * All regular files below a directory, at any depth, in no particular order. Symbolic links, devices, pipes and sockets
 * are passed over, as {@code find DIRECTORY -type f} does.
 */
record DirectoryInput(Path root) implements Input {

    @Override
    public void walk(Visitor visitor) throws InterruptedException {
        // No recursion, and one open directory at a time: depth costs neither stack nor file descriptors.
        Deque<Path> directories = new ArrayDeque<>();
        directories.push(root);
        while (!directories.isEmpty()) {
            Path directory = directories.pop();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    visit(entry, directories, visitor);
                }
            } catch (DirectoryIteratorException e) {
                visitor.unreadable(directory.toString(), Objects.requireNonNull(e.getCause()));
            } catch (IOException e) {
                visitor.unreadable(directory.toString(), e);
            }
        }
    }

    private static void visit(Path entry, Deque<Path> directories, Visitor visitor) throws InterruptedException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            visitor.unreadable(entry.toString(), e);
            return;
        }
        if (attributes.isDirectory()) {
            directories.push(entry);
        } else if (attributes.isRegularFile()) {
            visitor.file(new Found(entry));
        }
    }

    private record Found(Path path) implements Source {

        @Override
        public String name() {
            return path.toString();
        }

        @Override
        public InputStream open() throws IOException {
            // Also now: the file may have been replaced by a link since it was found.
            return Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
