package dev.strait.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "localhost:5678, localhost, 5678, localhost:5678",
        "tcp://localhost:5678, localhost, 5678, localhost:5678",
        "TCP://Example.ORG:1, example.org, 1, example.org:1",
        "10.0.0.1:0, 10.0.0.1, 0, 10.0.0.1:0",
        "[::1]:65535, ::1, 65535, [::1]:65535",
        "tcp://[fe80::1%Eth0]:80, fe80::1%Eth0, 80, [fe80::1%Eth0]:80",
        "my_host-1.lan:9, my_host-1.lan, 9, my_host-1.lan:9",
        "tcp://memory:1, memory, 1, tcp://memory:1",
        "tcp://Unix:1, unix, 1, tcp://unix:1",
        "tcp://tcp:1, tcp, 1, tcp:1",
        "unix.lan:1, unix.lan, 1, unix.lan:1",
    })
    void hostAndPortAreRead(String text, String host, int port, String canonical) {
        Address address = Address.parse(text);
        assertEquals(new TcpAddress(host, port), address);
        assertEquals(canonical, address.toString());
        assertEquals(address, Address.parse(address.toString()));
        assertEquals("tcp", address.scheme());
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory:a-1.B_c", "Memory:a-1.B_c"})
    void memoryNamesAreRead(String text) {
        Address address = Address.parse(text);
        assertEquals(new MemoryAddress("a-1.B_c"), address);
        assertEquals("memory:a-1.B_c", address.toString());
        assertEquals("memory", address.scheme());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"                      | no host",
                "localhost               | no port",
                "tcp://localhost         | no port",
                "[::1]                   | no port",
                ":5678                   | no host",
                "localhost:              | port ''",
                "localhost:x             | port 'x'",
                "localhost:-1            | port '-1'",
                "localhost:65536         | port '65536'",
                "localhost:99999999999   | port '99999999999'",
                "localhost:5678/path     | port '5678/path'",
                "::1:5678                | brackets",
                "[::1:5678               | no ']'",
                "[::1]5678               | after ']'",
                "[localhost]:1           | not an IPv6 address",
                "[1:2]:1                 | not an IPv6 address",
                "a b:1                   | 'a b' is not",
                "user@host:1             | 'user@host' is not",
                "unix:                   | no path",
                "unix://                 | no path",
                "unix:run/x              | relative",
                "unix:./x                | relative",
                "unix://run/x            | 'run/x' is relative",
                "http://localhost:1      | unknown scheme 'http'",
                "memory://a              | write memory:name",
                "memory:                 | at least one",
                "memory:a/b              | letters, digits",
                "unix:1                  | relative",
                "MEMORY:                 | at least one",
                "MEMORY://a              | write memory:name",
            })
    void whatIsNoAddressIsQuotedWithTheRemedy(String text, String part) {
        IllegalArgumentException malformed = assertThrows(IllegalArgumentException.class, () -> Address.parse(text));
        assertTrue(malformed.getMessage().contains("'" + text + "'"), malformed.getMessage());
        assertTrue(malformed.getMessage().contains(part), malformed.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "unix:/run/app/strait.sock, /run/app/strait.sock",
        "unix:///run/app/strait.sock, /run/app/strait.sock",
        "UNIX:/Run/X, /Run/X",
        "unix:/a b:c:/d, /a b:c:/d",
        "unix:////x, /x",
        "unix:/x//y///, /x/y/",
        "unix:/dev/shm/Straße, /dev/shm/Straße",
        "unix:/tmp/, /tmp/",
    })
    void pathsOfSocketsAreRead(String text, String path) {
        Address address = Address.parse(text);
        assertEquals(new UnixAddress(path), address);
        assertEquals("unix:" + path, address.toString());
        assertEquals(address, Address.parse(address.toString()));
        assertEquals("unix", address.scheme());
        assertEquals(path.endsWith("/"), ((UnixAddress) address).isFolder());
    }

    @Test
    void aPathHasAsManyBytesAsEverySystemTakesAndNoMore() {
        String longest = "/" + "a".repeat(97) + "ä";
        assertEquals("unix:" + longest, Address.parse("unix:" + longest).toString());
        String text = "unix:" + longest + "b";
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Address.parse(text));
        for (String part : new String[] {"'" + text + "'", "101 bytes", "no more than 100", "choose a shorter one"}) {
            assertTrue(refused.getMessage().contains(part), refused.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:/a\u0000b", "unix:/a\nb", "unix:/a\u007f", "unix:/\ud800"})
    void aPathThatNoFileCanHaveIsRefused(String text) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Address.parse(text));
        assertTrue(refused.getMessage().contains("character"), refused.getMessage());
    }

    @Test
    void partsAreCheckedHoweverTheAddressIsMade() {
        assertThrows(IllegalArgumentException.class, () -> new TcpAddress("localhost", 65_536));
        assertThrows(IllegalArgumentException.class, () -> new TcpAddress("localhost", -1));
        assertThrows(IllegalArgumentException.class, () -> new TcpAddress("a:b", 1));
        assertThrows(IllegalArgumentException.class, () -> new TcpAddress("", 1));
        assertThrows(IllegalArgumentException.class, () -> new MemoryAddress("a:b"));
        assertThrows(IllegalArgumentException.class, () -> new UnixAddress("a"));
        assertThrows(IllegalArgumentException.class, () -> new UnixAddress("/a").withName("b"));
        assertEquals(new UnixAddress("/a/b"), new UnixAddress("//a//b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:1",
                "LocalHost:1",
                "a.localhost:1",
                "127.0.0.1:1",
                "127.8.9.10:1",
                "[::1]:1",
                "[0:0:0:0:0:0:0:1]:1",
                "[::ffff:127.0.0.1]:1",
                "unix:/run/x",
                "memory:x"
            })
    void loopbackIsKnown(String text) {
        assertTrue(Address.parse(text).isLoopback());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0:1",
                "[::]:1",
                "10.0.0.1:1",
                "example.org:1",
                "localhost.example.org:1",
                "127.0.0.1.example.org:1",
                "[fe80::1]:1"
            })
    void whatOthersMayReachIsNotLoopback(String text) {
        assertEquals(false, Address.parse(text).isLoopback());
    }

    @Test
    void theFreePortIsAtTheSameHostAndTheFreeNameInTheSameFolder() {
        assertEquals("unix:/run/", Address.parse("unix:/run/x").withFreePort().toString());
        assertEquals("unix:/run/", Address.parse("unix:/run/").withFreePort().toString());
        assertEquals(
                "localhost:0", Address.parse("localhost:5678").withFreePort().toString());
        assertEquals("memory:0", Address.parse("memory:x").withFreePort().toString());
    }
}
