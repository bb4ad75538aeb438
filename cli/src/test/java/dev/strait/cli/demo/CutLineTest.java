package dev.strait.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.strait.ChannelName;
import dev.strait.Node;
import dev.strait.NodeOptions;
import dev.strait.Received;
import dev.strait.Receiver;
import dev.strait.Sender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CutLineTest {

    private static final ChannelName<Integer> NUMBERS = ChannelName.of("numbers", Integer.class);

    @Test
    void aLinkThatHasNoOtherWayWaitsUntilTheLineIsMended() throws Exception {
        try (CutLine line = CutLine.lay();
                Node near = Node.listen("localhost:0", NodeOptions.defaults().withAdvertise(line.address()))) {
            line.leadTo(near.address());
            try (Node far = Node.join(line.address(), NodeOptions.defaults().withoutListening());
                    Receiver<Integer> receiver = near.receiver(NUMBERS);
                    Sender<Integer> sender = far.sender(NUMBERS)) {
                sender.send(1);
                assertEquals(1, receiver.receive());
                line.cut();
                sender.send(2);

                assertInstanceOf(Received.Empty.class, receiver.receive(Duration.ofMillis(700)));
                line.mend();
                assertEquals(2, receiver.receive());
                assertEquals(1, near.counters().links().getFirst().resumes());
                sender.done();
            }
        }
    }

    @Test
    void onceItIsCutConnectionsComeToNothing() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("localhost"));
                CutLine line = leadingTo(server)) {
            line.cut();

            assertThrows(IOException.class, () -> {
                try (Socket dialled = dial(line)) {
                    endOf(dialled);
                }
            });
        }
    }

    @Test
    void theEndOfOneDirectionLeavesTheOther() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("localhost"));
                CutLine line = leadingTo(server);
                Socket dialled = dial(line);
                Socket accepted = server.accept()) {
            dialled.getOutputStream().write(7);
            dialled.shutdownOutput();
            assertEquals(7, accepted.getInputStream().read());
            assertEquals(-1, accepted.getInputStream().read());
            accepted.getOutputStream().write(8);
            accepted.shutdownOutput();

            assertEquals(8, dialled.getInputStream().read());
            assertEquals(-1, dialled.getInputStream().read());
        }
    }

    private static CutLine leadingTo(ServerSocket server) throws IOException {
        CutLine line = CutLine.lay();
        line.leadTo("localhost:" + server.getLocalPort());
        return line;
    }

    private static Socket dial(CutLine line) throws IOException {
        String[] address = line.address().split(":");
        return new Socket(address[0], Integer.parseInt(address[1]));
    }

    /** Both an end and a reset are ends. */
    private static void endOf(Socket socket) throws IOException {
        if (socket.getInputStream().read() < 0) {
            throw new IOException("the end");
        }
    }
}
