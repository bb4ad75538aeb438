package dev.strait.wire.directory;

import dev.strait.wire.frame.NodeRef;

/**
 * A message that the directory has for a node.
 *
 * @param to the node, which holds a lease or held one when the message was made
 * @param message the message
 */
public record Outgoing(NodeRef to, ToClient message) {}
