package dev.strait.testkit.virtual;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One incarnation of a host: a place in the network, a clock of its own, and a timer. What runs there is the subclass, which is told what comes and the time, in one
 * step after another. A paused host does nothing until it goes on; then everything that came meanwhile comes at once. A crashed
 * one does nothing any more; who comes back in its place is another. Not thread-safe.
 */
public abstract class Host {
    /** Ticks at one moment after which a deadline that stays due counts as a defect. */
    private static final int MAX_TICKS_AT_ONCE = 1_000;

    private final Network network;
    private final String name;
    private final int place;
    private final DriftingClock clock;

    private boolean up = true;
    private long pausedUntil;
    /** What has come since it pauses. */
    private final List<Runnable> backlog = new ArrayList<>();

    private long timerAt = Long.MAX_VALUE;
    /** When there are timers. */
    private final Set<Long> timers = new HashSet<>();

    private long lastTickAt = -1;
    private int ticksAtOnce;

    /**
     * A host that is up, and does nothing yet.
     *
     * @param network where it is
     * @param name as histories name it
     * @param place which of the network's places it is in, from 0
     * @param clock its own
     */
    protected Host(Network network, String name, int place, DriftingClock clock) {
        if (place < 0 || place >= network.places()) {
            throw new IllegalArgumentException("the network has " + network.places() + " places, and not " + place);
        }
        this.network = network;
        this.name = name;
        this.place = place;
        this.clock = clock;
    }

    /** As histories name it. */
    public final String name() {
        return name;
    }

    /** Which of the network's places it is in. */
    public final int place() {
        return place;
    }

    /** Whether it has not crashed. */
    public final boolean isUp() {
        return up;
    }

    /** What its clock shows, in nanoseconds. */
    public final long now() {
        return clock.at(network.queue().now());
    }

    // --- what happens to it ---

    /** Stands still from now on, for so long at least. */
    public final void pause(long nanos) {
        network.history().add(name, "pauses for %d ms", nanos / 1_000_000);
        pausedUntil = Math.max(pausedUntil, network.queue().now() + nanos);
        network.watch().paused(place, network.queue().now() + nanos);
    }

    /**
     * Crashes; once.
     *
     * @param tellPeers whether those at the other sides of its connections are told
     */
    public final void crash(boolean tellPeers) {
        if (up) {
            network.history().add(name, "crashes, its peers %s", tellPeers ? "are told" : "are not told");
            up = false;
            network.crashed(this, tellPeers);
            crashed();
        }
    }

    /** Everything that reaches what runs here comes through here, as a step: at once, or when it goes on; never if it has crashed. */
    public final void input(Runnable action) {
        if (!up) {
            return;
        }
        if (network.queue().now() < pausedUntil || !backlog.isEmpty()) {
            if (backlog.isEmpty()) {
                network.queue().at(pausedUntil, this::goOn);
            }
            backlog.add(action);
            return;
        }
        perform(action);
    }

    /** The pause is over, unless another has begun: what came meanwhile comes now, in its order. */
    private void goOn() {
        if (network.queue().now() < pausedUntil) {
            network.queue().at(pausedUntil, this::goOn);
            return;
        }
        List<Runnable> missed = List.copyOf(backlog);
        backlog.clear();
        missed.forEach(this::perform);
    }

    private void perform(Runnable action) {
        if (up) {
            action.run();
            stepped();
        }
    }

    // --- time ---

    /** Sets the timer by {@link #deadline}. To be called whenever that may be earlier than it was; each deadline that was set is met with a tick. */
    protected final void arm() {
        long deadline = clock.whenItShows(deadline());
        if (deadline < timerAt) {
            timerAt = Math.max(deadline, network.queue().now());
            setTimer(timerAt);
        }
    }

    private void setTimer(long at) {
        if (timers.add(at)) {
            network.queue().at(at, () -> {
                timers.remove(at);
                input(this::timeIsUp);
            });
        }
    }

    private void timeIsUp() {
        // A later one was set, or an earlier one has done it: asking once too often does no harm.
        timerAt = Long.MAX_VALUE;
        ticksAtOnce = now() == lastTickAt && deadline() <= now() ? ticksAtOnce + 1 : 0;
        lastTickAt = now();
        if (ticksAtOnce > MAX_TICKS_AT_ONCE) {
            throw new ContractViolation(name + ": the deadline stays due whatever is done");
        }
        tick();
    }

    // --- what runs here; each is called in a step, except where it says otherwise ---

    /** Somebody has made a connection to here. */
    protected abstract void accepted(Side side);

    /** A connection is made that this host has dialled; bytes may have come on it before. */
    protected abstract void dialled(Side side, long dial);

    /** A dial has come to nothing. */
    protected abstract void dialFailed(long dial, String reason);

    /**
     * Bytes have come, also on a side that the host has closed meanwhile, as a reader may have them in its hands already.
     *
     * @param bytes in an array that nobody else has
     */
    protected abstract void arrived(Side side, byte[] bytes);

    /** The other side has closed the connection, or it broke; the host had not closed it, and it is closed now. */
    protected abstract void ended(Side side, String reason);

    /** When it wants a tick, by its own clock; {@link Long#MAX_VALUE} if never. Asked at any time. */
    protected abstract long deadline();

    /** A deadline is due, or was. */
    protected abstract void tick();

    /** A step is over: what it has brought about is done now, {@link #arm} among it, and what is promised checked. */
    protected abstract void stepped();

    /** The host has crashed, so that nothing of all this is called any more. In no step. */
    protected abstract void crashed();
}
