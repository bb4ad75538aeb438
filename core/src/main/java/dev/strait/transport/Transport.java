package dev.strait.transport;

import java.io.IOException;
import java.time.Duration;

/**
 * A way to move bytes between nodes. Implementations are safe for use by any number of threads and hold no state that
 * must be closed; what they make (listeners and connections) is closed by whoever asked for it.
 *
 * <p>Security is not decided here: an address that is not loopback is listened at like any other. The node refuses
 * such an address first unless it was told to accept it, see {@link Address#isLoopback()}.
 */
public interface Transport {

    /** Returns whether addresses of this kind are listened at and dialled by this transport. */
    boolean serves(Address address);

    /**
     * Starts to accept connections at an address. Does not block beyond looking up the host name.
     *
     * @param address where to listen; port 0 (the name {@code 0} in memory, a folder for files of sockets) takes a free one,
     *     which {@link Listener#address()} tells
     * @param acceptor told each connection, see {@link Acceptor} for its thread
     * @return the open listener, already reachable
     * @throws IOException if the address is taken, is not of this machine or has an unknown host; the message names it
     * @throws IllegalArgumentException if the address is not {@linkplain #serves served}
     */
    Listener listen(Address address, Acceptor acceptor) throws IOException;

    /**
     * Makes one connection; tries once, so retrying is the caller's. Blocks the calling thread until connected.
     *
     * @param address whom to dial
     * @param timeout the most that all of it may take, looking up the name included; must be positive
     * @return the open connection
     * @throws IOException if nobody listens there, the name is unknown or the time is over; the message names the
     *     address. Nothing stays open.
     * @throws InterruptedException if the calling thread is interrupted; nothing stays open
     * @throws IllegalArgumentException if the address is not {@linkplain #serves served} or cannot be dialled (port 0)
     */
    Connection dial(Address address, Duration timeout) throws IOException, InterruptedException;
}
