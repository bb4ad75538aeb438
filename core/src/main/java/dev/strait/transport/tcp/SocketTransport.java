package dev.strait.transport.tcp;

import dev.strait.transport.Acceptor;
import dev.strait.transport.Address;
import dev.strait.transport.Connection;
import dev.strait.transport.Listener;
import dev.strait.transport.MemoryAddress;
import dev.strait.transport.TcpAddress;
import dev.strait.transport.Transport;
import dev.strait.transport.UnixAddress;
import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of the operating system: plain TCP, and between processes of one machine the Unix-domain sockets beside the TCP addresses, and
 * memory that the two come to share over these ({@link SharedMemory}), if that may be used ({@link UnixSockets}); and Unix-domain sockets at files of their own ({@link UnixAddress}). TCP runs with {@code TCP_NODELAY}, since
 * links batch by themselves, and leaves its buffer sizes to the
 * operating system: a fixed size would switch off its tuning to the distance of the peer, and what a slow peer may have
 * outstanding is bounded by credit above. Immutable and safe for use by any thread.
 *
 * <p>Costs per connection: a socket and a selector, and a second selector once a write had to wait; no thread; and if memory is shared, half a mebibyte to
 * eight of it, as much as was needed, and its file.
 * Per listener: a socket, for TCP two more with their files beside it, and a daemon thread {@code strait-accept-<address>}, which takes some
 * milliseconds to share memory with who has dialled.
 */
public final class SocketTransport implements Transport {

    private final @Nullable UnixSockets nearby;
    private final SelectorProvider system;

    /**
     * Makes a transport.
     *
     * @param unixSockets whether connections within this machine may use the Unix-domain sockets beside TCP addresses, and share memory; an address that is a
     *     file is listened at and dialled in any case
     */
    public SocketTransport(boolean unixSockets) {
        this(unixSockets ? UnixSockets.ofThisProcess() : null, SelectorProvider.provider());
    }

    /**
     * Makes a transport of its own.
     *
     * @param nearby the sockets beside TCP addresses; none if null
     * @param system what makes sockets at files
     */
    SocketTransport(@Nullable UnixSockets nearby, SelectorProvider system) {
        this.nearby = nearby;
        this.system = system;
    }

    @Override
    public boolean serves(Address address) {
        return !(address instanceof MemoryAddress);
    }

    @Override
    public Listener listen(Address address, Acceptor acceptor) throws IOException {
        return switch (address) {
            case TcpAddress tcp -> TcpListening.open(tcp, nearby, acceptor);
            case UnixAddress unix -> new UnixListening(unix, system).open(acceptor);
            case MemoryAddress memory -> throw refused(memory);
        };
    }

    @Override
    public Connection dial(Address address, Duration timeout) throws IOException, InterruptedException {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("cannot dial " + address + ": the time limit must be positive");
        }
        return switch (address) {
            case TcpAddress tcp -> {
                if (tcp.port() == 0) {
                    throw new IllegalArgumentException("cannot dial " + address + ": port 0 is for listening only");
                }
                yield new TcpDial(tcp, nearby, timeout).connect();
            }
            case UnixAddress unix -> {
                if (unix.isFolder()) {
                    throw new IllegalArgumentException(
                            "cannot dial " + address + ": a folder is for listening only, dial a file in it");
                }
                yield new UnixDial(unix, system, timeout).connect();
            }
            case MemoryAddress memory -> throw refused(memory);
        };
    }

    private static IllegalArgumentException refused(MemoryAddress memory) {
        return new IllegalArgumentException(
                "address " + memory + " is not one of a socket, write host:port or unix:/path");
    }
}
