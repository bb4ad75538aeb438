package dev.strait.wire.dispatch;

/**
 * What became of one offer.
 *
 * @param offer which
 * @param verdict what
 */
public record Settlement(Offer offer, Verdict verdict) {}
