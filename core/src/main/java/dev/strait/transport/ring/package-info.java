/**
 * Connections through memory that two processes of one machine share: a ring of bytes for each direction, and a doorbell for whoever has to wait.
 */
@NullMarked
package dev.strait.transport.ring;

import org.jspecify.annotations.NullMarked;
