package dev.strait.transport.tcp;

import dev.strait.transport.Acceptor;
import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.TcpAddress;
import dev.strait.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Plain TCP, and between processes of one machine the Unix-domain sockets beside the TCP addresses, if they may be used ({@link UnixSockets}). Sockets run with {@code TCP_NODELAY}, since links batch by themselves, and leave their buffer sizes to the
 * operating system: a fixed size would switch off its tuning to the distance of the peer, and what a slow peer may have
 * outstanding is bounded by credit above. Immutable and safe for use by any thread.
 *
 * <p>Costs per connection: a socket and a selector, and a second selector once a write had to wait; no thread. Per
 * listener: a socket, one more with its file beside it, and a daemon thread {@code strait-accept-<address>}.
 */
public final class TcpTransport implements Transport {

    private final @Nullable UnixSockets nearby;

    /**
     * Makes a transport.
     *
     * @param unixSockets whether connections within this machine may use Unix-domain sockets
     */
    public TcpTransport(boolean unixSockets) {
        this(unixSockets ? UnixSockets.ofThisProcess() : null);
    }

    TcpTransport(@Nullable UnixSockets nearby) {
        this.nearby = nearby;
    }

    @Override
    public String scheme() {
        return "tcp";
    }

    @Override
    public Listener listen(Address address, Acceptor acceptor) throws IOException {
        return TcpListener.open(tcp(address), nearby, acceptor);
    }

    @Override
    public Connection dial(Address address, Duration timeout) throws IOException, InterruptedException {
        TcpAddress tcp = tcp(address);
        if (tcp.port() == 0) {
            throw new IllegalArgumentException("cannot dial " + address + ": port 0 is for listening only");
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("cannot dial " + address + ": the time limit must be positive");
        }
        return new TcpDial(tcp, nearby, timeout).connect();
    }

    private static TcpAddress tcp(Address address) {
        if (address instanceof TcpAddress tcp) {
            return tcp;
        }
        throw new IllegalArgumentException("address " + address + " is not a TCP address, write host:port");
    }
}
