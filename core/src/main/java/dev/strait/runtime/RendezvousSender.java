package dev.strait.runtime;

import dev.strait.channel.Exchange;
import dev.strait.channel.Refusal;
import dev.strait.channel.Signal;
import dev.strait.codec.Codec;
import dev.strait.error.OutcomeUnknown;
import dev.strait.wire.dispatch.Offer;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.dispatch.Verdict;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.frame.Varint;
import dev.strait.wire.mux.Batch;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The sending end of a channel of capacity 0: a value leaves only on the ticket of a receive that waits, and the send returns when that
 * receive has taken it. A value whose receive had ended meanwhile comes back, and its send goes on waiting.
 *
 * @param <T> the type of the values
 */
final class RendezvousSender<T> extends RemoteSender<T> {

    /** A value that is with another node. */
    private static final class Offering extends Exchange {
        private final Offer offer;
        private final RemoteRank rank;

        Offering(Offer offer) {
            this.offer = offer;
            this.rank = new RemoteRank(offer.rank());
        }

        @Override
        public RemoteRank rank() {
            return rank;
        }
    }

    private record Settlement(Offer offer, Verdict verdict) {}

    private final Map<Offer, Offering> out = new HashMap<>();
    private final Queue<Settlement> settlements = new ConcurrentLinkedQueue<>();
    /** How many waiting sends the engine knows of. */
    private int told;

    RendezvousSender(
            EngineAccess access, String node, String channel, Codec<T> codec, SenderEnd end, int maxMessageBytes) {
        super(access, node, channel, codec, end, maxMessageBytes);
    }

    @Override
    protected Object tryPass(Object item, Claim claim) {
        byte[] encoded = (byte[]) item;
        NodeEngine engine = access.enter();
        try {
            Refusal obstacle = obstacle(engine);
            if (obstacle != null) {
                return obstacle;
            }
            Offer offer = engine.prepare(end, encoded.length, access.now());
            if (offer == null) {
                Refusal tooLarge = tooLarge(encoded.length);
                return tooLarge == null ? Signal.FULL : tooLarge;
            }
            Offering offering = new Offering(offer);
            if (!claim.claim(offering)) {
                return Signal.RETURNED;
            }
            out.put(offer, offering);
            engine.offer(end, offer, batch(encoded), access.now());
            return Signal.ACCEPTED;
        } finally {
            access.exitLater();
        }
    }

    /** A message alone: framed if it is small enough for a DATA frame, else whole. */
    private static Batch batch(byte[] encoded) {
        int prefix = Varint.length(encoded.length);
        int size = prefix + encoded.length;
        if (size > Batch.MAX_FRAMED_BYTES) {
            return Batch.whole(encoded, 0, encoded.length);
        }
        byte[] array = new byte[Batch.HEADROOM + size];
        Varint.write(array, Batch.HEADROOM, encoded.length);
        System.arraycopy(encoded, 0, array, Batch.HEADROOM + prefix, encoded.length);
        return Batch.framed(array, Batch.HEADROOM, array.length, 1);
    }

    @Override
    protected void askBack(Exchange exchange) {
        NodeEngine engine = access.enter();
        try {
            engine.withdraw(end, ((Offering) exchange).offer, access.now());
        } finally {
            access.exit();
        }
    }

    @Override
    void settled(Offer offer, Verdict verdict) {
        settlements.add(new Settlement(offer, verdict));
        attend();
    }

    @Override
    boolean hasErrand() {
        return !settlements.isEmpty() || super.hasErrand();
    }

    @Override
    void runErrand() {
        for (Settlement it = settlements.poll(); it != null; it = settlements.poll()) {
            Offering offering = out.remove(it.offer());
            if (offering != null) {
                settle(offering, outcome(it));
            }
        }
        super.runErrand();
    }

    private Object outcome(Settlement settlement) {
        return switch (settlement.verdict()) {
            case TAKEN -> Signal.ACCEPTED;
            case RETURNED -> Signal.RETURNED;
            case UNKNOWN -> {
                String receiver = settlement.offer().lane().carrier().peer().id();
                yield (Refusal) () -> new OutcomeUnknown(channel, receiver);
            }
        };
    }

    /** The engine is to know how many wait, so that receivers that try, or have tickets to give, know it too. */
    @Override
    protected void unlocking() {
        int waiting = waitingSenders();
        if (waiting != told) {
            told = waiting;
            NodeEngine engine = access.enter();
            try {
                engine.waiting(end, waiting, access.now());
            } finally {
                access.exitLater();
            }
        }
    }
}
