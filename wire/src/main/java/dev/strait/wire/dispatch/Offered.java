package dev.strait.wire.dispatch;

import dev.strait.wire.mux.Parcel;

/**
 * A value that has arrived at a receiver end of a rendezvous channel and is neither taken nor returned.
 *
 * @param parcel the value: one message
 * @param rank its place among all offers
 * @param number its number on its stream, from 1
 */
public record Offered(Parcel parcel, OfferRank rank, long number) {}
