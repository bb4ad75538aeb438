package dev.strait.transport.tcp;

import dev.strait.transport.UnixAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** What the operating system says about the files of Unix-domain sockets. Stateless. */
final class UnixFiles {
    /** The type of a file within its mode, and that of a socket (inode(7)). */
    private static final int TYPE = 0xF000;

    private static final int SOCKET = 0xC000;

    private UnixFiles() {}

    /** The path of an address; says so if this process cannot have such a one. */
    static Path path(UnixAddress address) throws IOException {
        FileSystem files = FileSystems.getDefault();
        if (!files.supportedFileAttributeViews().contains("unix")) {
            throw unsupported(null);
        }
        try {
            return files.getPath(address.path());
        } catch (InvalidPathException unfit) {
            throw new IOException(
                    "this process cannot write that path: " + unfit.getReason()
                            + "; choose one in plain letters, or start the JVM in a locale of UTF-8",
                    unfit);
        }
    }

    static ServerSocketChannel server(SelectorProvider system) throws IOException {
        try {
            return system.openServerSocketChannel(StandardProtocolFamily.UNIX);
        } catch (UnsupportedOperationException missing) {
            throw unsupported(missing);
        }
    }

    static SocketChannel client(SelectorProvider system) throws IOException {
        try {
            return system.openSocketChannel(StandardProtocolFamily.UNIX);
        } catch (UnsupportedOperationException missing) {
            throw unsupported(missing);
        }
    }

    private static IOException unsupported(@Nullable Throwable cause) {
        return new IOException(
                "this system has no Unix-domain sockets at files of a Unix; use TCP, as in localhost:5678", cause);
    }

    /** What went wrong, in words: most exceptions of files have none but the file's name. */
    static String why(IOException failed) {
        return failed instanceof FileSystemException files && files.getReason() == null
                ? failed.getClass().getSimpleName() + " " + files.getFile()
                : String.valueOf(failed.getMessage());
    }

    /** What a path leads to. */
    enum Found {
        NOTHING,
        SOCKET,
        /** Anything else, a link to a socket included. */
        OTHER
    }

    /** What there is at the path, looked at once. */
    static Found at(Path path) throws IOException {
        try {
            int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return (mode & TYPE) == SOCKET ? Found.SOCKET : Found.OTHER;
        } catch (NoSuchFileException none) {
            return Found.NOTHING;
        }
    }

    /** Which file of its name it is, as the file system knows it: none other has its key while it exists, be it only open in some process. */
    static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /**
     * Whether somebody may listen at the file of a socket. Only a refusal says that nobody does; that its queue is full, or that this
     * process may not connect, does not.
     */
    static boolean isListening(Path socket, SelectorProvider system) throws IOException {
        try (SocketChannel probe = client(system)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(socket));
            return true;
        } catch (ConnectException refused) {
            return false;
        } catch (SocketException unknown) {
            return at(socket) != Found.NOTHING;
        }
    }
}
