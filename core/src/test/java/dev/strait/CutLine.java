package dev.strait;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A line between nodes that a test can cut and mend: a port on loopback whose connections lead to another address. */
public final class CutLine implements AutoCloseable {
    private final ServerSocket server;
    private volatile int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean cut;
    private volatile long nextThere = Long.MAX_VALUE;
    private volatile long nextBack = Long.MAX_VALUE;
    private volatile CountDownLatch answersPass = new CountDownLatch(0);

    /** A line to a node's address. */
    public CutLine(String address) throws IOException {
        leadTo(address);
        server = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
        Thread.ofVirtual().start(this::acceptAll);
    }

    /** A line that leads nowhere yet, for a node that has to know it before it has an address itself. */
    CutLine() throws IOException {
        this("nowhere:0");
    }

    /** From now on, connections lead to this address. */
    final void leadTo(String address) {
        target = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** Where to dial. */
    public String address() {
        return "localhost:" + server.getLocalPort();
    }

    /** Breaks every connection, and those to come. */
    public void cut() throws IOException {
        cut = true;
        cutOnce();
        release();
    }

    /** Breaks every connection; those to come pass. */
    public void cutOnce() {
        for (Socket socket : sockets) {
            close(socket);
        }
    }

    /** Breaks the next connection to come after it has carried so many bytes to the node, and those in the other direction. */
    void cutNextAfter(long bytesThere, long bytesBack) {
        nextThere = bytesThere;
        nextBack = bytesBack;
    }

    /** Says this to the node on every connection, beside whatever passes. */
    void intrude(byte[] bytes) throws IOException {
        for (Socket socket : sockets) {
            if (socket.getPort() == target) {
                socket.getOutputStream().write(bytes);
            }
        }
    }

    /** Lets connections pass again. */
    public void mend() {
        cut = false;
    }

    /** Keeps back what comes from the side that dialled, until {@link #release} or the cut; what goes there passes. */
    public void holdAnswers() {
        answersPass = new CountDownLatch(1);
    }

    /** Lets pass what was kept back. */
    public void release() {
        answersPass.countDown();
    }

    /** How many connections were made so far. */
    int connections() {
        return connections.get();
    }

    /** How many were not, as the line was cut. */
    int refused() {
        return refused.get();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                pass(server.accept());
            } catch (IOException e) {
                continue; // closed, or the other side has gone already
            }
        }
    }

    private void pass(Socket from) throws IOException {
        if (cut || target == 0) {
            from.close();
            refused.incrementAndGet();
            return;
        }
        connections.incrementAndGet();
        Socket to = new Socket("localhost", target);
        from.setTcpNoDelay(true);
        to.setTcpNoDelay(true);
        sockets.add(from);
        sockets.add(to);
        long there = nextThere;
        long back = nextBack;
        cutNextAfter(Long.MAX_VALUE, Long.MAX_VALUE);
        Thread.ofVirtual().start(() -> copy(from, to, true, there));
        Thread.ofVirtual().start(() -> copy(to, from, false, back));
        if (cut) {
            cut();
        }
    }

    private void copy(Socket from, Socket to, boolean answers, long most) {
        long left = most;
        byte[] buffer = new byte[64 << 10];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (answers) {
                    answersPass.await();
                }
                out.write(buffer, 0, (int) Math.min(read, left));
                left -= read;
                if (left <= 0) {
                    close(from);
                    close(to);
                }
            }
            to.shutdownOutput(); // the other direction goes on until it ends, too: what was written last is to arrive
            if (from.isOutputShutdown()) {
                close(from);
                close(to);
            }
        } catch (IOException | InterruptedException e) {
            close(from); // the end of the line is what the test looks at
            close(to);
        }
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
