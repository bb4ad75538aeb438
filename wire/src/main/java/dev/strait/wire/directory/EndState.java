package dev.strait.wire.directory;

import dev.strait.wire.frame.ErrorCode;
import dev.strait.wire.frame.Utf8;
import java.util.Objects;

/**
 * What an end has said about itself. A receiver is always {@link Open}; an end that is gone has no state. {@link Done} and
 * {@link Failed} are final: whatever a sender says afterwards changes nothing. Immutable.
 */
public sealed interface EndState {
    /** The one {@link Open}. */
    EndState OPEN = new Open();

    /** The one {@link Done}. */
    EndState DONE = new Done();

    /** May still send. */
    record Open() implements EndState {}

    /** Has said {@code done}: no value follows, though some may not have been delivered yet. */
    record Done() implements EndState {}

    /**
     * Has failed the channel.
     *
     * @param code why
     * @param text for people; cut to 4,096 bytes of UTF-8
     */
    record Failed(ErrorCode code, String text) implements EndState {
        /** Cuts a text that is too long. */
        public Failed {
            Objects.requireNonNull(code);
            text = Utf8.fit(text, DirectoryBounds.MAX_TEXT_BYTES);
        }
    }
}
