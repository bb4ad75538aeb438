package dev.strait.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputTest {

    @TempDir
    Path directory;

    /** Reads all files of a walk; what cannot be read has its error instead of its text. */
    private static final class Reading implements Input.Visitor {
        final TreeMap<String, String> found = new TreeMap<>();

        @Override
        public void file(Source source) {
            try (InputStream in = source.open()) {
                found.put(source.name(), new String(in.readAllBytes(), UTF_8));
            } catch (IOException e) {
                unreadable(source.name(), e);
            }
        }

        @Override
        public void unreadable(String name, IOException why) {
            found.put(name, why.getClass().getSimpleName());
        }
    }

    private static TreeMap<String, String> read(Path path) throws Exception {
        Reading reading = new Reading();
        try (Input input = Input.open(path)) {
            input.walk(reading);
        }
        return reading.found;
    }

    private String at(String name) {
        return directory.resolve(name).toString();
    }

    @Test
    void aDirectoryIsReadAtAnyDepth() throws Exception {
        Files.createDirectories(directory.resolve("a/b/c"));
        Files.createDirectories(directory.resolve("empty"));
        Files.writeString(directory.resolve("top"), "1");
        Files.writeString(directory.resolve("a/b/c/deep"), "2");

        assertEquals(new TreeMap<>(Map.of(at("top"), "1", at("a/b/c/deep"), "2")), read(directory));
    }

    @Test
    void symbolicLinksInADirectoryAreNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("file"), "1");
        Path root = Files.createDirectories(directory.resolve("root"));
        Files.createSymbolicLink(root.resolve("to-file"), elsewhere.resolve("file"));
        Files.createSymbolicLink(root.resolve("to-directory"), elsewhere);
        Files.createSymbolicLink(root.resolve("to-itself"), root);
        Files.createSymbolicLink(root.resolve("to-nothing"), directory.resolve("nothing"));

        assertEquals(new TreeMap<>(), read(root));
    }

    @Test
    void aLinkThatIsNamedItselfIsFollowed() throws Exception {
        Path root = Files.createDirectories(directory.resolve("root"));
        Files.writeString(root.resolve("file"), "1");
        Files.createSymbolicLink(directory.resolve("link"), root);

        assertEquals(new TreeMap<>(Map.of(at("link/file"), "1")), read(directory.resolve("link")));
    }

    @Test
    void aPipeIsPassedOverAndDoesNotHoldUpTheWalk() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", at("pipe")).start();
        assertEquals(0, mkfifo.waitFor());
        Files.writeString(directory.resolve("file"), "1");

        assertEquals(new TreeMap<>(Map.of(at("file"), "1")), read(directory));
    }

    @Test
    void aFileThatVanishesDuringTheWalkIsUnreadableAndTheWalkGoesOn() throws Exception {
        Files.writeString(directory.resolve("a"), "1");
        Files.writeString(directory.resolve("b"), "2");
        Reading reading = new Reading();
        try (Input input = Input.open(directory)) {
            input.walk(new Input.Visitor() {
                @Override
                public void file(Source source) {
                    delete(Path.of(source.name()));
                    reading.file(source);
                }

                @Override
                public void unreadable(String name, IOException why) {
                    reading.unreadable(name, why);
                }
            });
        }

        assertEquals(2, reading.found.size());
        assertTrue(reading.found.values().stream().allMatch(text -> text.equals("NoSuchFileException")));
    }

    @Test
    void aDirectoryThatVanishesDuringTheWalkIsUnreadable() throws Exception {
        Path root = directory.resolve("root");
        Files.createDirectories(root);
        Reading reading = new Reading();
        try (Input input = Input.open(root)) {
            delete(root);
            input.walk(reading);
        }

        assertEquals(new TreeMap<>(Map.of(root.toString(), "NoSuchFileException")), reading.found);
    }

    @Test
    void aFileThatIsReplacedByALinkAfterItWasFoundIsUnreadable() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "secret");
        Path root = Files.createDirectories(directory.resolve("root"));
        Files.writeString(root.resolve("file"), "1");
        Reading reading = new Reading();
        try (Input input = Input.open(root)) {
            input.walk(new Input.Visitor() {
                @Override
                public void file(Source source) {
                    delete(Path.of(source.name()));
                    link(Path.of(source.name()), secret);
                    reading.file(source);
                }

                @Override
                public void unreadable(String name, IOException why) {
                    reading.unreadable(name, why);
                }
            });
        }

        assertEquals(1, reading.found.size());
        assertTrue(reading.found.firstEntry().getValue().endsWith("Exception"), reading.found.toString());
    }

    @Test
    void theEntriesOfAZipAreFiles() throws Exception {
        Path zip = directory.resolve("some.zip");
        Zips.write(zip, "a/", "", "a/one", "1", "two", "2", "empty", "");

        assertEquals(new TreeMap<>(Map.of("a/one", "1", "two", "2", "empty", "")), read(zip));
    }

    @Test
    void aZipIsKnownByItsFirstBytesAsWell() throws Exception {
        Path zip = directory.resolve("archive");
        Zips.write(zip, "one", "1");

        assertEquals(new TreeMap<>(Map.of("one", "1")), read(zip));
    }

    @Test
    void anEntryWithAWrongChecksumIsUnreadableAndTheOthersAreRead() throws Exception {
        Path zip = directory.resolve("some.zip");
        Zips.writeStored(zip, "before", "text before", "broken", "text to break", "after", "text after");
        Zips.overwrite(zip, "text to break", "TEXT TO BREAK");

        assertEquals(
                new TreeMap<>(Map.of("before", "text before", "broken", "ZipException", "after", "text after")),
                read(zip));
    }

    @Test
    void aFileThatIsNoZipButIsCalledOneIsRefusedAtOnce() throws Exception {
        Path zip = Files.writeString(directory.resolve("some.zip"), "no zip");

        assertThrows(ZipException.class, () -> Input.open(zip));
    }

    @Test
    void aSingleFileIsItsOwnInput() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "1");

        assertEquals(new TreeMap<>(Map.of(at("file"), "1")), read(file));
        assertInstanceOf(FileInput.class, Input.open(file));
    }

    @Test
    void whatIsNotThereIsRefusedAtOnce() {
        assertThrows(NoSuchFileException.class, () -> Input.open(directory.resolve("nothing")));
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path path, Path target) {
        try {
            Files.createSymbolicLink(path, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
