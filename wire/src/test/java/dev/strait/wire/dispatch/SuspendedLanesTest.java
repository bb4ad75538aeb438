package dev.strait.wire.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Whom a sender chooses while the links of some receivers have no connection. */
class SuspendedLanesTest {
    private static final int KB = 1_024;

    private final Lanes lanes = new Lanes();
    private final QueueSenderEnd sender = lanes.sender;

    @Test
    void aSuspendedReceiverGetsNothingWhileAnotherHasCredit() {
        lanes.add("here", 4, KB);
        lanes.send("m");
        lanes.add("away", 16, KB);
        lanes.suspend("away");
        for (int i = 0; i < 3; i++) {
            assertEquals("here", lanes.send("m"), "though it has more untaken");
        }
        assertEquals("away", lanes.send("m"), "when nobody else has credit it waits there");
        lanes.write("here");
        lanes.credit("here", 4, 4, KB);
        assertEquals("here", lanes.send("m"));
    }

    @Test
    void whoIsResumedIsChosenAsBefore() {
        lanes.add("away", 16, KB);
        lanes.add("here", 16, KB);
        lanes.suspend("away");
        lanes.send("m");
        lanes.send("m");
        lanes.resume("away");
        assertEquals("away", lanes.send("m"), "it has the fewest untaken");
    }

    @Test
    void allSuspendedAreChosenAsIfNoneWere() {
        lanes.add("x", 16, KB);
        lanes.add("y", 16, KB);
        lanes.suspend("x");
        lanes.suspend("y");
        assertEquals("x", lanes.send("m"));
        assertEquals("y", lanes.send("m"));
    }

    @Test
    void aSuspendedReceiverIsNoRivalForWhomOneIsFrugal() {
        lanes.add("here", 16, KB);
        lanes.add("away", 16, KB);
        assertEquals(1, Objects.requireNonNull(sender.allow(0, 0)).messages(), "with two a sender looks again soon");
        sender.seal(null);
        lanes.suspend("away");
        Allowance allowance = Objects.requireNonNull(sender.allow(0, 0));
        assertSame(lanes.lane("here"), allowance.lane());
        assertEquals(16, allowance.messages());
    }

    @Test
    void aLargeMessageIsWantedFromAReceiverThatIsNotSuspended() {
        lanes.add("away", 16, KB);
        lanes.add("here", 16, KB);
        lanes.suspend("away");
        lanes.send("m");
        lanes.write("here");
        assertNull(sender.allow(50_005, 0));
        assertEquals(List.of("WANT 50000"), lanes.write("here"), "though it has more untaken");
        assertEquals(List.of(), lanes.write("away"));
    }

    @Test
    void aLargeMessageThatWasWantedFromAReceiverWhichIsSuspendedIsWantedFromAnother() {
        lanes.add("away", 16, KB);
        lanes.add("here", 16, KB);
        assertNull(sender.allow(50_005, 0));
        assertEquals(List.of("WANT 50000"), lanes.write("away"));
        lanes.suspend("away");
        lanes.credit("away", 0, 16, 50_005);
        lanes.credit("here", 0, 16, KB);
        assertSame(
                lanes.lane("away"),
                Objects.requireNonNull(sender.allow(50_005, 0)).lane(),
                "nobody else has credit for it");
        sender.seal(null);
        assertNull(sender.allow(60_005, 0));
        assertEquals(List.of("WANT 60000"), lanes.write("here"));
    }
}
