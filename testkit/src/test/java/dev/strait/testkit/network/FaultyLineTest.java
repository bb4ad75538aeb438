package dev.strait.testkit.network;

import dev.strait.Task;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.MemoryAddress;
import dev.strait.transport.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The network in real time, which nobody disturbs. */
class FaultyLineTest extends LineContract {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Override
    protected Line open(long seed) throws Exception {
        Transport transport = new FaultyTransport(new Switchboard(seed), "node");
        LinkedBlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
        Listener listener = transport.listen(new MemoryAddress(MemoryAddress.FREE_NAME), accepted::add);
        Connection dialled = transport.dial(listener.address(), LIMIT);
        Connection taken = accepted.take();
        Side[] sides = {new Side(dialled), new Side(taken)};
        return new Line() {
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
            public void close() {
                dialled.close(Duration.ZERO);
                taken.close(Duration.ZERO);
                listener.close();
            }
        };
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
