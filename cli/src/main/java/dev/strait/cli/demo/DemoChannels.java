package dev.strait.cli.demo;

import dev.strait.ChannelName;

/** The two channels of the demo, as all its processes know them. */
final class DemoChannels {

    /**
     * Work, to whichever worker has room. The capacity is small, so that a slow worker does not sit on parcels that a fast
     * one could count, and few files have to be counted again when a worker dies.
     */
    static final ChannelName<Parcel> PARCELS =
            ChannelName.of("parcels", Parcel.class).capacity(4);

    private DemoChannels() {}

    /**
     * Results, from so many workers; it ends when all of them are done. A worker that is lost is no failure: what it had not brought home
     * goes to another.
     */
    static ChannelName<Counted> results(int workers) {
        return ChannelName.of("results", Counted.class)
                .capacity(16)
                .expectSenders(workers)
                .toleratesLostSenders();
    }
}
