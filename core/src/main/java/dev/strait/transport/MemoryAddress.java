package dev.strait.transport;

import java.util.regex.Pattern;

/**
 * A place within one process and one memory transport, written {@code memory:name}.
 *
 * @param name letters, digits, {@code -}, {@code _} and {@code .}; at least one. The name {@code 0} makes a listener
 *     choose a free name, as port 0 does for TCP.
 */
public record MemoryAddress(String name) implements Address {
    static final String SCHEME = "memory";

    /** The name that makes a listener choose a free one. */
    public static final String FREE_NAME = "0";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

    /** Checks the name; throws {@link IllegalArgumentException} if it is malformed. */
    public MemoryAddress {
        check(SCHEME + ":" + name, name);
    }

    static MemoryAddress parse(String text) {
        String name = text.substring(SCHEME.length() + 1);
        check(text, name);
        return new MemoryAddress(name);
    }

    private static void check(String text, String name) {
        if (!NAME.matcher(name).matches()) {
            throw MalformedAddress.of(text, "a name has letters, digits, '-', '_' and '.' only, and at least one");
        }
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
        return !name.equals(FREE_NAME);
    }

    @Override
    public MemoryAddress withFreePort() {
        return new MemoryAddress(FREE_NAME);
    }

    @Override
    public String toString() {
        return SCHEME + ":" + name;
    }
}
