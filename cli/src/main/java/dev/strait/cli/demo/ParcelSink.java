package dev.strait.cli.demo;

/** Where parcels go: to whichever worker takes them first. */
@FunctionalInterface
interface ParcelSink {

    /**
     * Sends a parcel; blocks while no worker has room for one.
     *
     * @throws dev.strait.error.StraitException if the channel to the workers has failed
     */
    void send(Parcel parcel) throws InterruptedException;
}
