package dev.strait.wire.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.strait.wire.frame.EndRef;
import dev.strait.wire.frame.NodeRef;
import dev.strait.wire.frame.Open;
import dev.strait.wire.mux.Budget;
import dev.strait.wire.mux.Parcel;
import dev.strait.wire.mux.RendezvousInStream;
import dev.strait.wire.mux.Terms;
import dev.strait.wire.mux.Window;
import org.junit.jupiter.api.Test;

class OfferedTest {
    private static final EndRef SENDER = new EndRef(new NodeRef("s", 1, 1), 1);
    private static final EndRef RECEIVER = new EndRef(new NodeRef("r", 1, 1), 1);

    private final Budget budget = new Budget(1 << 20);
    private final RendezvousInStream stream = stream();

    private RendezvousInStream stream() {
        Open open = new Open(1, 1, 1, "words", new byte[0]);
        return new RendezvousInStream(
                open.stream(), open.schema(), SENDER, new Terms(Window.of(0, 16, 2_048, 1 << 20), budget, 1 << 20));
    }

    private static Offered offered(RendezvousInStream stream, long number) {
        Parcel parcel = new Parcel(stream, new byte[1], 0, 1, 1, true, 1, 0, false);
        return new Offered(parcel, new OfferRank(SENDER, RECEIVER, number), number);
    }

    @Test
    void anOfferIsKnownByItsStreamAndItsNumber() {
        Offered offer = offered(stream, 7);
        assertEquals(offer, offered(stream, 7));
        assertEquals(offer.hashCode(), offered(stream, 7).hashCode());
        assertNotEquals(offer, offered(stream, 8));
        assertNotEquals(offer, offered(stream(), 7), "a stream of the same id may be another");
    }
}
