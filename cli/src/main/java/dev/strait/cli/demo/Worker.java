package dev.strait.cli.demo;

import dev.strait.Delivery;
import dev.strait.Outcome;
import dev.strait.Receiver;
import dev.strait.Sender;

/**
 * The work of one worker. A parcel is acknowledged when its result is, and not before: whenever the worker dies, what it had not brought home
 * goes to another. Meanwhile the next parcels are counted, as many as the channel's capacity lets be unanswered.
 *
 * @param name under which it counts
 */
record Worker(String name) {

    /**
     * Counts until there is nothing more to count.
     *
     * @throws dev.strait.error.ChannelClosed if a channel ends otherwise than by {@code done}
     */
    void work(Receiver<Parcel> parcels, Sender<Counted> results) throws InterruptedException {
        ParcelCounter counter = new ParcelCounter(name);
        parcels.deliveries().forEach((Delivery<Parcel> delivery) -> {
            Counted counted = counter.count(delivery.value());
            var _ = results.post(counted).thenAccept(outcome -> answer(delivery, outcome));
        });
    }

    /** What may not have been merged is counted again: twice does no harm, since whoever merges drops repeats. */
    private static void answer(Delivery<Parcel> delivery, Outcome outcome) {
        if (outcome instanceof Outcome.Delivered) {
            delivery.ack();
        } else {
            delivery.nack();
        }
    }
}
