package dev.strait.transport;

/** A place where connections are accepted, until it is closed. Safe for use by any thread. */
public interface Listener extends AutoCloseable {

    /** Returns the address really listened at: the one asked for, with the port or name that was chosen if it left it open. */
    Address address();

    /**
     * Stops accepting and frees the address before it returns; does not wait for an {@link Acceptor} that is running.
     * Connections already accepted live on; dialled ones not yet accepted are closed. Idempotent; never throws.
     */
    @Override
    void close();
}
