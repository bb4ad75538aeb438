package dev.strait.transport;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A TCP host and port, written {@code host:port}; a host that has the name of another scheme is written {@code tcp://host:port}.
 *
 * @param host a name, an IPv4 or an IPv6 address (without brackets); kept in lower case, not looked up here
 * @param port 0 to 65535; 0 makes a listener choose a free port and cannot be dialled
 */
public record TcpAddress(String host, int port) implements Address {
    static final String SCHEME = "tcp";

    private static final int MAX_PORT = 65_535;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    /** Checks both parts; throws {@link IllegalArgumentException} if one is malformed. */
    public TcpAddress {
        boolean ipv6 = host.indexOf(':') >= 0;
        if (!(ipv6 ? isIpv6(host) : NAME.matcher(host).matches())) {
            throw MalformedAddress.of(
                    host + ":" + port, "'" + host + "' is not a host name, an IPv4 or an IPv6 address");
        }
        if (port < 0 || port > MAX_PORT) {
            throw MalformedAddress.of(host + ":" + port, "the port is not between 0 and " + MAX_PORT);
        }
        host = host.indexOf('%') < 0 ? host.toLowerCase(Locale.ROOT) : host; // names of interfaces keep their case
    }

    static TcpAddress parse(String text, String hostAndPort) {
        int colon;
        String host;
        if (hostAndPort.startsWith("[")) {
            int bracket = hostAndPort.indexOf(']');
            if (bracket < 0) {
                throw MalformedAddress.of(text, "the '[' has no ']'");
            }
            host = hostAndPort.substring(1, bracket);
            colon = bracket + 1;
            if (!isIpv6(host)) {
                throw MalformedAddress.of(text, "'" + host + "' in brackets is not an IPv6 address");
            }
            if (colon < hostAndPort.length() && hostAndPort.charAt(colon) != ':') {
                throw MalformedAddress.of(text, "after ']' comes ':' and the port");
            }
        } else {
            colon = hostAndPort.indexOf(':');
            if (colon >= 0 && hostAndPort.indexOf(':', colon + 1) >= 0) {
                throw MalformedAddress.of(text, "write an IPv6 address in brackets, as in [::1]:5678");
            }
            host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
        }
        if (host.isEmpty()) {
            throw MalformedAddress.of(
                    text, "no host, write localhost:5678, or 0.0.0.0:5678 to listen on every interface");
        }
        if (colon < 0 || colon >= hostAndPort.length()) {
            throw MalformedAddress.of(text, "no port, write host:port, as in localhost:5678");
        }
        if (!isIpv6(host) && !NAME.matcher(host).matches()) {
            throw MalformedAddress.of(text, "'" + host + "' is not a host name or an IPv4 address");
        }
        String port = hostAndPort.substring(colon + 1);
        if (!PORT.matcher(port).matches() || Integer.parseInt(port) > MAX_PORT) {
            throw MalformedAddress.of(text, "the port '" + port + "' is not a number between 0 and " + MAX_PORT);
        }
        return new TcpAddress(host, Integer.parseInt(port));
    }

    private static boolean isIpv6(String host) {
        if (!IPV6.matcher(host).matches()) {
            return false;
        }
        int zone = host.indexOf('%');
        try {
            InetAddress.ofLiteral(zone < 0 ? host : host.substring(0, zone));
            return true;
        } catch (IllegalArgumentException notALiteral) {
            return false;
        }
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public boolean isLoopback() {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    @Override
    public boolean isDialable() {
        try {
            return port != 0 && !InetAddress.ofLiteral(host).isAnyLocalAddress();
        } catch (IllegalArgumentException aName) {
            return port != 0;
        }
    }

    @Override
    public TcpAddress withFreePort() {
        return withPort(0);
    }

    /** Returns this host with another port. */
    public TcpAddress withPort(int otherPort) {
        return new TcpAddress(host, otherPort);
    }

    @Override
    public String toString() {
        if (host.indexOf(':') >= 0) {
            return "[" + host + "]:" + port;
        }
        boolean readsAsScheme = host.equals(MemoryAddress.SCHEME) || host.equals(UnixAddress.SCHEME);
        return (readsAsScheme ? SCHEME + "://" : "") + host + ":" + port;
    }
}
