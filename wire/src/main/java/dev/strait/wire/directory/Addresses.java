package dev.strait.wire.directory;

import dev.strait.wire.frame.FrameLimits;
import dev.strait.wire.frame.Utf8;
import java.util.List;

/** The limits of a node's listen addresses: those of HELLO. */
final class Addresses {
    private Addresses() {}

    static List<String> checked(List<String> addresses) {
        if (addresses.size() > FrameLimits.MAX_ADDRESSES) {
            throw new IllegalArgumentException(
                    "listen addresses must be at most " + FrameLimits.MAX_ADDRESSES + ", were " + addresses.size());
        }
        for (String each : addresses) {
            int length = Utf8.length(each);
            if (length < 1 || length > FrameLimits.MAX_ADDRESS_BYTES) {
                throw new IllegalArgumentException("listen address must be 1 to " + FrameLimits.MAX_ADDRESS_BYTES
                        + " bytes of UTF-8, was " + length);
            }
        }
        return List.copyOf(addresses);
    }
}
