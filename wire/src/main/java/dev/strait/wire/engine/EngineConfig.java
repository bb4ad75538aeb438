package dev.strait.wire.engine;

import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.SessionToken;
import dev.strait.wire.session.Retention;
import dev.strait.wire.session.SessionTimes;
import java.util.List;

/**
 * What one node is and allows.
 *
 * @param self the node's id and incarnation
 * @param cluster only nodes of one cluster name link up
 * @param addresses where this node can be dialled; none if it does not listen
 * @param hostsDirectory whether the directory lives in this node's memory
 * @param credit what it grants
 * @param times how long it waits
 * @param retention how much it keeps of what was not acknowledged
 */
public record EngineConfig(
        NodeRef self,
        String cluster,
        List<String> addresses,
        boolean hostsDirectory,
        Credit credit,
        Times times,
        Retention.Limits retention) {
    /** Keeps a copy. */
    public EngineConfig {
        addresses = List.copyOf(addresses);
    }

    /** With the default bounds of what is kept. */
    public EngineConfig(
            NodeRef self, String cluster, List<String> addresses, boolean hostsDirectory, Credit credit, Times times) {
        this(self, cluster, addresses, hostsDirectory, credit, times, Retention.Limits.DEFAULT);
    }

    Hello hello() {
        return new Hello(
                Hello.VERSION,
                Hello.VERSION,
                0,
                cluster,
                self,
                addresses,
                credit.initialMessages(),
                credit.initialBytes(),
                credit.maxMessageBytes(),
                List.of(),
                hostsDirectory ? Hello.HOSTS_DIRECTORY : 0,
                SessionToken.NONE);
    }

    /**
     * What a node grants to those who send to it.
     *
     * @param initialMessages messages of each new stream before its first CREDIT, as far as its channel's capacity goes; default
     *     1,048,576, so that it is the capacity that counts, and the bytes
     * @param initialBytes bytes of each new stream before its first CREDIT; default 2 KiB
     * @param maxWindowBytes most bytes that one stream's window grows to; default 4 MiB
     * @param budgetBytes most bytes granted to all streams beyond their initial credit
     * @param maxMessageBytes the largest message taken; default 64 MiB
     * @param maxStreams most streams that peers may have open here; default 1,000,000
     */
    public record Credit(
            int initialMessages,
            int initialBytes,
            int maxWindowBytes,
            long budgetBytes,
            int maxMessageBytes,
            int maxStreams) {
        /** The defaults. */
        public static final Credit DEFAULT = new Credit(1 << 20, 2 << 10, 4 << 20, 256L << 20, 64 << 20, 1_000_000);

        /** The budget must hold at least one message of the largest size, or it could never be admitted. */
        public Credit {
            if (budgetBytes < maxMessageBytes) {
                throw new IllegalArgumentException("a budget of " + budgetBytes
                        + " bytes does not hold one message of the maximum size, " + maxMessageBytes + " bytes");
            }
        }
    }

    /**
     * How long a node waits.
     *
     * @param session handshake, heartbeat and silence
     * @param announceNanos the longest that something taken stays unannounced; default 5 ms
     * @param firstRedialNanos the first pause before dialling again; default 20 ms, doubled each time
     * @param maxRedialNanos the longest pause; default 1 s; each is shortened at random by up to a half
     * @param unreachableNanos how long a node is dialled in vain before its ends count as unreachable; default 5 s
     */
    public record Times(
            SessionTimes session,
            long announceNanos,
            long firstRedialNanos,
            long maxRedialNanos,
            long unreachableNanos) {
        /** The defaults. */
        public static final Times DEFAULT =
                new Times(SessionTimes.DEFAULT, 5_000_000L, 20_000_000L, 1_000_000_000L, 5_000_000_000L);
    }
}
