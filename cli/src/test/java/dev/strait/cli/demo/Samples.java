package dev.strait.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Input for tests of the whole count: real text, and files that are easily counted wrongly. */
final class Samples {

    /** How many files with a NUL byte in their first 8 KiB are among the nasty ones. */
    static final int SKIPPED = 2;

    private static final int REAL_FILES = 150;

    private Samples() {}

    static void write(Path directory, long seed) throws IOException {
        writeReal(Files.createDirectories(directory.resolve("real")));
        writeNasty(Files.createDirectories(directory.resolve("nasty")), new Random(seed));
    }

    /** Some of the JDK's own sources if they are there, else some files of this project. */
    private static void writeReal(Path directory) throws IOException {
        Path sources = Path.of(System.getProperty("java.home"), "lib", "src.zip");
        if (Files.isRegularFile(sources)) {
            try (ZipFile zip = new ZipFile(sources.toFile())) {
                List<? extends ZipEntry> entries = zip.stream()
                        .filter(entry -> entry.getName().startsWith("java.base/java/util/") && !entry.isDirectory())
                        .limit(REAL_FILES)
                        .toList();
                for (ZipEntry entry : entries) {
                    Path file = directory.resolve(entry.getName());
                    Files.createDirectories(file.getParent());
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                }
            }
        } else {
            try (Stream<Path> files = Files.walk(Path.of("..").toRealPath())) {
                int number = 0;
                for (Path file : files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                        .limit(REAL_FILES)
                        .toList()) {
                    Files.copy(file, directory.resolve("file" + number++));
                }
            }
        }
    }

    private static void writeNasty(Path directory, Random random) throws IOException {
        Files.createFile(directory.resolve("empty"));
        Files.writeString(directory.resolve("one letter"), "x");
        Files.writeString(directory.resolve("-n"), "a name like an option");
        Files.writeString(directory.resolve("a 'name' with\n\"quotes\" and a line break"), "hello hello");
        Files.writeString(directory.resolve("without a line break at the end"), "last");
        Files.writeString(directory.resolve("starting with none"), "\n\n  \t first");
        Files.write(directory.resolve("not utf-8"), new byte[] {'a', (byte) 0xC3, 'b', (byte) 0xFF, 'c', '\r', 'd'});
        Files.writeString(directory.resolve("utf-8"), "Größe naïve Ωmega Kelvin\u212A dotless\u0131 long\u017F", UTF_8);
        Files.write(directory.resolve("nul first"), new byte[] {0, 'a', 'b'});

        byte[] text = new byte[20_000];
        Arrays.fill(text, (byte) 'w');
        text[8191] = 0;
        Files.write(directory.resolve("nul last of 8 KiB"), text);
        text[8191] = 'w';
        text[8192] = 0;
        Files.write(directory.resolve("nul behind 8 KiB"), text);

        byte[] anything = new byte[200_000];
        random.nextBytes(anything);
        for (int i = 0; i < Cutter.NUL_SEARCH_BYTES; i++) {
            anything[i] |= 1;
        }
        Files.write(directory.resolve("random bytes"), anything);

        int piece = Cutter.PIECE_BYTES;
        byte[] acrossTheCut = letters(piece + (1 << 20), 100, random);
        Arrays.fill(acrossTheCut, piece - 5, piece + 5, (byte) 'C');
        Files.write(directory.resolve("9 MiB, a word across the cut"), acrossTheCut);
        byte[] longWord = letters(piece + 1000, 250, random);
        Arrays.fill(longWord, 50, piece + 100, (byte) 'L');
        Files.write(directory.resolve("a word longer than a piece"), longWord);

        Files.createSymbolicLink(directory.resolve("link to a file"), directory.resolve("one letter"));
        Files.createSymbolicLink(directory.resolve("link to a directory"), directory.resolve("../real"));
        Files.createSymbolicLink(directory.resolve("link to nothing"), directory.resolve("nothing"));
    }

    /** Words of a, b, A and B, of the given length on average. */
    private static byte[] letters(int length, int wordLength, Random random) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            boolean between = random.nextInt(wordLength) == 0;
            text[i] = (byte) (between ? ' ' : (random.nextBoolean() ? 'a' : 'A') + random.nextInt(2));
        }
        return text;
    }
}
