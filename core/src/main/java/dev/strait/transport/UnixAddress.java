package dev.strait.transport;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The file of a Unix-domain socket, written {@code unix:/path}. Only processes of this machine reach it, and of those only whoever
 * may open the file: the operating system asks for the right to write it, and to search the folders above it.
 *
 * @param path absolute, at most {@value #MAX_BYTES} bytes of UTF-8, without control characters; several slashes in a row are kept as one,
 *     since they name the same file. One that ends in {@code /} is a folder: a listener chooses a free name in it, as port 0 does for TCP,
 *     and it cannot be dialled.
 */
public record UnixAddress(String path) implements Address {
    static final String SCHEME = "unix";

    private static final Pattern SLASHES = Pattern.compile("/{2,}");

    /** The longest path in bytes: every system takes as many for a socket, and none more than 107. */
    public static final int MAX_BYTES = 100;

    /** Checks the path; throws {@link IllegalArgumentException} if it is malformed. */
    public UnixAddress {
        String text = SCHEME + ":" + path;
        path = withSingleSlashes(path);
        check(text, path);
    }

    static UnixAddress parse(String text) {
        String path = text.substring(SCHEME.length() + 1);
        // As in tcp://host:port, the two slashes before the path may be written.
        path = withSingleSlashes(path.startsWith("//") ? path.substring(2) : path);
        check(text, path);
        return new UnixAddress(path);
    }

    /** Else a path that begins with two would be written as {@code unix://} and be read as a path after the two of a scheme. */
    private static String withSingleSlashes(String path) {
        return SLASHES.matcher(path).replaceAll("/");
    }

    private static void check(String text, String path) {
        if (path.isEmpty()) {
            throw MalformedAddress.of(text, "no path, write unix:/path, as in unix:/run/app/strait.sock");
        }
        if (path.charAt(0) != '/') {
            throw MalformedAddress.of(
                    text,
                    "the path '" + path + "' is relative, and processes have different working folders; write it from"
                            + " the root, as in unix:/run/app/strait.sock");
        }
        if (path.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(path)) {
            throw MalformedAddress.of(text, "the path has a control character, or half of a character");
        }
        int bytes = bytes(path);
        if (bytes > MAX_BYTES) {
            throw MalformedAddress.of(
                    text,
                    "the path has " + bytes + " bytes, and operating systems take no more than " + MAX_BYTES
                            + " for a socket; choose a shorter one, as in unix:/run/app/strait.sock");
        }
    }

    private static int bytes(String path) {
        return path.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns whether it is a folder in which a listener chooses a name. */
    public boolean isFolder() {
        return path.endsWith("/");
    }

    /**
     * Returns the address of a name in this folder.
     *
     * @throws IllegalArgumentException if that is too long, or this is no folder
     */
    public UnixAddress withName(String name) {
        if (!isFolder()) {
            throw new IllegalArgumentException(this + " is no folder");
        }
        return new UnixAddress(path + name);
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public boolean isLoopback() {
        return true;
    }

    @Override
    public boolean isDialable() {
        return !isFolder();
    }

    /** Returns the folder of the file, in which a listener chooses a name. */
    @Override
    public UnixAddress withFreePort() {
        return new UnixAddress(path.substring(0, path.lastIndexOf('/') + 1));
    }

    @Override
    public String toString() {
        return SCHEME + ":" + path;
    }
}
