package dev.strait.runtime;

import dev.strait.channel.Exchange;
import dev.strait.channel.Refusal;
import dev.strait.channel.Selection;
import dev.strait.channel.Signal;
import dev.strait.codec.Codec;
import dev.strait.error.OutcomeUnknown;
import dev.strait.wire.dispatch.Carrier;
import dev.strait.wire.dispatch.Offer;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.dispatch.Verdict;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.mux.Batch;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The sending end of a channel of capacity 0: a value leaves only on the ticket of a receive that waits, and the send returns when that
 * receive has taken it. A value whose receive had ended meanwhile comes back, and its send goes on waiting.
 *
 * @param <T> the type of the values
 */
final class RendezvousSender<T> extends RemoteSender<T> {

    /** Where a node keeps what its senders have offered: an offer outlives the sender that its program has closed. */
    interface Host {
        /** From now on what becomes of the offer is told to this. Never blocks. */
        void offered(Offer offer, Offering<?> offering);
    }

    /** A value that is with another node. */
    static final class Offering<T> extends Exchange {
        private final Offer offer;
        private final RendezvousSender<T> sender;
        private final RemoteRank rank;

        private final RendezvousMessage message;

        private Offering(Offer offer, RendezvousSender<T> sender, RendezvousMessage message) {
            this.offer = offer;
            this.message = message;
            this.sender = sender;
            this.rank = new RemoteRank(offer.rank());
        }

        @Override
        public RemoteRank rank() {
            return rank;
        }

        /** What has become of it. Holding no lock. Never blocks. */
        void settled(Verdict verdict) {
            sender.settled(new Settlement(this, verdict));
        }
    }

    private record Settlement(Offering<?> offering, Verdict verdict) {}

    /** More waiting sends than this are not told of at a time: the next are when these have been served. */
    private static final int MOST_TOLD = 256;

    private final Host host;
    private final Queue<Settlement> settlements = new ConcurrentLinkedQueue<>();
    /** How many waiting sends the engine knows of. */
    private int told;

    RendezvousSender(
            EngineAccess access, String channel, Codec<T> codec, SenderEnd end, int maxMessageBytes, Host host) {
        super(access, channel, codec, end, maxMessageBytes);
        this.host = host;
    }

    /** {@inheritDoc} It is delivered when this returns; or it is out when the time is over. */
    @Override
    public Signal post(T value, Post post, long timeoutNanos) throws InterruptedException {
        RendezvousMessage message = (RendezvousMessage) encoded(value);
        return timeoutNanos == FOREVER
                ? post(message, post, timeoutNanos)
                : TimedMeeting.await(() -> post(message, post, timeoutNanos), message::isOut, timeoutNanos);
    }

    private Signal post(RendezvousMessage message, Post post, long timeoutNanos) throws InterruptedException {
        Signal outcome;
        try {
            outcome = outcome(Selection.select(timeoutNanos, sendClause(message)));
        } catch (OutcomeUnknown unknown) {
            post.settle(Post.Outcome.UNKNOWN, "", String.valueOf(unknown.getMessage())); // which names the node
            return Signal.ACCEPTED;
        }
        if (outcome == Signal.ACCEPTED) {
            post.settle(Post.Outcome.DELIVERED, message.takenBy(), "");
        }
        return outcome;
    }

    /** {@inheritDoc} Here it is known when the send returns. */
    @Override
    public boolean flush(long timeoutNanos) {
        return true;
    }

    @Override
    Object item(byte[] encoded) {
        return RendezvousMessage.of(encoded);
    }

    @Override
    protected Object tryPass(Object item, Claim claim) {
        RendezvousMessage message = (RendezvousMessage) item;
        Batch batch = message.batch(); // first: nothing may fail once the claim is made
        NodeEngine engine = access.enter();
        try {
            Refusal obstacle = obstacle(engine);
            if (obstacle != null) {
                return obstacle;
            }
            Offer offer = engine.prepare(end, message.length(), access.now());
            if (offer == null) {
                Refusal tooLarge = tooLarge(message.length());
                return tooLarge == null ? Signal.FULL : tooLarge;
            }
            Offering<T> offering = new Offering<>(offer, this, message);
            if (!claim.claim(offering)) {
                return Signal.RETURNED;
            }
            host.offered(offer, offering);
            tell(engine);
            message.offered();
            engine.offer(end, offer, batch, access.now());
            return Signal.ACCEPTED;
        } finally {
            access.exitLater();
        }
    }

    @Override
    protected void askBack(Exchange exchange) {
        NodeEngine engine = access.enter();
        try {
            engine.withdraw(end, ((Offering<?>) exchange).offer, access.now());
        } finally {
            access.exit();
        }
    }

    private void settled(Settlement settlement) {
        settlements.add(settlement);
        attend();
    }

    @Override
    boolean hasErrand() {
        return !settlements.isEmpty() || super.hasErrand();
    }

    @Override
    void runErrand() {
        for (Settlement it = settlements.poll(); it != null; it = settlements.poll()) {
            settle(it.offering(), outcome(it));
        }
        super.runErrand();
    }

    private Object outcome(Settlement settlement) {
        return switch (settlement.verdict()) {
            case TAKEN -> {
                settlement
                        .offering()
                        .message
                        .takenBy(settlement
                                .offering()
                                .offer
                                .lane()
                                .receiver()
                                .node()
                                .id());
                yield Signal.ACCEPTED;
            }
            case RETURNED -> {
                settlement.offering().message.returned();
                yield Signal.RETURNED;
            }
            case UNKNOWN -> {
                Carrier lost = settlement.offering().offer.lane().carrier();
                String receiver = lost.peer().id();
                String reason = lost.whyLost();
                yield (Refusal) () -> new OutcomeUnknown(channel, receiver, reason);
            }
        };
    }

    /** The engine is to know how many wait, so that receivers that try, or have tickets to give, know it too. */
    @Override
    protected void unlocking() {
        if (waitingSenders(MOST_TOLD) != told) {
            NodeEngine engine = access.enter();
            try {
                tell(engine);
            } finally {
                access.exitLater();
            }
        }
    }

    /** In the hold of the engine in which one of those who wait is served, lest it be announced once more. */
    private void tell(NodeEngine engine) {
        int waiting = waitingSenders(MOST_TOLD);
        if (waiting != told) {
            told = waiting;
            engine.waiting(end, waiting, access.now());
        }
    }
}
