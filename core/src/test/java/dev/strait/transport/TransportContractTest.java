package dev.strait.transport;

import static dev.strait.transport.Traffic.bytesOf;
import static dev.strait.transport.Traffic.readExactly;
import static dev.strait.transport.Traffic.readToEnd;
import static dev.strait.transport.Traffic.writeAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What every transport promises, with its connections; each implementation runs all of it. */
public abstract class TransportContractTest extends ConnectionContract {
    @Test
    void diallingWhereNobodyListensFailsInTimeAndNamesTheAddress() throws Exception {
        Address gone;
        try (Listener listener = transport.listen(free(), accepted::add)) {
            gone = listener.address();
        }
        Running<Connection> dialling = run(() -> transport.dial(gone, LIMIT));
        IOException refused = dialling.getFailure();
        assertTrue(refused.getMessage().contains(gone.toString()), refused.getMessage());
    }

    @Test
    void diallingAnAddressThatOnlyListenersTakeIsRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> transport.dial(free(), LIMIT));
        assertTrue(refused.getMessage().contains(free().toString()), refused.getMessage());
    }

    @Test
    void anAddressThatItDoesNotServeIsRefused() {
        Address memory = new MemoryAddress("x");
        Address other = transport.serves(memory) ? new TcpAddress("localhost", 1) : memory;
        assertTrue(transport.serves(free()));
        assertFalse(transport.serves(other));
        assertThrows(IllegalArgumentException.class, () -> transport.dial(other, LIMIT));
        assertThrows(IllegalArgumentException.class, () -> transport.listen(other, accepted::add));
    }

    @Test
    void twoListenersOnOneAddressAreRefusedByName() throws Exception {
        Listener first = listen();
        IOException taken = assertThrows(IOException.class, () -> transport.listen(first.address(), accepted::add));
        assertTrue(taken.getMessage().contains(first.address().toString()), taken.getMessage());
        assertTrue(taken.getMessage().contains("in use"), taken.getMessage());
    }

    @Test
    void aListenerWithAFreePortTellsTheOneItGotAndListensAgainOnItOnceClosed() throws Exception {
        Listener first = listen();
        assertNotEquals(free(), first.address());
        assertNotEquals(listen().address(), first.address());
        first.close();
        first.close();
        Listener again = transport.listen(first.address(), accepted::add);
        opened.add(again);
        assertEquals(first.address(), again.address());
        dialTo(again);
    }

    @Test
    void acceptedConnectionsOutliveTheirListener() throws Exception {
        Listener listener = listen();
        Pair pair = dialTo(listener);
        listener.close();
        writeAll(pair.dialled(), new byte[] {5});
        assertArrayEquals(new byte[] {5}, readExactly(pair.accepted(), 1));
    }

    @Test
    void anAcceptorThatThrowsLosesThatConnectionOnly() throws Exception {
        LinkedBlockingQueue<Connection> second = new LinkedBlockingQueue<>();
        Listener listener = transport.listen(free(), connection -> {
            if (accepted.isEmpty()) {
                accepted.add(connection);
                throw new OutOfMemoryError("thrown by the test's acceptor, as if no thread could start");
            }
            second.add(connection);
        });
        opened.add(listener);
        Connection lost = transport.dial(listener.address(), LIMIT);
        opened.add(lost);
        assertEquals(-1, lost.read(ByteBuffer.allocate(1)));
        Connection kept = transport.dial(listener.address(), LIMIT);
        opened.add(kept);
        Connection other = second.take();
        opened.add(other);
        writeAll(other, new byte[] {9});
        assertArrayEquals(new byte[] {9}, readExactly(kept, 1));
    }

    @Test
    void remoteNamesTheAddressDialled() throws Exception {
        Listener listener = listen();
        Pair pair = dialTo(listener);
        assertEquals(listener.address(), pair.dialled().remote());
        assertEquals(free().scheme(), pair.accepted().remote().scheme());
        assertNotEquals(listener.address(), pair.accepted().remote());
    }

    @Test
    void aHundredConnectionsAtOnceEachCarryTheirOwn() throws Exception {
        Listener listener = transport.listen(
                free(),
                connection -> run(() -> {
                    try (connection) {
                        writeAll(connection, readExactly(connection, 4));
                        return readToEnd(connection);
                    }
                }));
        opened.add(listener);
        List<Running<byte[]>> asking = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            byte[] mine = bytesOf(i);
            asking.add(run(true, () -> {
                try (Connection connection = transport.dial(listener.address(), LIMIT)) {
                    writeAll(connection, mine);
                    return readExactly(connection, 4);
                }
            }));
        }
        for (int i = 0; i < 100; i++) {
            assertArrayEquals(bytesOf(i), asking.get(i).get());
        }
    }
}
