package dev.strait.testkit.virtual;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A host that notes what it is told, and when. */
final class Peer extends Host {
    final Network network;
    final List<Side> accepted = new ArrayList<>();
    final List<Side> dialled = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    final Map<Side, String> ends = new LinkedHashMap<>();
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final List<Long> arrivals = new ArrayList<>();
    final List<Long> ticks = new ArrayList<>();
    int steps;
    boolean crashed;
    long deadline = Long.MAX_VALUE;
    /** Whether a tick puts the deadline off. */
    boolean heedsTicks = true;

    Peer(Network network, int place) {
        super(network, "p" + place, place, new DriftingClock(network.queue().now(), 0, 0));
        this.network = network;
    }

    /** It can be dialled from now on by its name. */
    Peer listens() {
        network.listen(name(), this);
        return this;
    }

    void wantsTickAt(long nanos) {
        input(() -> deadline = nanos);
    }

    @Override
    protected void accepted(Side side) {
        accepted.add(side);
    }

    @Override
    protected void dialled(Side side, long dial) {
        dialled.add(side);
    }

    @Override
    protected void dialFailed(long dial, String reason) {
        failures.add(reason);
    }

    @Override
    protected void arrived(Side side, byte[] come) {
        bytes.writeBytes(come);
        arrivals.add(network.queue().now());
    }

    @Override
    protected void ended(Side side, String reason) {
        ends.put(side, reason);
    }

    @Override
    protected long deadline() {
        return deadline;
    }

    @Override
    protected void tick() {
        ticks.add(now());
        if (heedsTicks) {
            deadline = Long.MAX_VALUE;
        }
    }

    @Override
    protected void stepped() {
        steps++;
        arm();
    }

    @Override
    protected void crashed() {
        crashed = true;
    }
}
