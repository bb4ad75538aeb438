package dev.strait.transport;

import java.util.Locale;

/**
 * Where a node listens or is dialled. Immutable; its {@code toString} gives the text that {@link #parse} reads back as an equal address, so
 * that one address has one text, whichever of its forms it was read from. Schemes are in any case.
 *
 * <table>
 * <caption>Forms</caption>
 * <tr><td>{@code host:port}, {@code tcp://host:port}</td><td>TCP; the host is a name or an IPv4 address. One named
 *     {@code unix} or {@code memory} needs the {@code tcp://}</td></tr>
 * <tr><td>{@code [::1]:port}, {@code tcp://[::1]:port}</td><td>TCP; an IPv6 address in brackets</td></tr>
 * <tr><td>{@code unix:/path}, {@code unix:///path}</td><td>the file of a Unix-domain socket on this machine</td></tr>
 * <tr><td>{@code memory:name}</td><td>within one process and one memory transport</td></tr>
 * </table>
 */
public sealed interface Address permits TcpAddress, UnixAddress, MemoryAddress {

    /** Returns {@code tcp}, {@code unix} or {@code memory}. */
    String scheme();

    /**
     * Returns whether only this machine can reach the address. Judged by the text alone, without looking up names:
     * {@code localhost}, names below {@code .localhost} (RFC 6761), loopback literals, files of sockets and memory are;
     * any other name is not, even where it resolves to loopback.
     */
    boolean isLoopback();

    /** Returns whether it says where to dial, and not only where to listen: it leaves no choice of a port, a name or an interface. */
    boolean isDialable();

    /** Returns the address that makes a listener choose a free port or name at the same host, or in the same folder. */
    Address withFreePort();

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if the text is no address; the message quotes it and says what to write
     */
    static Address parse(String text) {
        if (text.regionMatches(true, 0, "unix:", 0, 5)) {
            return UnixAddress.parse(text);
        }
        int slashes = text.indexOf("://");
        if (slashes >= 0) {
            String scheme = text.substring(0, slashes).toLowerCase(Locale.ROOT);
            return switch (scheme) {
                case TcpAddress.SCHEME -> TcpAddress.parse(text, text.substring(slashes + 3));
                case MemoryAddress.SCHEME ->
                    throw MalformedAddress.of(text, "memory addresses have no '//', write memory:name");
                default ->
                    throw MalformedAddress.of(
                            text, "unknown scheme '" + scheme + "', known are tcp://, unix: and memory:");
            };
        }
        if (text.regionMatches(true, 0, "memory:", 0, 7)) {
            return MemoryAddress.parse(text);
        }
        return TcpAddress.parse(text, text);
    }
}
