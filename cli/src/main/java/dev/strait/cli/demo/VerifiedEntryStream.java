package dev.strait.cli.demo;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/**
 * The content of a zip entry, checked at its end against the length and the CRC-32 that the archive's directory states,
 * which {@link java.util.zip.ZipFile} does not do. Not thread-safe.
 */
final class VerifiedEntryStream extends FilterInputStream {

    private final long statedSize;
    private final long statedCrc;
    private final CRC32 crc = new CRC32();
    private long size;

    /**
     * Wraps the content of an entry.
     *
     * @param statedSize in bytes, or -1 if the archive does not say
     * @param statedCrc the CRC-32, or -1 if the archive does not say
     */
    VerifiedEntryStream(InputStream in, long statedSize, long statedCrc) {
        super(in);
        this.statedSize = statedSize;
        this.statedCrc = statedCrc;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        if (read < 0) {
            verify();
        } else {
            crc.update(into, offset, read);
            size += read;
        }
        return read;
    }

    private void verify() throws ZipException {
        if (statedSize >= 0 && statedSize != size) {
            throw new ZipException("the entry has " + size + " bytes where the archive states " + statedSize);
        }
        if (statedCrc >= 0 && statedCrc != crc.getValue()) {
            throw new ZipException("the entry's check sum is not the one that the archive states");
        }
    }

    @Override
    public long skip(long count) throws IOException {
        throw new IOException("a verified stream is read from its start to its end");
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
