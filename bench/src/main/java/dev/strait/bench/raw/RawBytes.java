package dev.strait.bench.raw;

import dev.strait.bench.spi.Meter;
import dev.strait.bench.spi.Run;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Bytes one way, each message behind its length. The sender has them prepared in batches of 64 KiB (or one message, if that is longer) and
 * changes nothing but their ids; the receiver has each message in one piece, where it was read. In two variants, of which the better is the
 * limit: heap arrays over a socket, which copies them once more, and direct buffers over a channel.
 */
final class RawBytes {
    /** Heap arrays over a {@link Socket}. */
    static final String HEAP = "heap";

    /** Direct buffers over a {@link SocketChannel}. */
    static final String DIRECT = "direct";

    private static final int READ_BYTES = 128 << 10;

    /** One way of moving bytes, for one thread at a time. */
    private interface Pipe {
        ByteBuffer allocate(int bytes);

        void write(ByteBuffer from) throws IOException;

        int read(ByteBuffer into) throws IOException;
    }

    private record Heap(Socket socket) implements Pipe {
        @Override
        public ByteBuffer allocate(int bytes) {
            return ByteBuffer.allocate(bytes);
        }

        @Override
        public void write(ByteBuffer from) throws IOException {
            socket.getOutputStream().write(from.array(), from.arrayOffset() + from.position(), from.remaining());
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            int read =
                    socket.getInputStream().read(into.array(), into.arrayOffset() + into.position(), into.remaining());
            into.position(into.position() + Math.max(0, read));
            return read;
        }
    }

    private record Direct(SocketChannel channel) implements Pipe {
        @Override
        public ByteBuffer allocate(int bytes) {
            return ByteBuffer.allocateDirect(bytes);
        }

        @Override
        public void write(ByteBuffer from) throws IOException {
            while (from.hasRemaining()) {
                channel.write(from);
            }
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            return channel.read(into);
        }
    }

    private RawBytes() {}

    static void receive(Run run) throws IOException {
        Pipe pipe = accept(run);
        int payload = run.scenario().payloadBytes();
        Meter meter = run.meter();
        ByteBuffer bytes = pipe.allocate(Math.max(READ_BYTES, 2 * (Integer.BYTES + payload)));
        int from = 0;
        while (true) {
            if (pipe.read(bytes) < 0) {
                throw new EOFException("the other side ended");
            }
            int to = bytes.position();
            while (to - from >= Integer.BYTES && to - from - Integer.BYTES >= bytes.getInt(from)) {
                Run.require(bytes.getInt(from) == payload, "the length");
                meter.inOrder(bytes.getLong(from + Integer.BYTES));
                from += Integer.BYTES + payload;
            }
            bytes.flip().position(from);
            bytes.compact();
            from = 0;
        }
    }

    static void send(Run run) throws IOException {
        Pipe pipe = connect(run);
        int payload = run.scenario().payloadBytes();
        int frame = Integer.BYTES + payload;
        int frames = Math.max(1, RawWriter.BATCH_BYTES / frame);
        ByteBuffer batch = pipe.allocate(frames * frame);
        for (int at = 0; at < batch.capacity(); at += frame) {
            batch.putInt(at, payload);
        }
        long id = 0;
        while (true) {
            for (int at = 0; at < batch.capacity(); at += frame) {
                batch.putLong(at + Integer.BYTES, id++);
            }
            pipe.write(batch.clear());
        }
    }

    private static Pipe accept(Run run) throws IOException {
        if (run.variant().equals(HEAP)) {
            return new Heap(RawSockets.accept(run, 1).getFirst());
        }
        try (var server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            run.ready(String.valueOf(((InetSocketAddress) server.getLocalAddress()).getPort()));
            return new Direct(server.accept());
        }
    }

    private static Pipe connect(Run run) throws IOException {
        if (run.variant().equals(HEAP)) {
            return new Heap(RawSockets.connect(run, 1).getFirst());
        }
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(run.address()));
        SocketChannel channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new Direct(channel);
    }
}
