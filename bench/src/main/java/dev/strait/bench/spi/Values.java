package dev.strait.bench.spi;

import java.util.ArrayList;
import java.util.List;

/**
 * The values of the local scenarios, made beforehand and used again and again, so that what is allocated is the channel's. Their ids go round
 * from 0 to {@link #COUNT} - 1. Each side has one of its own; for one thread.
 */
public final class Values {
    /** How many there are: a power of two, and more than are under way at a time. */
    public static final int COUNT = 4096;

    /** How many are in a batch. */
    public static final int BATCH = 256;

    private final Msg[] ring = new Msg[COUNT];
    private final List<List<Msg>> batches = new ArrayList<>();
    private long next;

    /** Makes them. */
    public Values() {
        for (int id = 0; id < COUNT; id++) {
            ring[id] = Msg.of(id);
        }
        for (int from = 0; from < COUNT; from += BATCH) {
            batches.add(new ArrayList<>(List.of(ring).subList(from, from + BATCH)));
        }
    }

    /** Returns the next one to send. */
    public Msg next() {
        return ring[(int) next++ & (COUNT - 1)];
    }

    /** Returns the next batch to send; not to be mixed with {@link #next()}. */
    public List<Msg> nextBatch() {
        return batches.get((int) next++ & (COUNT / BATCH - 1));
    }

    /**
     * Checks and counts one that was received.
     *
     * @param message what came
     * @param meter counts it
     */
    public void arrived(Msg message, Meter meter) {
        Run.require(message.id() == (next++ & (COUNT - 1)), "the order of local values");
        meter.count(1);
    }
}
