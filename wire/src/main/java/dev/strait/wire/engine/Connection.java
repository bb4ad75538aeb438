package dev.strait.wire.engine;

import dev.strait.wire.session.Session;
import org.jspecify.annotations.Nullable;

/** One connection: its session, and the link once the session is established. */
final class Connection {
    final long id;
    final Session session;

    @Nullable
    Link link;
    /** Whether the engine has asked for a transmission that has not come out empty yet. */
    boolean writing;
    /** Whether the owner was told that something lingers, and has not found since that nothing does. */
    boolean lingering;
    /** Whether the owner was told that a program waits for what lingers, and has not transmitted since. */
    boolean flushing;
    /** Whether CLOSE is to follow what is queued. */
    boolean parting;
    /** Whether the owner has been told to close it. */
    boolean disconnecting;

    Connection(long id, Session session) {
        this.id = id;
        this.session = session;
    }
}
