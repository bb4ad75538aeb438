package dev.strait.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where to dial a node is a text that it has sent. Any text gives an address or an {@link IllegalArgumentException} that quotes it, and nothing
 * is looked up; an address is the same when its own text is read. A quick regression over examples unless JAZZER_FUZZ=1 is set in the
 * environment; then they are where the fuzzer starts.
 */
class AddressFuzzTest {
    @MethodSource("examples")
    @FuzzTest(maxDuration = "20s")
    void anyTextGivesAnAddressOrIsRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Address address;
        try {
            address = Address.parse(text);
        } catch (IllegalArgumentException refused) {
            assertTrue(refused.getMessage().startsWith("address '" + text + "': "), refused.getMessage());
            return;
        }
        assertEquals(address, Address.parse(address.toString()));
        Address free = address.withFreePort();
        assertEquals(free, Address.parse(free.toString()));
        assertEquals(free, free.withFreePort());
        assertEquals(address.scheme(), free.scheme());
        assertEquals(address.isLoopback(), free.isLoopback());
    }

    static Stream<Arguments> examples() {
        return Stream.of(
                        "localhost:5678",
                        "tcp://Example.ORG:1",
                        "[::1]:65535",
                        "tcp://[fe80::1%Eth0]:80",
                        "[::ffff:127.0.0.1]:1",
                        "10.0.0.1:0",
                        "memory:a-1.B_c",
                        "memory://a",
                        "unix:/path/é",
                        "UNIX:///folder/",
                        "unix:relative",
                        "tcp://memory:1",
                        "tcp://Unix:1",
                        "tcp:1",
                        "Memory:1",
                        "unix:////x//",
                        "[::1",
                        "::1:80",
                        "a:99999",
                        "ftp://a:1",
                        "")
                .map(text -> Arguments.of((Object) text.getBytes(StandardCharsets.UTF_8)));
    }
}
