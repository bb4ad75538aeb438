package dev.strait.wire.directory;

/**
 * What a directory holds now.
 *
 * @param nodes nodes with a lease
 * @param channels channels with at least one end
 * @param ends ends of all nodes
 * @param holdsCompletions whether completions wait for nodes to rejoin
 */
public record DirectoryStatus(int nodes, int channels, int ends, boolean holdsCompletions) {}
