package dev.strait;

import dev.strait.channel.ReceivePort;
import dev.strait.runtime.RemoteReceiver;
import java.time.Duration;
import java.util.Collection;

/** A receiver end of a named channel. */
final class NodeReceiver<T> implements Receiver<T>, HasReceivePort<T> {

    private final RemoteReceiver<T> receiver;

    NodeReceiver(RemoteReceiver<T> receiver) {
        this.receiver = receiver;
    }

    @Override
    public T receive() throws InterruptedException {
        return receiver.receive();
    }

    @Override
    public Received<T> receive(Duration timeout) throws InterruptedException {
        return Results.received(receiver, receiver.take(Results.nanos(timeout)));
    }

    @Override
    public Received<T> tryReceive() {
        return Results.received(receiver, receiver.tryTake());
    }

    @Override
    public int receiveAll(Collection<? super T> into, int max) throws InterruptedException {
        return Batches.receiveAll(receiver, into, max, Results.FOREVER);
    }

    @Override
    public int receiveAll(Collection<? super T> into, int max, Duration timeout) throws InterruptedException {
        return Batches.receiveAll(receiver, into, max, Results.nanos(timeout));
    }

    @Override
    public <X extends Exception> void forEach(ThrowingConsumer<? super T, X> body) throws X, InterruptedException {
        Results.forEach(receiver, body);
    }

    @Override
    public void close() {
        receiver.close();
    }

    @Override
    public ReceivePort<T> receivePort() {
        return receiver;
    }

    @Override
    public String toString() {
        return "receiver of channel '" + receiver.channel() + "'";
    }
}
