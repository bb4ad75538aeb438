package dev.strait.transport.tcp;

import dev.strait.transport.Acceptor;
import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.TcpAddress;
import dev.strait.transport.Transport;
import java.io.IOException;
import java.time.Duration;

/**
 * Plain TCP. Sockets run with {@code TCP_NODELAY}, since links batch by themselves, and leave their buffer sizes to the
 * operating system: a fixed size would switch off its tuning to the distance of the peer, and what a slow peer may have
 * outstanding is bounded by credit above. Stateless and safe for use by any thread.
 *
 * <p>Costs per connection: a socket and a selector, and a second selector once a write had to wait; no thread. Per
 * listener: a socket and a daemon thread {@code strait-accept-<address>}.
 */
public final class TcpTransport implements Transport {

    /** Makes a transport; all are alike. */
    public TcpTransport() {}

    @Override
    public String scheme() {
        return "tcp";
    }

    @Override
    public Listener listen(Address address, Acceptor acceptor) throws IOException {
        return TcpListener.open(tcp(address), acceptor);
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
        return new TcpDial(tcp, timeout).connect();
    }

    private static TcpAddress tcp(Address address) {
        if (address instanceof TcpAddress tcp) {
            return tcp;
        }
        throw new IllegalArgumentException("address " + address + " is not a TCP address, write host:port");
    }
}
