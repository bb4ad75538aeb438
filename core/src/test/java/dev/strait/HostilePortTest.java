package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bytes at the listening port that are none of the protocol: the connection is closed with a logged reason, nobody else is disturbed. */
class HostilePortTest {
    private static final ChannelName<Integer> NUMBERS = ChannelName.of("numbers", Integer.class);

    private static final Logger LOGGER = Logger.getLogger("dev.strait");

    private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
    private final Handler listening = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (record.getLevel() == Level.WARNING) {
                warnings.add(record.getMessage() + List.of(record.getParameters()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.setLevel(Level.WARNING);
        LOGGER.addHandler(listening);
    }

    @AfterEach
    void listenNoMore() {
        LOGGER.removeHandler(listening);
        LOGGER.setLevel(null);
    }

    private interface Attack {
        void on(String host, int port) throws Exception;
    }

    /** Attacks the node that listens while values flow through it, in lockstep so that a disturbance is seen. */
    private void valuesFlowDuring(Attack attack) throws Exception {
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.hub().receiver(NUMBERS);
            Sender<Integer> sender = cluster.join("s").sender(NUMBERS);
            int port = Integer.parseInt(
                    cluster.hub().address().substring(cluster.hub().address().lastIndexOf(':') + 1));
            Task<Void> attacking = Task.start(() -> {
                attack.on("localhost", port);
                return null;
            });
            int sent = 0;
            while (!attacking.isDone() || sent < 1_000) {
                sender.send(sent);
                assertEquals(sent, receiver.receive());
                sent++;
            }
            attacking.get();
            sender.send(-1);
            assertEquals(-1, receiver.receive());
            sender.done();
        }
    }

    /** Sends bytes, and reads until the other side closes. */
    private static void say(String host, int port, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(host, port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            InputStream in = socket.getInputStream();
            try {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (java.net.SocketException reset) {
                return; // closed with bytes of ours unread
            }
        }
    }

    @Test
    void thirteenBytesOfGarbageCloseTheirConnectionOnly() throws Exception {
        valuesFlowDuring((host, port) -> say(host, port, "garbage bytes".getBytes("US-ASCII")));
        assertTrue(warnings.stream().anyMatch(it -> it.contains("broke the protocol")), warnings.toString());
    }

    @Test
    void aFrameOfTwoGibibytesIsRefusedWithoutAllocatingIt() throws Exception {
        // A length of 2 GiB - 1, type HELLO, no flags, stream 0.
        byte[] header = {0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1, 0, 0, 0, 0, 0, 0, 0};
        valuesFlowDuring((host, port) -> say(host, port, header));
        assertTrue(warnings.stream().anyMatch(it -> it.contains("broke the protocol")), warnings.toString());
    }

    @Test
    void aHundredConnectionsOfRandomBytesDisturbNobody() throws Exception {
        long seed = System.nanoTime();
        System.out.println("aHundredConnectionsOfRandomBytesDisturbNobody: seed " + seed);
        valuesFlowDuring((host, port) -> {
            List<Task<Void>> attackers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Random random = new Random(seed + i);
                byte[] bytes = new byte[1 + random.nextInt(8_000)];
                random.nextBytes(bytes);
                attackers.add(Task.start(() -> {
                    say(host, port, bytes);
                    return null;
                }));
            }
            attackers.forEach(Task::get);
        });
    }

    /** Half of them would be enough to exceed the limit; each connection costs threads before it has said a byte. */
    @Test
    void aThousandSilentConnectionsCostFewThreadsAndDisturbNobody() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try (var cluster = new Cluster()) {
            Receiver<Integer> receiver = cluster.hub().receiver(NUMBERS);
            Sender<Integer> sender = cluster.join("s").sender(NUMBERS);
            String address = cluster.hub().address();
            int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
            int before = cluster.threads().size();
            int most = 0;
            for (int i = 0; i < 1_000; i++) {
                silent.add(new Socket("localhost", port));
                sender.send(i);
                assertEquals(i, receiver.receive());
                if (i % 100 == 99) {
                    most = Math.max(most, cluster.threads().size());
                }
            }
            // They are accepted in order: when the last is closed, there have been too many.
            Socket last = silent.getLast();
            last.setSoTimeout(20_000);
            assertTrue(isEnded(last), "the connection beyond the limit is open");
            most = Math.max(most, cluster.threads().size());
            assertTrue(most - before <= 300, (most - before) + " threads more");
            long said = warnings.stream()
                    .filter(it -> it.contains("have not introduced themselves"))
                    .count();
            assertTrue(said >= 1 && said <= 60, said + " warnings");
            sender.done();
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    private static boolean isEnded(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    @Test
    void halfAHelloOrNothingAtAllIsClosedWhenTheHandshakeTakesTooLong() throws Exception {
        byte[] half = {0, 0, 0, 60, 1, 0, 0, 0, 0, 0, 0, 0, 1, 2};
        valuesFlowDuring((host, port) -> {
            Task<Void> silent = Task.start(() -> {
                say(host, port, new byte[0]);
                return null;
            });
            say(host, port, half);
            silent.get();
        });
    }
}
