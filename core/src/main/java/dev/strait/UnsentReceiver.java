package dev.strait;

import dev.strait.runtime.Enclosable;
import dev.strait.runtime.RemoteSender;
import java.time.Duration;
import java.util.Collection;

/** The receiver of a channel without a name, where that was made: it is there to be sent. */
final class UnsentReceiver<T> implements Receiver<T>, Enclosable {

    private final RemoteSender<T> sender;

    UnsentReceiver(RemoteSender<T> sender) {
        this.sender = sender;
    }

    @Override
    public RemoteSender<T> sender() {
        return sender;
    }

    @Override
    public T receive() {
        throw toBeSent();
    }

    @Override
    public Received<T> receive(Duration timeout) {
        throw toBeSent();
    }

    @Override
    public Received<T> tryReceive() {
        throw toBeSent();
    }

    @Override
    public int receiveAll(Collection<? super T> into, int max) {
        throw toBeSent();
    }

    @Override
    public int receiveAll(Collection<? super T> into, int max, Duration timeout) {
        throw toBeSent();
    }

    @Override
    public <X extends Exception> void forEach(ThrowingConsumer<? super T, X> body) {
        throw toBeSent();
    }

    @Override
    public Deliveries<T> deliveries() {
        throw toBeSent();
    }

    private static IllegalStateException toBeSent() {
        return new IllegalStateException(
                "this receiver of a channel without a name is to be sent in a value, and receives where it arrives; for"
                        + " both ends in one process take Channel.buffered(capacity)");
    }

    /** {@inheritDoc} If it was not sent, nobody will ever receive, and its sender gets {@link dev.strait.error.ReceiverGone}; else nothing. */
    @Override
    public void close() {
        sender.abandonReceiver();
    }

    @Override
    public String toString() {
        return "receiver of a channel without a name, to be sent in a value";
    }
}
