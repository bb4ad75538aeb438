package dev.strait.bench.raw;

import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.MsgBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Socket;
import java.nio.ByteOrder;

/** Writes records, each behind a length of four bytes, in batches of 64 KiB. For one thread. */
final class RawWriter {
    /** How many bytes make a batch. */
    static final int BATCH_BYTES = 64 << 10;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final OutputStream out;
    private final MsgBytes codec = new MsgBytes();
    private final byte[] batch = new byte[BATCH_BYTES + Integer.BYTES + MsgBytes.MAX_BYTES];
    private int at;

    RawWriter(Socket socket) throws IOException {
        out = socket.getOutputStream();
    }

    /** Adds a record, and writes the batch if it is full. */
    void add(Msg message) throws IOException {
        int length = codec.encode(message, batch, at + Integer.BYTES);
        putInt(length);
        at += length;
        flushIfFull();
    }

    /** Adds a number, and writes the batch if it is full. */
    void add(int number) throws IOException {
        putInt(number);
        flushIfFull();
    }

    private void putInt(int number) {
        INT.set(batch, at, number);
        at += Integer.BYTES;
    }

    private void flushIfFull() throws IOException {
        if (at >= BATCH_BYTES) {
            flush();
        }
    }

    /** Writes what there is. */
    void flush() throws IOException {
        if (at > 0) {
            out.write(batch, 0, at);
            at = 0;
        }
    }
}
