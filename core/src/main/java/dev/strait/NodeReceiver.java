package dev.strait;

import dev.strait.channel.Signal;
import dev.strait.error.NotSupported;
import dev.strait.runtime.Hold;
import dev.strait.runtime.RemoteReceiver;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A receiver end of a named channel. */
final class NodeReceiver<T> implements PortReceiver<T> {

    private final RemoteReceiver<T> receiver;
    private final int mostUnanswered;
    /** Null until they are asked for. */
    private volatile @Nullable NodeDeliveries<T> deliveries;

    private static final VarHandle DELIVERIES;

    static {
        try {
            DELIVERIES = MethodHandles.lookup().findVarHandle(NodeReceiver.class, "deliveries", NodeDeliveries.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    NodeReceiver(RemoteReceiver<T> receiver, int mostUnanswered) {
        this.receiver = receiver;
        this.mostUnanswered = mostUnanswered;
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
        NodeDeliveries<T> there = deliveries;
        return there == null ? makeDeliveries() : there;
    }

    /** Two at once get the same, which counts what is unanswered for both. */
    private Deliveries<T> makeDeliveries() {
        NodeDeliveries<T> made = new NodeDeliveries<>(receiver, mostUnanswered);
        if (DELIVERIES.compareAndSet(this, null, made)) {
            receiver.whenClosed(made::closed);
        }
        return Objects.requireNonNull(deliveries);
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
