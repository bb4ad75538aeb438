package dev.strait.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A line to a node that can be cut: a port on loopback whose connections lead to the node's own, byte for byte. It stands
 * outside both nodes, so that what they see of a cut is what they would see of a broken network: connections that end, and new ones
 * that come to nothing. Thread-safe.
 */
final class CutLine implements AutoCloseable {

    /** Given in figures, so that whoever dials it has no name to look up. */
    private static final String LOOPBACK = "127.0.0.1";

    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int port;
    private volatile boolean cut;

    private CutLine(ServerSocket server) {
        this.server = server;
    }

    /** Lays a line that leads nowhere yet: a node that is to {@code advertise} it has to know it before it has an address itself. */
    static CutLine lay() throws IOException {
        CutLine line = new CutLine(new ServerSocket(0, 50, InetAddress.ofLiteral(LOOPBACK)));
        Thread.ofVirtual().name("demo-line").start(line::acceptAll);
        return line;
    }

    /**
     * Says where it leads. Nobody may dial it before.
     *
     * @param address the {@code host:port} of a node on loopback
     */
    void leadTo(String address) {
        port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** Where to dial instead, {@code host:port}. */
    String address() {
        return LOOPBACK + ":" + server.getLocalPort();
    }

    /** Breaks every connection, and those to come. */
    void cut() {
        cut = true;
        sockets.forEach(this::end);
    }

    /** Lets connections through again; those that were broken stay so. */
    void mend() {
        cut = false;
    }

    /** Breaks every connection, and takes no more. */
    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (IOException e) {
                // Closed, or whoever dialled has gone already.
            }
        }
    }

    private void connect(Socket dialled) throws IOException {
        sockets.add(dialled);
        if (cut) {
            end(dialled);
            return;
        }
        Socket node;
        try {
            node = new Socket("localhost", port);
        } catch (IOException e) {
            end(dialled);
            throw e;
        }
        sockets.add(node);
        dialled.setTcpNoDelay(true);
        node.setTcpNoDelay(true);
        Thread.ofVirtual().name("demo-line-there").start(() -> carry(dialled, node));
        Thread.ofVirtual().name("demo-line-back").start(() -> carry(node, dialled));
        if (cut) { // meanwhile
            end(dialled);
            end(node);
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
            to.shutdownOutput(); // the other direction goes on until it ends, too: what was written last is to arrive
            if (from.isOutputShutdown()) {
                end(from);
                end(to);
            }
        } catch (IOException e) {
            end(from);
            end(to);
        }
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more, however it ended.
        }
    }
}
