package dev.strait.wire.mux;

/**
 * On what terms streams bring something in: the same for all of a node whose channels have one capacity. Immutable, but for the budget.
 *
 * @param window how much each may have on the way
 * @param budget what all of the node share
 * @param maxMessageBytes the largest message that is taken, in bytes
 */
public record Terms(Window window, Budget budget, long maxMessageBytes) {}
