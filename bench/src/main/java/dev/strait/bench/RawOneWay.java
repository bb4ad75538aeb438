package dev.strait.bench;

import dev.strait.codec.Codec;
import dev.strait.codec.Input;
import dev.strait.codec.Output;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;

/**
 * The limit: the same record, encoded and decoded with the same codec, each behind a length of four bytes, written in batches of 64 KiB
 * to a plain blocking socket, with no protocol at all.
 */
final class RawOneWay {
    private static final int BATCH_BYTES = 64 << 10;
    private static final int READ_BYTES = 128 << 10;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private RawOneWay() {}

    static void receive(double warmupSeconds, double seconds) throws IOException {
        Codec<Msg> codec = Codec.of(Msg.class);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Role.ready("localhost:" + server.getLocalPort());
            try (Socket socket = server.accept()) {
                InputStream in = socket.getInputStream();
                Window window = new Window(warmupSeconds, seconds);
                byte[] bytes = new byte[READ_BYTES];
                Input input = new Input(bytes);
                long expected = 0;
                int from = 0;
                int to = 0;
                boolean open = true;
                while (open) {
                    System.arraycopy(bytes, from, bytes, 0, to - from);
                    to -= from;
                    from = 0;
                    int read = in.read(bytes, to, bytes.length - to);
                    if (read < 0) {
                        throw new IOException("the sender ended early");
                    }
                    to += read;
                    while (open && to - from >= 4 && to - from - 4 >= length(bytes, from)) {
                        int length = length(bytes, from);
                        input.reset(bytes, from + 4, from + 4 + length);
                        Role.require(codec.decode(input).id() == expected++, "order");
                        from += 4 + length;
                        open = window.count();
                    }
                }
                Role.result(window.rate());
            }
        }
    }

    private static int length(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static void send(int port) throws IOException {
        Codec<Msg> codec = Codec.of(Msg.class);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            byte[] batch = new byte[BATCH_BYTES + 1024];
            Output output = new Output(batch, 0, batch.length);
            int at = 0;
            for (long id = 0; ; id++) {
                output.reset(batch, at + 4, batch.length);
                codec.encode(Msg.of(id), output);
                int length = output.length();
                INT.set(batch, at, length);
                at += 4 + length;
                if (at >= BATCH_BYTES) {
                    out.write(batch, 0, at);
                    at = 0;
                }
            }
        }
    }
}
