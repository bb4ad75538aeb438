package dev.strait.bench.peers.grpc;

import dev.strait.bench.spi.Run;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The server and its only method, which is of whatever type a scenario needs. */
final class Calls {
    private static final String SERVICE = "bench";

    /** Messages are bytes already. */
    private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
        MARSHALLER;

        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message); // its length is known, so it is copied once
        }

        @Override
        public byte[] parse(InputStream message) {
            try {
                return message.readAllBytes();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private Calls() {}

    /** Describes the method; a description is to be used again and again. */
    static MethodDescriptor<byte[], byte[]> method(MethodType type) {
        return MethodDescriptor.newBuilder(Bytes.MARSHALLER, Bytes.MARSHALLER)
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "call"))
                .build();
    }

    /** Serves calls, and says so. */
    static void serve(Run run, MethodType type, ServerCallHandler<byte[], byte[]> handler) throws IOException {
        var server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(ServerServiceDefinition.builder(SERVICE)
                        .addMethod(method(type), handler)
                        .build())
                .build()
                .start();
        run.ready(String.valueOf(server.getPort()));
    }

    /** Prepares a connection of its own. */
    static Channel connect(Run run) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(run.address()));
        return NettyChannelBuilder.forAddress(address)
                .usePlaintext()
                .directExecutor()
                .build();
    }

    static ClientCall<byte[], byte[]> call(Channel channel, MethodDescriptor<byte[], byte[]> method) {
        return channel.newCall(method, CallOptions.DEFAULT);
    }
}
