package dev.strait.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.channel.Lookout;
import org.junit.jupiter.api.Test;

/** How long a call may look before it parks. */
class CallerReadsTest {
    private static final long LONG = 300_000;
    private static final long SHORT = 20_000;
    private static final long SECOND = 1_000_000_000;

    private final CallerReads reads = new CallerReads(() -> 0);
    private final Lookout end = reads.lookout();
    private final Lookout other = reads.lookout();

    @Test
    void aCallThatIsAloneLooksLong() {
        assertEquals(LONG, reads.lookNanos(end, System.nanoTime()));
    }

    @Test
    void aCallBesideOneThatHasJustParkedLooksForShort() {
        long before = System.nanoTime();
        other.parks();
        assertEquals(SHORT, reads.lookNanos(end, before));
        other.parksNoMore();
        assertEquals(LONG, reads.lookNanos(end, before), "it has gone on");
    }

    /** A channel that says when to stop, say, and on which nothing comes for hours. */
    @Test
    void aCallBesideOneThatIsIdleLooksLong() {
        other.parks();
        assertEquals(LONG, reads.lookNanos(end, System.nanoTime() + SECOND));
        end.parks();
        long before = System.nanoTime();
        end.parksNoMore();
        assertEquals(LONG, reads.lookNanos(end, before), "this end itself has parked last");
    }
}
