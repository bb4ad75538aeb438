package dev.strait;

import dev.strait.channel.ReceivePort;
import java.time.Duration;
import java.util.Collection;

/**
 * A receiver whose values come from a port, in this process or of a node: all there is to receiving, and what lets it stand in a
 * {@link Select}.
 *
 * @param <T> the type of the values
 */
interface PortReceiver<T> extends Receiver<T> {

    /** Where the values come from; always the same. */
    ReceivePort<T> port();

    @Override
    default T receive() throws InterruptedException {
        return port().receive();
    }

    @Override
    default Received<T> receive(Duration timeout) throws InterruptedException {
        return Results.received(port(), port().take(Results.nanos(timeout)));
    }

    @Override
    default Received<T> tryReceive() {
        return Results.received(port(), port().tryTake());
    }

    @Override
    default int receiveAll(Collection<? super T> into, int max) throws InterruptedException {
        return Batches.receiveAll(port(), into, max, Results.FOREVER);
    }

    @Override
    default int receiveAll(Collection<? super T> into, int max, Duration timeout) throws InterruptedException {
        return Batches.receiveAll(port(), into, max, Results.nanos(timeout));
    }

    @Override
    default <X extends Exception> void forEach(ThrowingConsumer<? super T, X> body) throws X, InterruptedException {
        Results.forEach(port(), body);
    }
}
