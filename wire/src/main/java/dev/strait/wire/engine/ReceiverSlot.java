package dev.strait.wire.engine;

import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.directory.EndState;
import dev.strait.wire.directory.Fingerprint;
import dev.strait.wire.directory.Member;
import dev.strait.wire.directory.Role;
import dev.strait.wire.directory.Schema;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.FewMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A receiver end of this node with what the engine knows about it: its channel, and the senders that the directory has named. */
final class ReceiverSlot extends Slot<ReceiverSlot> {
    static final long NEVER = Long.MAX_VALUE;

    final ReceiverEnd end;
    final Fingerprint fingerprint;
    final Map<EndRef, Member> senders = new FewMap<>();
    /** Kept by {@link Reports}; null until something is taken. */
    Reports.@Nullable Report report;
    /** When its driver wants to be reminded; {@link #NEVER} if it does not. Kept by {@link ReceiverDesk}. */
    long remindAtNanos = NEVER;

    /** Whether a program has it; only of a channel without a name, whose receivers come unasked. */
    boolean isClaimed;

    ReceiverSlot(ReceiverEnd end, ChannelSpec spec, Schema schema) {
        super(spec);
        this.end = end;
        this.fingerprint = schema.fingerprint();
    }

    /** The same end, as one object if the directory has named it. */
    EndRef sender(EndRef end) {
        Member named = senders.get(end);
        return named == null ? end : named.end();
    }

    /** The end as the directory would name it to this node; without addresses, for nobody dials itself. */
    Member member() {
        return new Member(end.ref(), Role.RECEIVER, EndState.OPEN, fingerprint, List.of());
    }

    @Override
    EndRef ref() {
        return end.ref();
    }
}
