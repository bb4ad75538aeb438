package dev.strait.wire.directory;

import dev.strait.wire.frame.EndRef;
import java.util.List;

/**
 * One end of a channel, as its directory knows it. Immutable.
 *
 * @param end which end
 * @param role its role
 * @param state what it has said; always open for a receiver
 * @param schema the fingerprint of its schema
 * @param addresses where its node can be dialled; at most 16, may be empty
 */
public record Member(EndRef end, Role role, EndState state, Fingerprint schema, List<String> addresses) {
    /** Copies the list; an {@link IllegalArgumentException} names a limit broken. */
    public Member {
        addresses = Addresses.checked(addresses);
    }

    Member with(EndState said) {
        return new Member(end, role, said, schema, addresses);
    }
}
