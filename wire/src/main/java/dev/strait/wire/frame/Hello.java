package dev.strait.wire.frame;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * HELLO, the first frame of both sides: who this is, what it understands and what it grants every new stream. The layout
 * never changes with the version, so that nodes of any two versions can tell each other why they part; what later
 * versions add goes into extensions, whose unknown keys are ignored, as are unknown feature and role bits.
 *
 * @param version the newest protocol version understood, 1 to 65,535
 * @param oldestVersion the oldest protocol version understood, 1 to {@code version}
 * @param features optional abilities, one bit each; version 1 defines none
 * @param cluster the cluster's name, 0 to 255 bytes of UTF-8; only equal names link up
 * @param node the incarnation that speaks
 * @param addresses where it can be dialled, at most 16 of 1 to 255 bytes of UTF-8; may be empty
 * @param initialMessages messages that may be sent on each new stream before its first CREDIT
 * @param initialBytes byte credit of each new stream before its first CREDIT
 * @param maximumMessageBytes the largest message it takes, in bytes; at least 1
 * @param extensions at most 32, each key once
 * @param roles what the node does for others, one bit each, 0 to 255; see {@link #HOSTS_DIRECTORY}
 * @param session from the dialler, the session that it wants to resume, or none; from the acceptor, the session of this connection
 */
public record Hello(
        int version,
        int oldestVersion,
        long features,
        String cluster,
        NodeRef node,
        List<String> addresses,
        int initialMessages,
        int initialBytes,
        long maximumMessageBytes,
        List<Extension> extensions,
        int roles,
        SessionToken session)
        implements LinkFrame {
    /** The bytes "STRT" that every HELLO starts with. */
    public static final int MAGIC = 0x53545254;

    /** The protocol version that this library speaks. */
    public static final int VERSION = 1;

    /** Role bit 0: the node hosts the directory. */
    public static final int HOSTS_DIRECTORY = 1;

    /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
    public Hello {
        Checks.between("protocol version", version, 1, 0xffff);
        Checks.between("oldest protocol version", oldestVersion, 1, version);
        Checks.text("cluster name", cluster, 0, FrameLimits.MAX_CLUSTER_BYTES);
        Objects.requireNonNull(node);
        addresses = List.copyOf(addresses);
        Checks.atMost("number of listen addresses", addresses.size(), FrameLimits.MAX_ADDRESSES);
        for (String address : addresses) {
            Checks.text("listen address", address, 1, FrameLimits.MAX_ADDRESS_BYTES);
        }
        Checks.between("initial messages", initialMessages, 0, Integer.MAX_VALUE);
        Checks.between("initial bytes", initialBytes, 0, Integer.MAX_VALUE);
        Checks.between("maximum message size", maximumMessageBytes, 1, Long.MAX_VALUE);
        extensions = List.copyOf(extensions);
        Checks.atMost("number of extensions", extensions.size(), FrameLimits.MAX_EXTENSIONS);
        Set<Integer> keys = new HashSet<>();
        for (Extension extension : extensions) {
            if (!keys.add(extension.key())) {
                throw new IllegalArgumentException("extension key " + extension.key() + " occurs twice");
            }
        }
        Checks.between("role bits", roles, 0, 0xff);
        Objects.requireNonNull(session);
    }

    /** The same about another session. */
    public Hello withSession(SessionToken other) {
        return with(extensions, other);
    }

    /** The same with these extensions. */
    public Hello withExtensions(List<Extension> others) {
        return with(others, session);
    }

    private Hello with(List<Extension> otherExtensions, SessionToken otherSession) {
        return new Hello(
                version,
                oldestVersion,
                features,
                cluster,
                node,
                addresses,
                initialMessages,
                initialBytes,
                maximumMessageBytes,
                otherExtensions,
                roles,
                otherSession);
    }

    /** Whether the node says that it hosts the directory. */
    public boolean hostsDirectory() {
        return (roles & HOSTS_DIRECTORY) != 0;
    }

    @Override
    public FrameType type() {
        return FrameType.HELLO;
    }

    /**
     * Something beyond the fixed fields, such as a proof of the shared secret; equal by content. The array
     * is not copied: neither side changes it afterwards.
     *
     * @param key what it is, 0 to 65,535
     * @param value its bytes, at most 65,535; the whole HELLO must stay within 16 KiB
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes are the point, and equality is by content
    public record Extension(int key, byte[] value) {
        /** Checks the limits; an {@link IllegalArgumentException} names the one broken. */
        public Extension {
            Checks.between("extension key", key, 0, 0xffff);
            Checks.atMost("extension length", value.length, 0xffff);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Extension that && key == that.key && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return 31 * key + Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Extension[key=" + key + ", " + value.length + " bytes]";
        }
    }
}
