package dev.strait;

import dev.strait.error.ConfigurationInvalid;
import dev.strait.runtime.Answer;
import dev.strait.runtime.DeadLetterOrigin;
import dev.strait.runtime.Hold;
import dev.strait.runtime.RemoteReceiver;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** A value that was taken from a receiver of a node and is held. */
final class NodeDelivery<T> implements Delivery<T> {
    private final RemoteReceiver<T> receiver;
    private final Hold hold;
    private final T value;
    private final Runnable whenAnswered;

    NodeDelivery(RemoteReceiver<T> receiver, Hold hold, T value, Runnable whenAnswered) {
        this.receiver = receiver;
        this.hold = hold;
        this.value = value;
        this.whenAnswered = whenAnswered;
    }

    @Override
    public T value() {
        return value;
    }

    @Override
    public int redeliveries() {
        return hold.redeliveries();
    }

    @Override
    public Optional<DeadLetter> deadLetter() {
        return DeadLetterOrigin.of(hold.headers())
                .map(it -> new DeadLetter(it.channel(), it.sender(), it.receiver(), it.reason(), it.attempts()));
    }

    @Override
    public boolean ack() {
        return answer(Answer.ACK);
    }

    @Override
    public boolean nack(Duration delay) {
        long millis = Results.nanos(delay) == Results.FOREVER ? Long.MAX_VALUE : delay.toMillis();
        return answer(Answer.nack(Math.clamp(millis, 0, Integer.MAX_VALUE), "given back by the program"));
    }

    /** Its body has failed: it is given back, unless it is answered. */
    void abandon() {
        receiver.abandon(hold, "the body failed");
        whenAnswered.run();
    }

    @Override
    public boolean reject(String reason) {
        return answer(Answer.reject(Objects.requireNonNull(reason, "reason")));
    }

    private boolean answer(Answer answer) {
        boolean inTime = receiver.answer(hold, answer);
        whenAnswered.run();
        return inTime;
    }

    @Override
    public boolean limit(Duration limit) {
        if (limit.isZero() || limit.isNegative()) {
            throw new ConfigurationInvalid("limit", "must be more than zero, was " + limit);
        }
        return receiver.allow(hold, Results.nanos(limit));
    }

    @Override
    public String toString() {
        return "delivery of channel '" + receiver.channel() + "': " + value;
    }
}
