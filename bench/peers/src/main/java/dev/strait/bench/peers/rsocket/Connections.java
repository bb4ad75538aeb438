package dev.strait.bench.peers.rsocket;

import dev.strait.bench.spi.Run;
import io.netty.buffer.ByteBuf;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketConnector;
import io.rsocket.core.RSocketServer;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.transport.netty.server.TcpServerTransport;
import io.rsocket.util.ByteBufPayload;
import java.util.Objects;

/** Connections between the two processes, and the bytes in their payloads. */
final class Connections {
    private static final String HOST = "127.0.0.1";

    private Connections() {}

    /** Listens, and says so. */
    static void listen(Run run, SocketAcceptor acceptor) {
        var server = RSocketServer.create(acceptor)
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .bindNow(TcpServerTransport.create(HOST, 0));
        run.ready(String.valueOf(server.address().getPort()));
    }

    static RSocket connect(Run run) {
        return connect(run, SocketAcceptor.with(new RSocket() {}));
    }

    /** Connects, and lets the other side ask as well. */
    static RSocket connect(Run run, SocketAcceptor acceptor) {
        var transport = TcpClientTransport.create(HOST, Integer.parseInt(run.address()));
        var connector = RSocketConnector.create().payloadDecoder(PayloadDecoder.ZERO_COPY);
        return Objects.requireNonNull(
                connector.acceptor(acceptor).connect(transport).block());
    }

    /** Wraps bytes; they are not copied. */
    static Payload payload(byte[] bytes) {
        return ByteBufPayload.create(bytes);
    }

    /** Copies the bytes out, and gives the payload back. */
    static byte[] bytes(Payload payload) {
        ByteBuf data = payload.sliceData();
        byte[] bytes = new byte[data.readableBytes()];
        data.readBytes(bytes);
        payload.release();
        return bytes;
    }
}
