package dev.strait;

import dev.strait.channel.Signal;
import dev.strait.error.NotSupported;
import dev.strait.runtime.Hold;
import dev.strait.runtime.RemoteReceiver;

/** A receiver end of a named channel. */
final class NodeReceiver<T> implements PortReceiver<T> {

    private final RemoteReceiver<T> receiver;
    private final Deliveries<T> deliveries;

    NodeReceiver(RemoteReceiver<T> receiver, int mostUnanswered) {
        this.receiver = receiver;
        this.deliveries = new NodeDeliveries<>(receiver, mostUnanswered);
    }

    /** {@inheritDoc} What the body works on is held, and acknowledged when it goes on to the next. */
    @Override
    public <X extends Exception> void forEach(ThrowingConsumer<? super T, X> body) throws X, InterruptedException {
        Hold hold = new Hold();
        boolean ends = false;
        try {
            while (true) {
                Object item = receiver.takeNext(hold, Results.FOREVER);
                if (item == Signal.CLOSED) {
                    ends = true;
                    if (receiver.isDone()) {
                        return;
                    }
                    throw receiver.cause();
                }
                body.accept(receiver.open(item, hold));
            }
        } catch (Exception | Error failed) {
            if (!ends) {
                receiver.abandon(hold, text(failed));
            }
            throw failed;
        }
    }

    /** What a program has thrown may throw as well. */
    private static String text(Throwable failed) {
        try {
            return String.valueOf(failed);
        } catch (RuntimeException broken) {
            return failed.getClass().getName();
        }
    }

    @Override
    public Deliveries<T> deliveries() {
        if (!receiver.holdsMessages()) {
            throw new NotSupported(
                    "deliveries() of channel '" + receiver.channel() + "', whose capacity is 0",
                    "receive from it, which is the acknowledgement there, or give the channel a capacity");
        }
        return deliveries;
    }

    @Override
    public void close() {
        receiver.close();
    }

    @Override
    public RemoteReceiver<T> port() {
        return receiver;
    }

    @Override
    public String toString() {
        return "receiver of channel '" + receiver.channel() + "'";
    }
}
