package dev.strait.channel;

/**
 * The place of an exchange that is under way to another node, in an order of all such exchanges on which all nodes agree. It breaks
 * the tie between two selects that each wait for what the other will say: see {@link OutboundPort}.
 */
public interface Rank extends Comparable<Rank> {}
