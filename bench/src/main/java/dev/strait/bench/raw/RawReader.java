package dev.strait.bench.raw;

import dev.strait.bench.spi.Msg;
import dev.strait.bench.spi.MsgBytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Socket;
import java.nio.ByteOrder;

/** Reads what {@link RawWriter} writes, up to 128 KiB at a time. For one thread. */
final class RawReader {
    private static final int READ_BYTES = 128 << 10;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final InputStream in;
    private final MsgBytes codec = new MsgBytes();
    private final byte[] bytes = new byte[READ_BYTES];
    private int from;
    private int to;

    RawReader(Socket socket) throws IOException {
        in = socket.getInputStream();
    }

    /** Returns the next record, and waits for it. */
    Msg next() throws IOException {
        while (!hasNext()) {
            System.arraycopy(bytes, from, bytes, 0, to - from);
            to -= from;
            from = 0;
            int read = in.read(bytes, to, bytes.length - to);
            if (read < 0) {
                throw new EOFException("the other side ended");
            }
            to += read;
        }
        int start = from + Integer.BYTES;
        from = start + (int) INT.get(bytes, from);
        return codec.decode(bytes, start, from);
    }

    /** Whether there is a whole record without waiting. */
    boolean hasNext() {
        return to - from >= Integer.BYTES && to - from - Integer.BYTES >= (int) INT.get(bytes, from);
    }
}
