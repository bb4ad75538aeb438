package dev.strait.semantics;

import dev.strait.Cluster;
import dev.strait.CutLine;
import dev.strait.Node;
import dev.strait.NodeOptions;
import dev.strait.error.CloseIncomplete;
import java.io.IOException;
import java.time.Duration;

/** Two linked nodes over sockets on loopback, started when they are asked for; their link can be cut. */
final class TwoNodes implements AutoCloseable {
    private Cluster cluster;
    private CutLine line;
    private Node far;

    /** The node that listens and has the directory. */
    Node near() {
        return started().hub();
    }

    /** The node that has joined it. */
    Node far() {
        started();
        return far;
    }

    /** Breaks the link, for good: each node is lost for the other. */
    void cut() throws IOException {
        line.cut();
    }

    /** Keeps back what comes from the far node, until {@link #releaseAnswers} or the cut. */
    void holdAnswers() {
        line.holdAnswers();
    }

    /** Lets pass what was kept back. */
    void releaseAnswers() {
        line.release();
    }

    /** One more node, which waits at most so long when it closes. */
    Node join(String name, Duration close) {
        try {
            NodeOptions options = started().options(name);
            return cluster.join(options.withWaits(options.waits().withClose(close)));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Cluster started() {
        if (cluster == null) {
            try {
                cluster = Cluster.withoutResuming();
                line = new CutLine(cluster.hub().address());
                far = cluster.join(line.address(), cluster.options("far"));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return cluster;
    }

    @Override
    public void close() throws IOException {
        if (cluster == null) {
            return;
        }
        try {
            cluster.close();
        } catch (CloseIncomplete left) {
            return; // values that a test has left behind on purpose
        } finally {
            line.close();
        }
    }
}
