package dev.strait.wire.engine;

import dev.strait.wire.directory.ChannelSpec;
import dev.strait.wire.directory.Member;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.frame.EndRef;
import java.util.LinkedHashMap;
import java.util.Map;

/** A receiver end of this node with what the engine knows about it: its channel, and the senders that the directory has named. */
final class ReceiverSlot {
    /** No report of what was taken is due. */
    static final long NEVER = Long.MAX_VALUE;

    final ReceiverEnd end;
    final ChannelSpec spec;
    final long request;
    final Map<EndRef, Member> senders = new LinkedHashMap<>();
    boolean opened;
    /** When what has been taken of the parcel in hand is to be reported at the latest. */
    long reportAt = NEVER;
    /** Since when something may have been taken that is not reported. */
    long takingSince = NEVER;

    ReceiverSlot(ReceiverEnd end, ChannelSpec spec, long request) {
        this.end = end;
        this.spec = spec;
        this.request = request;
    }
}
