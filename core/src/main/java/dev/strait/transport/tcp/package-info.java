/**
 * TCP and Unix-domain sockets behind the transport seam, with the JDK's non-blocking socket channels. The only package of Strait that opens
 * sockets.
 */
@NullMarked
package dev.strait.transport.tcp;

import org.jspecify.annotations.NullMarked;
