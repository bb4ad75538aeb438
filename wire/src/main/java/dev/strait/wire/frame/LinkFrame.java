package dev.strait.wire.frame;

/** A frame about the link itself; its stream is 0. */
public sealed interface LinkFrame extends Frame permits Hello, Ready, Ack, Close, Ping, Pong, DirectoryFrame {
    @Override
    default int stream() {
        return 0;
    }
}
