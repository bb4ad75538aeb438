package dev.strait;

import dev.strait.channel.Signal;
import dev.strait.runtime.Hold;
import dev.strait.runtime.RemoteReceiver;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The values of a receiver of a node, to be answered. */
final class NodeDeliveries<T> implements Deliveries<T> {
    private static final int ENOUGH_FOR_ALL = 1 << 24;

    private final RemoteReceiver<T> receiver;
    /** As many as may be unanswered. */
    private final Semaphore room;

    NodeDeliveries(RemoteReceiver<T> receiver, int mostUnanswered) {
        this.receiver = receiver;
        this.room = new Semaphore(mostUnanswered);
    }

    /** Who waits for room is to hear that the receiver is closed; once or twice. */
    void closed() {
        room.release(ENOUGH_FOR_ALL);
    }

    @Override
    public Delivery<T> receive() throws InterruptedException {
        return switch (receive(Results.FOREVER)) {
            case Received.Value<Delivery<T>>(Delivery<T> delivery) -> delivery;
            case Received.Closed<Delivery<T>> closed -> throw closed.cause();
            case Received.Empty<Delivery<T>> _ -> throw new IllegalStateException("waited for ever, in vain");
        };
    }

    @Override
    public Received<Delivery<T>> receive(Duration timeout) throws InterruptedException {
        return receive(Results.nanos(timeout));
    }

    private Received<Delivery<T>> receive(long timeoutNanos) throws InterruptedException {
        long until = timeoutNanos == Results.FOREVER ? 0 : System.nanoTime() + Math.max(0, timeoutNanos);
        if (!room.tryAcquire(Math.max(0, timeoutNanos), TimeUnit.NANOSECONDS)) {
            return Results.empty();
        }
        AtomicBoolean given = new AtomicBoolean();
        Runnable giveBack = () -> {
            if (!given.getAndSet(true)) {
                room.release();
            }
        };
        Hold hold = new Hold(giveBack);
        boolean delivered = false;
        try {
            long left = timeoutNanos == Results.FOREVER ? Results.FOREVER : until - System.nanoTime();
            Object item = receiver.takeNext(hold, left);
            if (item == Signal.EMPTY) {
                return Results.empty();
            }
            if (item == Signal.CLOSED) {
                return new Received.Closed<>(receiver.cause());
            }
            T value = receiver.open(item, hold);
            delivered = true;
            return new Received.Value<>(new NodeDelivery<>(receiver, hold, value, giveBack));
        } finally {
            if (!delivered) {
                receiver.abandon(hold, "it could not be handed over"); // as where a codec failed: no answer will come
                giveBack.run();
            }
        }
    }

    @Override
    public <X extends Exception> void forEach(ThrowingConsumer<? super Delivery<T>, X> body)
            throws X, InterruptedException {
        while (true) {
            switch (receive(Results.FOREVER)) {
                case Received.Value<Delivery<T>>(Delivery<T> delivery) -> {
                    boolean done = false;
                    try {
                        body.accept(delivery);
                        done = true;
                    } finally {
                        if (!done) {
                            ((NodeDelivery<T>) delivery).abandon();
                        }
                    }
                }
                case Received.Closed<Delivery<T>> closed -> {
                    if (receiver.isDone()) {
                        return;
                    }
                    throw closed.cause();
                }
                case Received.Empty<Delivery<T>> _ -> throw new IllegalStateException("waited for ever, in vain");
            }
        }
    }
}
