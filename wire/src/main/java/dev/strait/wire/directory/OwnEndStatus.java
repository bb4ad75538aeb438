package dev.strait.wire.directory;

import dev.strait.wire.frame.EndRef;

/**
 * An own end as its client sees it.
 *
 * @param end the end
 * @param channel the channel's name
 * @param role its role
 * @param state what it has said
 * @param phase how far it and the directory are with each other
 */
public record OwnEndStatus(EndRef end, String channel, Role role, EndState state, EndPhase phase) {}
