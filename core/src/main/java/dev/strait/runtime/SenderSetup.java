package dev.strait.runtime;

import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.dispatch.QueueSenderEnd;
import org.jspecify.annotations.Nullable;

/**
 * What a sender does with values that come back.
 *
 * @param maxAttempts a value that has reached a program so often, and was not acknowledged, is a dead letter; at least 1, default 5
 * @param deadLetters the channel that dead letters are sent on, of the same type; null for none
 * @param handler who is offered those that no channel takes
 */
public record SenderSetup(int maxAttempts, @Nullable ChannelSpec deadLetters, DeadLetterHandler handler) {
    /** What is not set otherwise. */
    public static final SenderSetup DEFAULT =
            new SenderSetup(QueueSenderEnd.DEFAULT_ATTEMPTS, null, DeadLetterHandler.NONE);
}
