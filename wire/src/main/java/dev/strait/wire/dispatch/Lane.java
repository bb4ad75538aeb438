package dev.strait.wire.dispatch;

import dev.strait.wire.frame.Credit;
import dev.strait.wire.frame.Enclosed;
import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.Open;
import dev.strait.wire.mux.OutStream;
import dev.strait.wire.mux.Spares;
import org.jspecify.annotations.Nullable;

/** A stream from a sender end to one receiver end, over the link that carries it. Not thread-safe. */
public final class Lane extends OutStream {
    private static final long NOT_FILLING = Long.MIN_VALUE;

    private final SenderEnd sender;
    private final EndRef receiver;
    private final Carrier carrier;
    /** Null until something is sent. */
    private @Nullable Pace pace;

    private boolean inTurns;
    private long fillingSinceNanos = NOT_FILLING;
    private boolean inVain;
    /** Whether the receiver reads messages of its own schema here. */
    private final boolean schemaShared;

    /** A new lane; the caller adds it to the sender with {@link SenderEnd#add}. */
    public Lane(Open open, int initialMessages, int initialBytes, SenderEnd sender, EndRef receiver, Carrier carrier) {
        super(open, initialMessages, initialBytes, sender.isRendezvous());
        this.sender = sender;
        this.receiver = receiver;
        this.carrier = carrier;
        this.schemaShared = open.schema().length == 0;
    }

    /** As the other, of a queue channel, whose first frame somebody else writes: {@link Carrier#enclose}. */
    public Lane(
            Enclosed opening,
            int initialMessages,
            int initialBytes,
            SenderEnd sender,
            EndRef receiver,
            Carrier carrier) {
        super(opening.stream(), initialMessages, initialBytes);
        this.sender = sender;
        this.receiver = receiver;
        this.carrier = carrier;
        this.schemaShared = opening.schema().length == 0;
    }

    /** Whether the receiver reads messages of its own schema here; then it does so of what travels in them. */
    public boolean isSchemaShared() {
        return schemaShared;
    }

    @Override
    protected @Nullable Spares spares() {
        return carrier.isLocal() ? null : sender.spares();
    }

    @Override
    protected void waits(long bytes) {
        carrier.waits(bytes);
    }

    /** The end that sends. */
    public SenderEnd sender() {
        return sender;
    }

    /** The end that receives. */
    public EndRef receiver() {
        return receiver;
    }

    /** The link. */
    public Carrier carrier() {
        return carrier;
    }

    /** Whether it stands in the ring of {@link dev.strait.wire.mux.Turns}; kept by the link. */
    public boolean isInTurns() {
        return inTurns;
    }

    /** Notes whether it stands in the ring. */
    public void inTurns(boolean inTurns) {
        this.inTurns = inTurns;
    }

    /** Whether the sender's program is filling a batch for it that has messages already: the link may ask for it to be sealed. */
    public boolean isFilling() {
        return fillingSinceNanos != NOT_FILLING;
    }

    /** As {@link #credit(Credit)}, noting how fast the receiver takes. */
    public void credit(Credit credit, long nowNanos) {
        long before = ledger().takenMessages();
        credit(credit);
        if (pace != null) {
            pace.taken(ledger().takenMessages() - before, untaken() == 0, nowNanos);
        }
    }

    @Override
    protected void acknowledged(long firstPlace, int messages) {
        sender.acknowledged(this, firstPlace, messages);
    }

    /** How many messages the receiver takes in the time that one share of a sender's attention may last. */
    long share() {
        return pace == null ? 0 : pace.share();
    }

    /** When the batch in the making was begun. */
    public long fillingSince() {
        return fillingSinceNanos;
    }

    void fills(long sinceNanos) {
        fillingSinceNanos = sinceNanos;
        pace = pace == null ? new Pace() : pace;
        pace.sent(sinceNanos);
    }

    void fillsNoMore() {
        fillingSinceNanos = NOT_FILLING;
    }

    /** Whether its receiver has returned what it decided last: nobody waited for it any more. */
    boolean isInVain() {
        return inVain;
    }

    void inVain(boolean inVain) {
        this.inVain = inVain;
    }
}
