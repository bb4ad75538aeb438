package dev.strait.transport;

import dev.strait.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A connection of a transport, side 0 being who dialled, with a thread at each side that reads all. */
public final class TransportLine implements LineContract.Line {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Listener listener;
    private final Side[] sides;

    private TransportLine(Listener listener, Connection dialled, Connection accepted) {
        this.listener = listener;
        sides = new Side[] {new Side(dialled), new Side(accepted)};
    }

    /** Listens at an address and dials there. */
    public static TransportLine open(Transport transport, Address address) throws IOException, InterruptedException {
        LinkedBlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
        Listener listener = transport.listen(address, accepted::add);
        Connection dialled = transport.dial(listener.address(), LIMIT);
        return new TransportLine(listener, dialled, accepted.take());
    }

    /** What carries the bytes. */
    public Class<?> carrier() {
        return sides[0].connection.getClass();
    }

    @Override
    public void write(int side, byte[] bytes) throws IOException {
        sides[side].connection.write(new ByteBuffer[] {ByteBuffer.wrap(bytes)}, 0, 1);
    }

    @Override
    public void end(int side) {
        Thread.startVirtualThread(() -> sides[side].connection.close(LIMIT)); // it waits for the other side
        Task.until(() -> sides[side].isOver());
    }

    @Override
    public byte[] arrived(int side, int bytes) {
        Task.until(() -> sides[side].arrived().length >= bytes);
        return sides[side].arrived();
    }

    @Override
    public byte[] arrivedBeforeEnd(int side) {
        Task.until(() -> sides[side].ends.get() > 0);
        return sides[side].arrived();
    }

    @Override
    public int ends(int side) {
        return sides[side].ends.get();
    }

    @Override
    public void close() throws IOException {
        for (Side side : sides) {
            side.connection.close(Duration.ZERO);
        }
        listener.close();
    }

    /** Reads until the end, and says when that came in order. */
    private static final class Side {
        final Connection connection;
        final AtomicInteger ends = new AtomicInteger();
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private final Thread reader;

        Side(Connection connection) {
            this.connection = connection;
            reader = Thread.startVirtualThread(this::readAll);
        }

        private void readAll() {
            ByteBuffer into = ByteBuffer.allocate(1_000);
            try {
                while (connection.read(into) >= 0) {
                    all.writeBytes(Arrays.copyOf(into.array(), into.position()));
                    into.clear();
                }
                ends.incrementAndGet();
            } catch (IOException closedHere) {
                return; // it reads no more
            }
        }

        byte[] arrived() {
            return all.toByteArray();
        }

        boolean isOver() {
            return !reader.isAlive();
        }
    }
}
