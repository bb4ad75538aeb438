/**
 * The public API of Strait: channels whose ends may be in one process or in several. {@link dev.strait.Channel} is a channel
 * inside this process; a node opens the ends of named channels that span processes; both are the same
 * {@link dev.strait.Sender} and {@link dev.strait.Receiver}, and {@link dev.strait.Select} waits on any mixture of them.
 */
@NullMarked
package dev.strait;

import org.jspecify.annotations.NullMarked;
