package dev.strait.transport.tcp;

import dev.strait.transport.LineContract;
import dev.strait.transport.TransportLine;
import dev.strait.transport.UnixAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Connections to the files of Unix-domain sockets. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class UnixLineTest extends LineContract {
    @TempDir
    private Path folder;

    @Override
    protected Line open(long seed) throws Exception {
        return TransportLine.open(new SocketTransport(false), new UnixAddress(folder + "/"));
    }
}
