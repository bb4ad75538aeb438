package dev.strait.wire.directory;

import dev.strait.wire.frame.NodeRef;
import java.util.List;

/**
 * What comes again and again in the directory messages of one node: the names of nodes, their addresses, schemas and their fingerprints. Each is kept once, and
 * is neither decoded nor hashed anew: of an open channel nothing stays but its own name and numbers, and to open, use and end one takes
 * no SHA-256. Bounded by {@link Recurring}, whatever peers send. Not thread-safe.
 */
public final class Vocabulary {
    final Recurring<NodeRef> nodes = new Recurring<>();
    final Recurring<List<String>> addresses = new Recurring<>();
    final Recurring<Schema> schemas = new Recurring<>();
    final Recurring<Fingerprint> fingerprints = new Recurring<>();

    /** Nothing heard yet. */
    public Vocabulary() {}
}
