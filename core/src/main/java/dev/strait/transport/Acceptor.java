package dev.strait.transport;

/** Takes the connections that others dial. */
@FunctionalInterface
public interface Acceptor {

    /**
     * Takes one connection, and with it the duty to close it. Called on the listener's accept thread, one call at a
     * time; must not block, since no other connection is accepted meanwhile. A throw closes the connection, is logged,
     * and the listener goes on.
     *
     * @param connection open, nothing read from it yet
     */
    void accepted(Connection connection);
}
