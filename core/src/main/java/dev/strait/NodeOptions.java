package dev.strait;

import dev.strait.error.ConfigurationInvalid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * How a node is set up. Immutable; start from {@link #defaults()} and change what matters.
 *
 * @param name the node's id, which errors and logs name; default: none, and then a random one is made at every start. Of two processes with
 *     one name the one started later stays
 * @param cluster only nodes of one cluster name link up; default {@code "strait"}
 * @param listening where it listens, and where it says that it can be reached
 * @param memoryBytes most bytes that this node lets all senders together have on their way to it, beyond 2 KiB for each stream
 *     and one value of the maximum size, and one more for each that was asked for and given up; default: a
 *     quarter of the largest heap, at least the maximum message size
 * @param maxMessageBytes the largest value, encoded; default 64 MiB
 * @param waits how long blocking calls wait
 * @param insecure whether an address that is not loopback is accepted, though there is no encryption and no authentication in this
 *     version: anybody who reaches the port can take part; default false
 * @param unixSockets whether links to {@code host:port} within one machine may run over Unix-domain sockets and through shared memory, which
 *     takes a node at each end that may, of one user on Linux; TCP otherwise, which is slower there; default true. An address {@code unix:/path} is what it says in
 *     any case
 * @param exitNotice whether the others are told when the JVM ends and the node is not closed; see {@link #withExitNotice}; default no
 */
public record NodeOptions(
        Optional<String> name,
        String cluster,
        Listening listening,
        long memoryBytes,
        int maxMessageBytes,
        Waits waits,
        boolean insecure,
        boolean unixSockets,
        boolean exitNotice) {

    private static final int DEFAULT_MAX_MESSAGE_BYTES = 64 << 20;

    /** Checks every option; a {@link ConfigurationInvalid} names the one that cannot be used. */
    public NodeOptions {
        name.ifPresent(it -> text("name", it, 1));
        text("cluster", cluster, 0);
        if (maxMessageBytes < 1) {
            throw new ConfigurationInvalid("maxMessageBytes", "must be at least 1, was " + maxMessageBytes);
        }
        if (memoryBytes < maxMessageBytes) {
            throw new ConfigurationInvalid(
                    "memoryBytes",
                    "must hold at least one value of the maximum size, " + maxMessageBytes + " bytes, was "
                            + memoryBytes + "; raise it, or lower maxMessageBytes");
        }
    }

    private static void text(String option, String text, int min) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length < min || length > 255) {
            throw new ConfigurationInvalid(option, "must be " + min + " to 255 bytes of UTF-8, was " + length);
        }
    }

    /** The defaults. */
    public static NodeOptions defaults() {
        long memory = Math.max(DEFAULT_MAX_MESSAGE_BYTES, Runtime.getRuntime().maxMemory() / 4);
        return new NodeOptions(
                Optional.empty(),
                "strait",
                Listening.DEFAULT,
                memory,
                DEFAULT_MAX_MESSAGE_BYTES,
                Waits.DEFAULT,
                false,
                true,
                false);
    }

    /** The same with this name. */
    public NodeOptions withName(String newName) {
        return new NodeOptions(
                Optional.of(newName),
                cluster,
                listening,
                memoryBytes,
                maxMessageBytes,
                waits,
                insecure,
                unixSockets,
                exitNotice);
    }

    /** The same with this cluster name. */
    public NodeOptions withCluster(String newCluster) {
        return new NodeOptions(
                name, newCluster, listening, memoryBytes, maxMessageBytes, waits, insecure, unixSockets, exitNotice);
    }

    /** The same, listening at this address besides joining. */
    public NodeOptions withListen(String address) {
        return with(new Listening(true, Optional.of(address), listening.advertised()));
    }

    /** The same, not listening when it joins: two such nodes cannot link, and their ends cannot reach each other. */
    public NodeOptions withoutListening() {
        return with(new Listening(false, Optional.empty(), listening.advertised()));
    }

    /**
     * The same, telling all other nodes to dial this address instead of the one at which the node listens: for a node behind NAT, a port
     * forwarder or a load balancer of TCP, in a container, or one that listens on every interface ({@code 0.0.0.0:5678}), which is nowhere to dial.
     * Somebody has to pass on what is dialled there to where the node listens; the node does not check that. The others know no other address of
     * it, also those beside it, unless a program has given them one to {@link Node#join}.
     *
     * @param address {@code host:port} or {@code unix:/path}, one that can be dialled: not port 0, not every interface, not a folder; beyond loopback
     *     only {@linkplain #withInsecure with insecure}. What is wrong with it is said when the node is started: an {@link
     *     dev.strait.error.InvalidAddress} if it is no address or cannot be dialled, a {@link ConfigurationInvalid} if it is beyond loopback without insecure, or if
     *     the node joins one beyond loopback and {@link #withListen} does not say where it listens itself
     * @throws ConfigurationInvalid if the node is {@linkplain #withoutListening not to listen}
     */
    public NodeOptions withAdvertise(String address) {
        return with(new Listening(listening.listens(), listening.at(), Optional.of(address)));
    }

    private NodeOptions with(Listening other) {
        return new NodeOptions(
                name, cluster, other, memoryBytes, maxMessageBytes, waits, insecure, unixSockets, exitNotice);
    }

    /** The same with this much memory, in bytes. */
    public NodeOptions withMemoryBytes(long bytes) {
        return new NodeOptions(
                name, cluster, listening, bytes, maxMessageBytes, waits, insecure, unixSockets, exitNotice);
    }

    /** The same with this maximum message size, in bytes. */
    public NodeOptions withMaxMessageBytes(int bytes) {
        return new NodeOptions(name, cluster, listening, memoryBytes, bytes, waits, insecure, unixSockets, exitNotice);
    }

    /** The same with these time limits. */
    public NodeOptions withWaits(Waits newWaits) {
        return new NodeOptions(
                name, cluster, listening, memoryBytes, maxMessageBytes, newWaits, insecure, unixSockets, exitNotice);
    }

    /**
     * The same, accepting addresses that are not loopback. There is no encryption and no authentication in this version: use it in a
     * network whose every member you trust.
     */
    public NodeOptions withInsecure() {
        return new NodeOptions(
                name, cluster, listening, memoryBytes, maxMessageBytes, waits, true, unixSockets, exitNotice);
    }

    /**
     * The same with TCP for every link to {@code host:port}, within one machine too: for whoever wants to watch or to disturb what is on the
     * wire.
     */
    public NodeOptions withoutUnixSockets() {
        return new NodeOptions(
                name, cluster, listening, memoryBytes, maxMessageBytes, waits, insecure, false, exitNotice);
    }

    /**
     * The same, telling the other nodes when the JVM ends while this node is open: at SIGTERM or Ctrl-C, at {@code System.exit}, or when the last
     * thread has ended. They take it for lost at once, {@code SHUTTING_DOWN: the process ended}, and not only after {@link Waits#resume()}.
     * Nothing is delivered by that and nothing is {@code done}: to end in order a node is {@linkplain Node#close() closed}.
     *
     * <p>Not the default, because it is a shutdown hook, and the JVM runs all of these at once: the notice ends the links under a hook of the
     * program's own that is still at work with the node. It leaves the node alone if {@code close()} was called before, or within 250 ms; so a
     * program that closes its node in a hook, but not first of all, does without the notice. The JVM ends at most 0.75 s later by it.
     */
    public NodeOptions withExitNotice() {
        return new NodeOptions(
                name, cluster, listening, memoryBytes, maxMessageBytes, waits, insecure, unixSockets, true);
    }

    /**
     * Where a node listens, and where it says that it can be reached.
     *
     * @param listens for {@link Node#join}: whether to listen at all; default true. A node that does not can link only with nodes that it can
     *     dial
     * @param at for {@link Node#join}: where to listen besides; default: none, and then a node that joins a loopback address listens on a
     *     free loopback port, and one that joins {@code unix:/path} at a file named {@code strait-} and eight letters in the same folder, so
     *     that on one machine every pair of nodes can link
     * @param advertised the address that the other nodes are told, see {@link NodeOptions#withAdvertise}; default: none, and then it is the one at
     *     which the node listens
     */
    public record Listening(boolean listens, Optional<String> at, Optional<String> advertised) {
        /** The defaults: it listens, and nothing else is said. */
        public static final Listening DEFAULT = new Listening(true, Optional.empty(), Optional.empty());

        /** Checks that who does not listen gives no address; a {@link ConfigurationInvalid} names it. */
        public Listening {
            if (!listens && at.isPresent()) {
                throw new ConfigurationInvalid("listen", "an address to listen at, and not to listen at all");
            }
            if (!listens && advertised.isPresent()) {
                throw new ConfigurationInvalid(
                        "advertise", "an address at which others reach this node, and not to listen at all");
            }
        }
    }

    /**
     * How long blocking calls wait.
     *
     * @param join for the directory's node to answer, dialling again and again; default 10 s
     * @param open for the directory to agree to an end; default 10 s
     * @param close for what was sent to be taken, when the node closes; default 30 s
     * @param dial for one connection to be made; default 3 s
     * @param reach for a link to a node that is dialled in vain, until sends say {@code Unreachable}; default 5 s
     * @param resume for a link whose connection was closed or broke, until it goes on over another connection: till then nothing of it is lost,
     *     afterwards everything that hangs on it ends in {@code LinkLost}; default 4 s; zero: at once
     * @param resumeSilent the same for a link whose connection fell silent for 3 s, because the other process is stopped or the network is
     *     cut; default 30 s; not below {@code resume}
     */
    public record Waits(
            Duration join,
            Duration open,
            Duration close,
            Duration dial,
            Duration reach,
            Duration resume,
            Duration resumeSilent) {
        /** The defaults: 10 s, 10 s, 30 s, 3 s, 5 s, 4 s and 30 s. */
        public static final Waits DEFAULT = new Waits(
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(3),
                Duration.ofSeconds(5),
                Duration.ofSeconds(4),
                Duration.ofSeconds(30));

        /** Checks that none is negative, and none but {@code resume} and {@code resumeSilent} zero. */
        public Waits {
            positive("join", join);
            positive("open", open);
            positive("close", close);
            positive("dial", dial);
            positive("reach", reach);
            notNegative("resume", resume);
            notNegative("resumeSilent", resumeSilent);
            if (resumeSilent.compareTo(resume) < 0) {
                throw new ConfigurationInvalid(
                        "waits.resumeSilent", "must not be below waits.resume, " + resume + ", was " + resumeSilent);
            }
        }

        private static void notNegative(String option, Duration wait) {
            if (wait.isNegative() || wait.compareTo(Duration.ofDays(365)) > 0) {
                throw new ConfigurationInvalid("waits." + option, "must be zero to a year, was " + wait);
            }
        }

        private static void positive(String option, Duration wait) {
            if (wait.isNegative() || wait.isZero() || wait.compareTo(Duration.ofDays(365)) > 0) {
                throw new ConfigurationInvalid("waits." + option, "must be above zero and at most a year, was " + wait);
            }
        }

        /** The same with this wait for the directory's node. */
        public Waits withJoin(Duration wait) {
            return new Waits(wait, open, close, dial, reach, resume, resumeSilent);
        }

        /** The same with this wait for the directory's agreement. */
        public Waits withOpen(Duration wait) {
            return new Waits(join, wait, close, dial, reach, resume, resumeSilent);
        }

        /** The same with this wait for what was sent to be taken. */
        public Waits withClose(Duration wait) {
            return new Waits(join, open, wait, dial, reach, resume, resumeSilent);
        }

        /** The same with this wait for one connection. */
        public Waits withDial(Duration wait) {
            return new Waits(join, open, close, wait, reach, resume, resumeSilent);
        }

        /** The same with this wait for a link. */
        public Waits withReach(Duration wait) {
            return new Waits(join, open, close, dial, wait, resume, resumeSilent);
        }

        /** The same with these waits for a link to go on: whose connection broke, and whose connection fell silent. */
        public Waits withResume(Duration wait, Duration silentWait) {
            return new Waits(join, open, close, dial, reach, wait, silentWait);
        }
    }
}
