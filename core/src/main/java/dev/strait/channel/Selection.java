package dev.strait.channel;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/*
 * The select algorithm of Go's runtime (src/runtime/select.go, selectgo; the waiting calls of chan.go are its other half).
 *
 *   1. Choose a random order of the clauses, and lock the ports of all of them, each once, in the order of their ids.
 *   2. Look: attempt each clause in the random order. The first that can go on does, and that is all.
 *   3. If none can and the call may not wait, the default is chosen. The locks make this true of one moment: there was an
 *      instant at which no clause was ready. Attempts under one lock after another would not give that.
 *   4. Otherwise get in line at every clause's port, before any lock is given back, so that nothing is missed in between. Park.
 *   5. Whoever comes to one of these ports under its lock, and finds this call in line, claims it by a compare-and-set on the
 *      call, hands over, and unparks it. All other waits of the call are worthless from then on: their claims fail, and whoever
 *      meets them drops them.
 *   6. Awake, the call takes its remaining waits out of their queues, so that none is left behind.
 *
 * What must not be simplified. Only the caller that runs claims, and it is not itself in any line at that time (step 2 is
 * before step 4, and both happen under all locks); so no hand-over ever needs two claims, a select cannot meet itself when it
 * sends to and receives from the same channel, and two selects cannot each wait for the other's claim. A fixed order of
 * locks is what keeps two selects over the same ports from a deadlock; a random order of attempts is what keeps a busy
 * clause from starving the others.
 *
 * Against Go, step 6 takes the locks one after another: the call is decided, so the lines need no common instant.
 */

/** Waits for the first of several clauses. */
public final class Selection {

    private Selection() {}

    /**
     * What a select came to.
     *
     * @param clause the index of the clause that was carried out
     * @param result for a receiving clause the item, for a sending one {@link Signal#ACCEPTED}; {@link Signal#CLOSED} if the port
     *     had ended
     */
    public record Choice(int clause, Object result) {}

    /**
     * Carries out one of the clauses, at random among those that are ready; a clause whose port has ended is always ready.
     *
     * @param clauses the clauses; one port may stand in several
     * @return the choice, or {@code null} if no clause was ready
     */
    public static @Nullable Choice trySelect(Clause... clauses) {
        return lookOrEnqueue(clauses, null, new Wait[0]);
    }

    /**
     * As {@link #trySelect}, and waits until a clause is ready.
     *
     * @param timeoutNanos how long to wait; zero or less does not wait, {@code Long.MAX_VALUE} waits without limit
     * @param clauses the clauses; one port may stand in several
     * @return the choice, or {@code null} if the time went by, and then no clause was carried out
     * @throws InterruptedException if the thread is interrupted; no clause was carried out
     */
    public static @Nullable Choice select(long timeoutNanos, Clause... clauses) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (timeoutNanos <= 0) {
            return trySelect(clauses);
        }
        Call call = new Call();
        Wait[] waits = new Wait[clauses.length];
        Choice ready = lookOrEnqueue(clauses, call, waits);
        if (ready != null) {
            return ready;
        }
        Wait won = null;
        try {
            won = call.await(timeoutNanos);
        } finally {
            for (Wait wait : waits) {
                if (wait != won) {
                    wait.leave();
                }
            }
        }
        return won == null ? null : new Choice(won.clause, won.result());
    }

    private static @Nullable Choice lookOrEnqueue(Clause[] clauses, @Nullable Call call, Wait[] waits) {
        int[] attemptOrder = randomOrder(clauses.length);
        Port[] ports = lockOrder(clauses);
        Wait woken = null;
        for (Port port : ports) {
            port.lock();
        }
        try {
            for (int index : attemptOrder) {
                Object result = clauses[index].attempt();
                if (result != Signal.EMPTY && result != Signal.FULL) {
                    woken = clauses[index].port().takeCompleted();
                    return new Choice(index, result);
                }
            }
            if (call != null) {
                for (int index = 0; index < clauses.length; index++) {
                    waits[index] = clauses[index].enqueue(call, index);
                }
            }
            return null;
        } finally {
            for (Port port : ports) {
                port.unlockOnly();
            }
            Port.wake(woken);
        }
    }

    /** The distinct ports of the clauses in the order in which they are locked; sorted by insertion, because they are few. */
    private static Port[] lockOrder(Clause[] clauses) {
        Port[] ports = new Port[clauses.length];
        int count = 0;
        for (Clause clause : clauses) {
            Port port = clause.port();
            int place = count;
            while (place > 0 && ports[place - 1].id() > port.id()) {
                place--;
            }
            if (place == 0 || ports[place - 1].id() != port.id()) {
                System.arraycopy(ports, place, ports, place + 1, count - place);
                ports[place] = port;
                count++;
            }
        }
        return count == ports.length ? ports : Arrays.copyOf(ports, count);
    }

    /** A uniformly random permutation (Fisher and Yates, from the inside out). */
    private static int[] randomOrder(int length) {
        int[] order = new int[length];
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 1; i < length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
