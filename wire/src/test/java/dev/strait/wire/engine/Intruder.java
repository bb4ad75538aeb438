package dev.strait.wire.engine;

import dev.strait.wire.directory.DirectoryCodec;
import dev.strait.wire.directory.ToDirectory;
import dev.strait.wire.frame.Close;
import dev.strait.wire.frame.DirectoryFrame;
import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.FragmentHead;
import dev.strait.wire.frame.Frame;
import dev.strait.wire.frame.FrameDecoder;
import dev.strait.wire.frame.FrameEncoder;
import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.Open;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.SessionToken;
import dev.strait.wire.mux.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a node, and whoever is at its other end: says whatever it is given, in any pieces, read as the node's reader reads (the
 * content of a fragment that is not complete goes straight to its place). What the node answers must be frames.
 */
final class Intruder implements Cluster.Stranger {
    private static final long NONE = -1;

    /** Who it says it is. */
    NodeRef self = new NodeRef("bad", 1, 1);

    /** Streams that the node has opened. */
    final List<Integer> opened = new ArrayList<>();

    /** The session that the node has begun, or goes on with; none if it has said none. */
    SessionToken session = SessionToken.NONE;

    private final Cluster cluster;
    private final Player victim;
    private final FrameDecoder decoder = FrameDecoder.beforeHandshake();
    private final FrameDecoder answers = FrameDecoder.afterHandshake();
    private long connection = NONE;
    /** Whether the node reads no more. */
    private boolean refused;

    private byte[] kept = new byte[0];
    /** The fragment whose content is coming, and how much of that is still to come; null if none is. */
    private @Nullable FragmentHead coming;

    private int toCome;

    private Intruder(Cluster cluster, Player victim) {
        this.cluster = cluster;
        this.victim = victim;
    }

    /** One that connects to a node. */
    static Intruder to(Player victim) {
        Intruder intruder = new Intruder(victim.cluster, victim);
        intruder.connection = victim.cluster.connect(intruder, victim);
        return intruder;
    }

    /** One whom a node has dialled. */
    static Intruder dialledBy(Player victim, long connection) {
        Intruder intruder = new Intruder(victim.cluster, victim);
        intruder.connection = connection;
        return intruder;
    }

    /** The node at the other end. */
    Player victim() {
        return victim;
    }

    boolean isConnected() {
        return connection != NONE;
    }

    void give(Frame frame) {
        give(FrameEncoder.encode(frame));
    }

    /** The node reads these bytes, and does what they make it do. */
    void give(byte[] bytes) {
        if (isConnected() && !refused) {
            victim.engine.alive(connection, cluster.now);
            try {
                refused = !take(bytes);
            } catch (ProtocolViolation violation) {
                refused = true;
                victim.engine.violated(connection, violation, cluster.now);
            }
            cluster.run();
        }
    }

    private boolean take(byte[] bytes) {
        int from = 0;
        if (coming != null) {
            from = Math.min(toCome, bytes.length);
            if (!takeContent(coming, bytes, from)) {
                return false;
            }
        }
        kept = concat(kept, bytes, from);
        return takeFrames();
    }

    /** @return whether the connection goes on */
    private boolean takeContent(FragmentHead head, byte[] bytes, int count) {
        Place place = victim.engine.place(connection, head);
        if (place != null) {
            System.arraycopy(bytes, 0, place.array(), place.at() + head.length() - toCome, count);
        }
        toCome -= count;
        if (toCome > 0) {
            return true;
        }
        coming = null;
        return victim.engine.arrived(connection, head, cluster.now);
    }

    private boolean takeFrames() {
        int from = 0;
        while (coming == null) {
            boolean established = victim.engine.isEstablished(connection);
            if (established) {
                decoder.handshakeDone();
            }
            Frame frame = decoder.next(kept, from, kept.length);
            FragmentHead head = frame == null && established ? decoder.nextHead(kept, from, kept.length) : null;
            from += decoder.consumed();
            if (frame == null && head == null) {
                break;
            }
            if (frame != null && isAllowed(frame) && !victim.engine.receive(connection, frame, cluster.now)) {
                return false;
            }
            if (head != null) {
                byte[] content = Arrays.copyOfRange(kept, from, kept.length);
                from = kept.length;
                coming = head;
                toCome = head.length();
                if (!victim.engine.begin(connection, head, cluster.now)
                        || !takeContent(head, content, content.length)) {
                    return false;
                }
            }
        }
        kept = Arrays.copyOfRange(kept, from, kept.length);
        return true;
    }

    /**
     * Not what any member of a cluster may do to the others by right, as long as nothing proves who speaks: to take the place of another node,
     * and to be one of the ends of the channels whose values are to arrive undisturbed.
     */
    private boolean isAllowed(Frame frame) {
        return switch (frame) {
            case Hello hello -> !hello.node().id().equals("good") && !isNewer(hello.node());
            case Close close -> close.code() != ErrorCode.REPLACED;
            case Open open -> !Siege.isSteady(open.channel());
            case DirectoryFrame message -> isAllowed(message);
            default -> true;
        };
    }

    private boolean isNewer(NodeRef node) {
        return cluster.players().stream()
                .anyMatch(each -> each.ref.sameId(node) && (each != victim || each.ref.compareIncarnation(node) < 0));
    }

    private static boolean isAllowed(DirectoryFrame frame) {
        try {
            return !(DirectoryCodec.decode(frame.array(), frame.from(), frame.to()) instanceof ToDirectory.OpenEnd open
                    && Siege.isSteady(open.spec().name()));
        } catch (ProtocolViolation violation) {
            return true;
        }
    }

    /** The connection breaks. */
    void cut() {
        if (isConnected()) {
            long broken = connection;
            connection = NONE;
            cluster.cut(broken, victim);
        }
    }

    @Override
    public void hears(byte[] bytes) {
        for (int from = 0; from < bytes.length; from += answers.consumed()) {
            Frame frame = answers.next(bytes, from, bytes.length);
            if (frame == null) {
                throw new AssertionError("the node writes half a frame");
            }
            if (frame instanceof Hello hello) {
                session = hello.session();
            }
            if (frame instanceof Open open && opened.size() < 200) {
                opened.add(open.stream());
            }
        }
    }

    @Override
    public void closed() {
        connection = NONE;
    }

    private static byte[] concat(byte[] head, byte[] tail, int from) {
        byte[] both = Arrays.copyOf(head, head.length + tail.length - from);
        System.arraycopy(tail, from, both, head.length, tail.length - from);
        return both;
    }
}
