/**
 * Who has which ends open on which node: the directory and its clients as pure state machines. {@link
 * dev.strait.wire.directory.Directory} is the one authority of a cluster; every node, the hosting one too, has a {@link
 * dev.strait.wire.directory.DirectoryClient}. Messages and events are pulled, never called back. The states, the
 * transitions and the bytes are in {@code docs/protocol.md}, chapter "Directory".
 */
@NullMarked
package dev.strait.wire.directory;

import org.jspecify.annotations.NullMarked;
