package dev.strait;

import dev.strait.channel.ReceivePort;

/**
 * A receiver that is not a local channel and yet can stand in a {@link Select}.
 *
 * @param <T> the type of the values
 */
interface HasReceivePort<T> {

    /** The port that a select waits on; always the same. */
    ReceivePort<T> receivePort();
}
