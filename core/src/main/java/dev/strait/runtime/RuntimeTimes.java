package dev.strait.runtime;

import java.time.Duration;

/**
 * How long the blocking calls of a node wait.
 *
 * @param join for the directory when the node starts
 * @param open for the directory's answer when an end is opened
 * @param close for what was sent to be taken when the node closes
 * @param dial for one connection to be made
 */
public record RuntimeTimes(Duration join, Duration open, Duration close, Duration dial) {}
