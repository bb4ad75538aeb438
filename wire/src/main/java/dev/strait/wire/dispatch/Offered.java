package dev.strait.wire.dispatch;

import dev.strait.wire.mux.Parcel;
import org.jspecify.annotations.Nullable;

/**
 * A value that has arrived at a receiver end of a rendezvous channel and is neither taken nor returned. Two are equal if they are the
 * same message: the same number on the same stream.
 *
 * @param parcel the value: one message
 * @param rank its place among all offers
 * @param number its number on its stream, from 1
 */
public record Offered(Parcel parcel, OfferRank rank, long number) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Offered it
                && number == it.number
                && parcel.stream().equals(it.parcel.stream());
    }

    @Override
    public int hashCode() {
        return 31 * parcel.stream().hashCode() + Long.hashCode(number);
    }
}
