package dev.strait.wire.dispatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TicketsTest {
    @Test
    void whoWaitsGetsTheTicketOfTheReceiveThatWaits() {
        assertArrayEquals(new long[] {0, 1, 0}, grant(1, idle(), waiting(1), idle()));
    }

    @Test
    void oneReceiveIsPromisedOnce() {
        assertArrayEquals(new long[] {1, 0}, grant(1, waiting(3), waiting(3)));
        assertArrayEquals(new long[] {0, 0}, grant(1, stream(1, 3), waiting(3)), "and not again to the other");
    }

    @Test
    void severalThatWaitGetTicketsInTurn() {
        assertArrayEquals(new long[] {2, 2, 1}, grant(5, waiting(9), waiting(9), waiting(9)));
        assertArrayEquals(new long[] {1, 4}, grant(5, waiting(1), waiting(9)));
    }

    @Test
    void receivesThatAreLeftOverAreOfferedToEverybodyWithoutATicket() {
        assertArrayEquals(new long[] {1, 0, 1}, grant(1, idle(), stream(1, 0), idle()));
        assertArrayEquals(new long[] {1, 1, 0}, grant(2, waiting(1), idle(), stream(2, 0)));
    }

    @Test
    void aTicketThatNobodyWaitsToUseIsNoPromise() {
        assertArrayEquals(new long[] {0, 1}, grant(1, stream(1, 0), waiting(1)));
    }

    @Test
    void aTicketOnTheChanceServesWhoeverWaitsLater() {
        assertArrayEquals(new long[] {0, 0}, grant(1, stream(1, 1), idle()));
    }

    @Test
    void withoutAReceiveThatWaitsThereAreNoTickets() {
        assertArrayEquals(new long[] {0, 0}, grant(0, waiting(3), idle()));
        assertArrayEquals(new long[] {0, 0}, grant(-2, waiting(3), idle()), "more has come than is waited for");
    }

    @Test
    void anEndWithoutStreamsGivesNone() {
        assertArrayEquals(new long[0], grant(5));
    }

    @Test
    void sumsOfWhatPeersAnnounceDoNotOverflow() {
        long most = Integer.MAX_VALUE;
        assertArrayEquals(new long[] {2, 1, 1}, grant(4, waiting(most), waiting(most), waiting(most)));
    }

    @Test
    void whateverTheStateOfThingsTheRuleHolds() {
        long seed = Long.getLong("strait.seed", System.nanoTime());
        System.out.println("whateverTheStateOfThingsTheRuleHolds: repeat with -Dstrait.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long receives = random.nextInt(6);
            List<Tickets.Standing> streams = new ArrayList<>();
            for (int n = random.nextInt(6); n > 0; n--) {
                streams.add(new Tickets.Standing(random.nextInt(3), random.nextInt(4)));
            }
            long[] grants = Tickets.grant(receives, streams);
            long promisedBefore = 0;
            long promised = 0;
            long asking = 0;
            for (int s = 0; s < grants.length; s++) {
                Tickets.Standing stream = streams.get(s);
                Tickets.Standing after = new Tickets.Standing(stream.unused() + grants[s], stream.waiting());
                assertTrue(grants[s] >= 0);
                assertTrue(after.unused() <= Math.max(Math.max(stream.unused(), 1), stream.waiting()), "none is idle");
                promisedBefore += stream.promised();
                promised += after.promised();
                asking += stream.waiting();
            }
            for (Tickets.Standing stream : after(streams, grants)) {
                assertTrue(stream.unused() > 0 || receives <= promised, "receives are left over");
            }
            assertEquals(Math.max(promisedBefore, Math.min(receives, asking)), promised, streams + " " + receives);
            assertArrayEquals(new long[grants.length], Tickets.grant(receives, after(streams, grants)), "is at rest");
        }
    }

    private static List<Tickets.Standing> after(List<Tickets.Standing> streams, long[] grants) {
        List<Tickets.Standing> after = new ArrayList<>();
        for (int s = 0; s < grants.length; s++) {
            after.add(new Tickets.Standing(
                    streams.get(s).unused() + grants[s], streams.get(s).waiting()));
        }
        return after;
    }

    private static long[] grant(long receives, Tickets.Standing... streams) {
        return Tickets.grant(receives, List.of(streams));
    }

    private static Tickets.Standing idle() {
        return stream(0, 0);
    }

    private static Tickets.Standing waiting(long sends) {
        return stream(0, sends);
    }

    private static Tickets.Standing stream(long unused, long waiting) {
        return new Tickets.Standing(unused, waiting);
    }
}
