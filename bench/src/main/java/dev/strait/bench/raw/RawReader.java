package dev.strait.bench.raw;

import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.MsgBytes;
import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Socket;
import java.nio.ByteOrder;

/** Reads what {@link RawWriter} writes, up to 128 KiB at a time. For one thread. */
final class RawReader {
    private static final int READ_BYTES = 128 << 10;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** Where bytes come from; reads as an {@link java.io.InputStream} does. */
    @FunctionalInterface
    interface Source {
        int read(byte[] into, int at, int length) throws IOException;
    }

    private final Source in;
    private final MsgBytes codec = new MsgBytes();
    private final byte[] bytes = new byte[READ_BYTES];
    private int from;
    private int to;

    RawReader(Source in) {
        this.in = in;
    }

    /** Reads from a socket. */
    static RawReader of(Socket socket) throws IOException {
        return new RawReader(socket.getInputStream()::read);
    }

    /** Reads from a socket, and has what was written before go out before it waits, so that one thread can do both. */
    static RawReader of(Socket socket, RawWriter writer) throws IOException {
        var stream = socket.getInputStream();
        return new RawReader((into, at, length) -> {
            writer.flush();
            return stream.read(into, at, length);
        });
    }

    /** Returns the next record, and waits for it. */
    Msg next() throws IOException {
        while (!hasNext()) {
            fill();
        }
        int start = from + Integer.BYTES;
        from = start + (int) INT.get(bytes, from);
        return codec.decode(bytes, start, from);
    }

    /** Returns the next number, and waits for it. */
    int nextInt() throws IOException {
        while (to - from < Integer.BYTES) {
            fill();
        }
        int value = (int) INT.get(bytes, from);
        from += Integer.BYTES;
        return value;
    }

    /** Whether there is a whole record without waiting. */
    boolean hasNext() {
        return to - from >= Integer.BYTES && to - from - Integer.BYTES >= (int) INT.get(bytes, from);
    }

    /** Reads once. */
    void fill() throws IOException {
        System.arraycopy(bytes, from, bytes, 0, to - from);
        to -= from;
        from = 0;
        int read = in.read(bytes, to, bytes.length - to);
        if (read < 0) {
            throw new EOFException("the other side ended");
        }
        to += read;
    }
}
