package dev.strait.wire.engine;

import dev.strait.wire.directory.Directory;
import dev.strait.wire.directory.DirectoryClient;
import dev.strait.wire.directory.DirectoryCodec;
import dev.strait.wire.directory.DirectoryLimits;
import dev.strait.wire.directory.DirectoryMessage;
import dev.strait.wire.directory.Member;
import dev.strait.wire.directory.Outgoing;
import dev.strait.wire.directory.ToClient;
import dev.strait.wire.directory.ToDirectory;
import dev.strait.wire.directory.Vocabulary;
import dev.strait.wire.frame.DirectoryFrame;
import dev.strait.wire.frame.Hello;
import dev.strait.wire.frame.ProtocolViolation;
import dev.strait.wire.frame.WireWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Both sides of the directory on one node: the client, which speaks for the node's ends to whichever directory it is attached to, and
 * the directory itself if this node hosts it. Carries messages between them, over a link or within the node. Not thread-safe.
 */
final class DirectoryDesk {
    private final EngineConfig config;
    private final Peers peers;
    private final Events events;
    private final DirectoryClient client;
    private final @Nullable Directory directory;
    private final Vocabulary vocabulary = new Vocabulary();
    private final WireWriter writer = new WireWriter();
    private @Nullable Link link;
    private boolean leaving;
    private boolean patient;

    /** A node that hosts the directory is attached to it at once. */
    DirectoryDesk(EngineConfig config, Peers peers, Events events) {
        this.config = config;
        this.peers = peers;
        this.events = events;
        client = new DirectoryClient(config.self(), config.addresses());
        directory = config.hostsDirectory() ? new Directory(config.self(), DirectoryLimits.DEFAULT) : null;
        if (directory != null) {
            client.attached(config.self());
            events.add(new EngineEvent.Attached(config.self().id()));
        }
    }

    DirectoryClient client() {
        return client;
    }

    /** The directory, if this node hosts it. */
    @Nullable
    Directory directory() {
        return directory;
    }

    /** The ends of a channel as the directory of this node has them; none if it hosts none. */
    List<Member> members(String channel) {
        return directory == null ? List.of() : directory.members(channel);
    }

    /** A link is up: attaches if it leads to the directory. */
    void linked(Link up, Hello peer, Peers.@Nullable Target dialledFor, long nowNanos) {
        if (dialledFor instanceof Peers.Target.Directory(String address, long _) && !peer.hostsDirectory()) {
            peers.failed(dialledFor, nowNanos);
            events.add(new EngineEvent.JoinFailed(
                    address,
                    "node " + peer.node().id()
                            + " does not host the directory; join the node that was started with listen",
                    true));
        }
        if (!leaving && peer.hostsDirectory() && directory == null && client.directory() == null) {
            peers.directoryReached();
            link = up;
            client.attached(peer.node());
            events.add(new EngineEvent.Attached(peer.node().id()));
        }
    }

    /** A link is down, and whatever it meant to the directory. */
    void unlinked(Link down, String reason, long nowNanos) {
        if (link == down) {
            link = null;
            client.detached();
            peers.directoryLost(nowNanos);
            if (!leaving) {
                events.add(new EngineEvent.Detached(reason));
            }
        }
        // A node that leaves closes its links one after another: its directory must not tell some that others are lost.
        if (directory != null && !leaving) {
            directory.lost(down.peer());
        }
    }

    /** Takes in a DIRECTORY frame. */
    void receive(Link from, DirectoryFrame frame, long nowNanos) {
        switch (DirectoryCodec.decode(frame.array(), frame.from(), frame.to(), vocabulary)) {
            case ToDirectory message when directory != null -> directory.apply(from.peer(), message, nowNanos);
            case ToDirectory message ->
                throw new ProtocolViolation(message.getClass().getSimpleName() + " sent to node "
                        + config.self().id() + ", which does not host the directory");
            case ToClient message when from == link -> client.received(message);
            case ToClient message ->
                throw new ProtocolViolation(message.getClass().getSimpleName() + " from node "
                        + from.peer().id() + ", which is not this node's directory");
        }
    }

    /** The node is replaced, or its process ends: it attaches to no directory any more, and that it is detached is nothing to tell. */
    void stop() {
        leaving = true;
    }

    /** The node leaves in order. */
    void leave() {
        leaving = true;
        client.leave();
    }

    /** Carries what the client says to the directory; true if there was anything. */
    boolean say(long nowNanos) {
        boolean busy = false;
        for (ToDirectory message = client.pollMessage(); message != null; message = client.pollMessage()) {
            busy = true;
            if (directory != null) {
                directory.apply(config.self(), message, nowNanos);
            } else if (link != null) {
                say(link, message);
            }
        }
        return busy;
    }

    /** Carries what the directory says to its nodes; true if there was anything. */
    boolean tell(Connections connections) {
        if (directory == null) {
            return false;
        }
        boolean busy = false;
        for (Outgoing out = directory.poll(); out != null; out = directory.poll()) {
            busy = true;
            Link to = connections.linkTo(out.to());
            if (out.to().equals(config.self())) {
                client.received(out.message());
            } else if (to != null) {
                say(to, out.message());
            }
        }
        return busy;
    }

    void tick(long nowNanos) {
        if (directory != null) {
            directory.tick(nowNanos);
        }
    }

    long deadline() {
        return directory == null ? Long.MAX_VALUE : directory.deadline().orElse(Long.MAX_VALUE);
    }

    /**
     * Until it is said otherwise: what is said follows from a call of the program, which may be one of many, and has it flushed if it waits for
     * something. What follows from frames that came is written with all that the others of one read cause.
     */
    void isPatient(boolean patient) {
        this.patient = patient;
    }

    private void say(Link to, DirectoryMessage message) {
        if (patient) {
            to.steerLater(frame(message));
        } else {
            to.steer(frame(message));
        }
    }

    private DirectoryFrame frame(DirectoryMessage message) {
        byte[] bytes = DirectoryCodec.encode(message, writer);
        return new DirectoryFrame(bytes, 0, bytes.length);
    }
}
