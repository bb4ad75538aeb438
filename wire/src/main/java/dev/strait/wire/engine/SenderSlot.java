package dev.strait.wire.engine;

import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.directory.Member;
import dev.strait.wire.directory.Schema;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.FewMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A sender end of this node with what the engine knows about it: its channel, and the receivers that the directory has named. */
final class SenderSlot extends Slot<SenderSlot> {
    final SenderEnd end;
    final Schema schema;
    final Map<EndRef, Member> receivers = new FewMap<>();
    /** Receivers that have left for good and that the directory may still name. */
    @Nullable
    Set<EndRef> left;

    /** Whether the program has closed it: once drained it is gone. */
    boolean closed;

    SenderSlot(SenderEnd end, ChannelSpec spec, Schema schema) {
        super(spec);
        this.end = end;
        this.schema = schema;
    }

    @Override
    EndRef ref() {
        return end.ref();
    }
}
