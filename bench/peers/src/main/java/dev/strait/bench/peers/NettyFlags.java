package dev.strait.bench.peers;

import java.util.List;

/** What Netty wants of the JVM to manage its direct buffers itself, and to use the system's own selector without a warning. */
public final class NettyFlags {
    /** Flags of the JVM. */
    public static final List<String> ALL = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-Dio.netty.tryReflectionSetAccessible=true");

    private NettyFlags() {}
}
