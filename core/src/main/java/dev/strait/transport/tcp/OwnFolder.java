package dev.strait.transport.tcp;

import dev.strait.transport.SafeLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A folder that belongs to one user, whom alone its rights let in, in a place where anybody may make one of its name, or a link.
 *
 * @param path where it is, or is to be
 * @param user the number of the user
 */
record OwnFolder(Path path, int user) {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Path STATUS = Path.of("/proc/self/status");

    /**
     * That of this process's user.
     *
     * @param parent the place
     * @throws IOException if this is not Linux
     */
    static OwnFolder ofThisUser(Path parent) throws IOException {
        int user = thisUser();
        return new OwnFolder(parent.resolve("strait-" + Integer.toUnsignedString(user)), user);
    }

    /**
     * The number of a namespace of this process, in digits.
     *
     * @param link that of /proc/self/ns
     */
    static String namespace(Path link) throws IOException {
        return Files.readSymbolicLink(link).toString().replaceAll("\\D", "");
    }

    /** To whom what this process makes belongs: the second number of that line (proc_pid_status(5)). */
    private static int thisUser() throws IOException {
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith("Uid:")) {
                return Integer.parseUnsignedInt(line.split("\\s+", -1)[2]);
            }
        }
        throw new IOException(STATUS + " has no line of Uid");
    }

    /** Makes it, if nothing of its name is there. @return whether it is there and the user's alone */
    boolean make() throws IOException {
        try {
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException made) {
            SafeLog.log(SocketConnection.LOG, Level.TRACE, "{0} is there", path);
        }
        return isOwn();
    }

    /** Whether it is there and the user's alone. */
    boolean isOwn() throws IOException {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                && Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                        .equals(user)
                && Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)
                        .equals(OWNER_ONLY);
    }
}
