package dev.strait.transport.tcp;

import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Makes a connection of a channel that was accepted. */
@FunctionalInterface
interface Opening {
    /** Waits for nobody; the caller closes the channel if this throws. */
    Connection open(SocketChannel accepted, Address remote) throws IOException;
}
