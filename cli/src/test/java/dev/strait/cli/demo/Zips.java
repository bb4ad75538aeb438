package dev.strait.cli.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives for tests. */
final class Zips {

    private Zips() {}

    /** Writes an archive of names and texts, in turn. */
    static void write(Path path, String... namesAndTexts) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(namesAndTexts[i + 1].getBytes(UTF_8));
                zip.closeEntry();
            }
        }
    }

    /** As {@link #write}, but the texts stand in the archive as they are, to be found and broken. */
    static void writeStored(Path path, String... namesAndTexts) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
            zip.setMethod(ZipOutputStream.STORED);
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                byte[] text = namesAndTexts[i + 1].getBytes(UTF_8);
                CRC32 crc = new CRC32();
                crc.update(text);
                ZipEntry entry = new ZipEntry(namesAndTexts[i]);
                entry.setSize(text.length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(text);
                zip.closeEntry();
            }
        }
    }

    /** Replaces the first occurrence of a text in a file by another of the same length. */
    static void overwrite(Path path, String text, String by) throws IOException {
        String content = new String(Files.readAllBytes(path), ISO_8859_1);
        assertEquals(text.length(), by.length());
        int at = content.indexOf(text);
        Files.write(path, (content.substring(0, at) + by + content.substring(at + by.length())).getBytes(ISO_8859_1));
    }
}
