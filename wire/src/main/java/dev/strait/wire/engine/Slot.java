package dev.strait.wire.engine;

import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.frame.EndRef;
import org.jspecify.annotations.Nullable;

/**
 * An end of this node with what the engine knows about it.
 *
 * @param <S> the type of slot
 */
abstract sealed class Slot<S extends Slot<S>> permits SenderSlot, ReceiverSlot {
    final ChannelSpec spec;
    /** Whether its channel has no name: no directory knows of it, and it is open from the first. */
    final boolean isAnonymous;

    boolean opened;
    /** A later directory has refused it: it is over, and whatever becomes of the channel is no matter of its. */
    boolean expelled;
    /** The one of its kind on its channel that was opened before it; kept by {@link Slots}. */
    @Nullable
    S earlier;

    Slot(ChannelSpec spec) {
        this.spec = spec;
        this.isAnonymous = spec.isAnonymous();
        this.opened = isAnonymous;
    }

    /** Which end it is. */
    abstract EndRef ref();

    /** The number of the request to open it: its own. */
    final long request() {
        return ref().number();
    }

    /** Whether the directory counts it among the ends of its channel, or did when it was last there. */
    final boolean isMember() {
        return opened && !expelled;
    }
}
