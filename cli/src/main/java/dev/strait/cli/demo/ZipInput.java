package dev.strait.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** All entries of a zip that are not directories. Their length and check sum are verified while they are read. */
final class ZipInput implements Input {

    private final ZipFile zip;

    private ZipInput(ZipFile zip) {
        this.zip = zip;
    }

    static ZipInput open(Path path) throws IOException {
        try {
            return new ZipInput(new ZipFile(path.toFile()));
        } catch (ZipException e) {
            try {
                // Old archives have names that are not UTF-8. The names are only shown, so any one-byte encoding will
                // do.
                return new ZipInput(new ZipFile(path.toFile(), StandardCharsets.ISO_8859_1));
            } catch (ZipException again) {
                again.addSuppressed(e);
                throw again;
            }
        }
    }

    @Override
    public void walk(Visitor visitor) throws InterruptedException {
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            if (!entry.isDirectory()) {
                visitor.file(new Entry(zip, entry));
            }
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private record Entry(ZipFile zip, ZipEntry entry) implements Source {

        @Override
        public String name() {
            return entry.getName();
        }

        @Override
        public InputStream open() throws IOException {
            InputStream in = zip.getInputStream(entry);
            if (in == null) {
                throw new ZipException("the archive lists the entry but does not hold it");
            }
            return new VerifiedEntryStream(in, entry.getSize(), entry.getCrc());
        }
    }
}
