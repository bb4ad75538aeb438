package dev.strait.runtime;

import dev.strait.channel.Clause;
import dev.strait.channel.Refusal;
import dev.strait.channel.Selection;
import dev.strait.channel.Signal;
import dev.strait.codec.Codec;
import dev.strait.error.EncodeFailed;
import dev.strait.wire.dispatch.Allowance;
import dev.strait.wire.dispatch.Closure;
import dev.strait.wire.dispatch.QueueSenderEnd;
import dev.strait.wire.dispatch.SenderEnd;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.mux.Batch;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The sending end of a channel with a buffer.
 *
 * <p>The hot path, per message: this end's lock, an encode straight into the batch in the making, two counters. The engine is asked for an
 * {@link Allowance} and given the batch once per batch. The batch is sealed when it is full, when the allowance is spent, or when the
 * link's writer has nothing else to write and asks for it; a writer that finds the lock taken leaves a flag, which the sender sees
 * before it lets go, so that neither waits for the other.
 *
 * @param <T> the type of the values
 */
final class BufferedSender<T> extends RemoteSender<T> {
    private static final int SEAL_SPINS = 10;
    /** The cost of a message of which nothing is known: no message costs less. */
    private static final int NOT_ENCODED = 1;

    private static final EngineStep<BufferedSender<?>, Integer, Object> ALLOW =
            new EngineStep<>((by, minBytes, engine) -> by.allow(Objects.requireNonNull(minBytes), engine));
    private static final EngineStep<BufferedSender<?>, Void, Void> FILL = new EngineStep<>((by, _, engine) -> {
        engine.fill(by.end, by.access.now());
        return null;
    });
    private static final EngineStep<BufferedSender<?>, Batch, Void> SEAL = new EngineStep<>((by, batch, engine) -> {
        engine.seal(by.end, batch, by.access.now());
        return null;
    });
    private static final EngineStep<BufferedSender<?>, List<QueueSenderEnd>, Boolean> ENCLOSE = new EngineStep<>(
            (by, enclosed, engine) -> engine.enclose(by.end, by.placed, Objects.requireNonNull(enclosed)));

    /** Null until something is sent: most open channels are idle. */
    private @Nullable BatchBuffer<T> batch;

    private int allowedMessages;
    private long allowedBytes;
    private volatile boolean sealWanted;
    /** How many messages have become part of a batch, or went by themselves: the place of the next among all. */
    private long placed;

    /** Of the value being encoded; null if values can hold no receivers. */
    private final @Nullable Enclosures enclosures;

    /**
     * An item of which there is more to say.
     *
     * @param post who is told its fate; null if nobody is
     * @param enclosed the senders whose receivers it holds
     */
    private record Special(Object item, @Nullable Post post, List<QueueSenderEnd> enclosed) {}

    BufferedSender(EngineAccess access, String channel, Codec<T> codec, SenderEnd end, int maxMessageBytes) {
        super(access, channel, codec, end, maxMessageBytes);
        enclosures = codec.schema().carriesEnds() ? new Enclosures(this) : null;
    }

    @Override
    public Signal send(T value, long timeoutNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Object now = sendNow(value, timeoutNanos > 0);
        if (now instanceof Signal outcome && (outcome == Signal.ACCEPTED || timeoutNanos <= 0)) {
            return outcome;
        }
        if (timeoutNanos <= 0) {
            return Signal.FULL;
        }
        Clause clause = now instanceof Signal ? clause(value) : sendClause(now);
        return outcome(Selection.select(timeoutNanos, clause));
    }

    @Override
    public Signal trySend(T value) {
        return sendNow(value, false) == Signal.ACCEPTED ? Signal.ACCEPTED : Signal.FULL;
    }

    @Override
    Object item(byte[] encoded) {
        return BatchBuffer.item(encoded);
    }

    @Override
    Object encoded(T value) {
        return enclosures == null ? super.encoded(value) : encoded(value, null);
    }

    /** As {@link #encoded(Object)}, aside of what this end encodes under its lock, with what is to be said of it. */
    private Object encoded(T value, @Nullable Post post) {
        requireNotInUse();
        Enclosures aside = enclosures == null ? null : new Enclosures(this);
        Object item = item(encodedAside(value, aside));
        return special(item, post, aside == null ? List.of() : aside.take());
    }

    private static Object special(Object item, @Nullable Post post, List<QueueSenderEnd> enclosed) {
        return post == null && enclosed.isEmpty() ? item : new Special(item, post, enclosed);
    }

    /**
     * Sends a value if there is credit for it and nobody stands in line.
     *
     * @param waits whether the caller waits otherwise, with the value encoded
     * @return {@link Signal#ACCEPTED}; {@link Signal#FULL}; or the item for the line, if the value is encoded and there is not enough credit for it
     */
    private Object sendNow(T value, boolean waits) {
        requireNotInUse();
        lock();
        try {
            return put(value, waits);
        } finally {
            unlock();
        }
    }

    @Override
    public void sendSome(Queue<? extends T> values) {
        requireNotInUse();
        lock();
        try {
            for (T value = values.peek();
                    value != null && put(value, false) == Signal.ACCEPTED;
                    value = values.peek()) {
                values.remove();
            }
        } finally {
            unlock();
        }
    }

    @Override
    public Signal post(T value, Post post, long timeoutNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        requireNotInUse();
        lock();
        try {
            if (postNow(value, post)) {
                return Signal.ACCEPTED;
            }
        } finally {
            unlock();
        }
        return timeoutNanos <= 0
                ? Signal.FULL
                : outcome(Selection.select(timeoutNanos, sendClause(encoded(value, post))));
    }

    /** Under the lock: whose fate is awaited. When it is asked for first, the engine is told to tell of it. */
    private Posts posts() {
        Aftermath there = aftermath();
        Posts asked = there == null ? null : there.posts();
        return asked == null ? askForFates() : asked;
    }

    private Posts askForFates() {
        NodeEngine engine = access.enter();
        try {
            engine.tellAnswers(end);
            return aftermathMade().tellFates();
        } finally {
            access.exitLater();
        }
    }

    /** It is noted before it is sent: the answer may be there as soon as it is. */
    private boolean postNow(T value, Post post) {
        long place = placed;
        posts().add(place, post);
        try {
            put(value, false);
        } finally {
            if (placed == place) {
                posts().remove(place);
            }
        }
        return placed > place;
    }

    @Override
    public boolean flush(long timeoutNanos) throws InterruptedException {
        long sent;
        lock();
        try {
            seal();
            sent = placed;
        } finally {
            unlock();
        }
        QueueSenderEnd queue = (QueueSenderEnd) end;
        return await(
                engine -> {
                    if (queue.firstUnanswered() < sent) {
                        requireNotAbandoned();
                        engine.awaitAnswers(end, sent, access.now());
                        return false;
                    }
                    if (end.closure() instanceof Closure.ReceiverGone gone && end.hasLostAny()) {
                        throw Failures.of(channel, gone);
                    }
                    if (end.closure() instanceof Closure.Failed) {
                        Refusal failed = obstacle(engine);
                        if (failed != null) {
                            throw failed.cause();
                        }
                    }
                    return true;
                },
                timeoutNanos);
    }

    @Override
    boolean isSettled(NodeEngine engine) {
        QueueSenderEnd queue = (QueueSenderEnd) end;
        if (queue.firstUnanswered() >= queue.sentMessages()) {
            return true;
        }
        engine.awaitAnswers(end, queue.sentMessages(), access.now());
        return false;
    }

    private BatchBuffer<T> batch() {
        BatchBuffer<T> made = batch;
        if (made == null) {
            made = new BatchBuffer<>(codec, maxMessageBytes, enclosures);
            batch = made;
        }
        return made;
    }

    /** Under the lock; as {@link #sendNow}. */
    private Object put(T value, boolean waits) {
        boolean ready = allowedMessages > 0 && !hasLine() && !isFinished();
        if (!ready && (hasLine() || !allows(NOT_ENCODED))) {
            return waits && batch().largeLength() > 0 ? encodeForLine(value) : Signal.FULL;
        }
        List<QueueSenderEnd> enclosed = encode(value);
        int cost = batch().place(allowedBytes);
        if (cost >= 0) {
            if (!enclosed.isEmpty()) {
                encloseLast(enclosed, cost);
            }
            placed(cost);
            return Signal.ACCEPTED;
        }
        Object encoded = batch().encoded();
        if (!allows(BatchBuffer.cost(encoded))) {
            return special(encoded, null, enclosed);
        }
        if (!enclosed.isEmpty() && !enclose(enclosed)) {
            throw notHere();
        }
        place(encoded);
        return Signal.ACCEPTED;
    }

    // --- values that hold receivers ---

    /**
     * The receivers go where the message of the next place goes, which is sealed as soon as it is placed: whoever sends a receiver goes on to send to
     * it, and should not have to wait until this batch is full.
     *
     * @return false if one of them was sent or closed
     */
    private boolean enclose(List<QueueSenderEnd> enclosed) {
        boolean all = Boolean.TRUE.equals(access.take(ENCLOSE, this, enclosed));
        if (all) {
            sealWanted = true;
        }
        return all;
    }

    /** As {@link #enclose}, with the message that was added to the batch last, which is taken out again on failure. */
    private void encloseLast(List<QueueSenderEnd> enclosed, int cost) {
        if (!enclose(enclosed)) {
            batch().drop(cost);
            seal();
            throw notHere();
        }
    }

    private void revoke() {
        NodeEngine engine = access.enter();
        try {
            engine.revoke(end, placed, access.now());
        } finally {
            access.exitLater();
        }
    }

    private EncodeFailed notHere() {
        return new EncodeFailed(
                "a value of channel '" + channel
                        + "' holds a receiver that was sent or closed before, or whose sender is closed; make a channel for each that is sent");
    }

    /** A large message that has to wait is encoded here, where there may be an array for it. */
    private Object encodeForLine(T value) {
        byte[] spare;
        NodeEngine engine = access.enter();
        try {
            spare = engine.spareLarge(end, batch().largeLength());
        } finally {
            access.exitLater();
        }
        batch().refillLarge(spare);
        List<QueueSenderEnd> enclosed = encode(value);
        return special(batch().encoded(), null, enclosed);
    }

    /** Encodes, and gives the senders whose receivers the value holds; on failure nothing has changed, and no credit is kept from others. */
    private List<QueueSenderEnd> encode(T value) {
        boolean encoded = false;
        if (enclosures != null) {
            enclosures.take();
        }
        try {
            batch().encode(value);
            encoded = true;
            return enclosures == null ? List.of() : enclosures.take();
        } finally {
            if (!encoded) {
                seal();
            }
        }
    }

    /** Counts a message that has become part of the batch. */
    private void placed(int cost) {
        placed++;
        allowedMessages--;
        allowedBytes -= cost;
        if (allowedMessages == 0 || batch().isFull() || sealWanted) {
            seal();
        } else if (batch().messages() == 1) {
            access.take(FILL, this, null);
        }
    }

    @Override
    protected Object tryPass(Object item, Claim claim) {
        if (item instanceof Special special) {
            return tryPass(special, claim);
        }
        Object outcome = check(BatchBuffer.cost(item));
        if (outcome != Signal.ACCEPTED) {
            return outcome;
        }
        if (!claim.claim(null)) {
            return Signal.RETURNED;
        }
        place(item);
        return outcome;
    }

    private Object tryPass(Special special, Claim claim) {
        List<QueueSenderEnd> enclosed = special.enclosed();
        Object outcome = check(BatchBuffer.cost(special.item()));
        if (outcome != Signal.ACCEPTED) {
            return outcome;
        }
        if (!enclosed.isEmpty() && !enclose(enclosed)) {
            return (Refusal) this::notHere;
        }
        if (!claim.claim(null)) {
            if (!enclosed.isEmpty()) {
                revoke();
            }
            return Signal.RETURNED;
        }
        if (special.post() != null) {
            posts().add(placed, special.post());
        }
        place(special.item());
        return outcome;
    }

    /** Makes an item part of the batch, or sends it as a batch of its own; the allowance and the batch have room for it. */
    private void place(Object item) {
        if (item instanceof Batch alone) {
            placed++;
            seal(alone);
        } else {
            placed(batch().place((byte[]) item));
        }
    }

    private boolean allows(int minBytes) {
        Object outcome = check(minBytes);
        if (outcome instanceof Refusal refusal) {
            throw refusal.cause();
        }
        return outcome == Signal.ACCEPTED;
    }

    /** Sees to it that the allowance and the batch have room for a message. @return {@code ACCEPTED} if so, {@code FULL}, or a refusal */
    private Object check(int minBytes) {
        if (!isFinished() && allowedMessages > 0 && minBytes <= allowedBytes && batch().hasRoom(minBytes)) {
            return Signal.ACCEPTED;
        }
        seal();
        Object outcome = Objects.requireNonNull(access.take(ALLOW, this, minBytes));
        if (!(outcome instanceof Allowance allowance)) {
            return outcome;
        }
        if (batch().wantsArray()) {
            batch().refill(); // now, not when the last one went: an end that sends nothing more holds none
        }
        allowedMessages = allowance.messages();
        allowedBytes = allowance.bytes();
        return Signal.ACCEPTED;
    }

    /** An allowance for a message of at least so many bytes, {@link Signal#FULL}, or a refusal. */
    private Object allow(int minBytes, NodeEngine engine) {
        Refusal obstacle = obstacle(engine);
        if (obstacle != null) {
            return obstacle;
        }
        int largeLength = batch().largeLength();
        int usualBytes = largeLength == 0 ? 0 : BatchBuffer.cost(largeLength);
        // A lane that was asked for the bytes of a large message is preferred only while one waits for them.
        Allowance allowance = engine.allow(end, minBytes == NOT_ENCODED ? 0 : minBytes, usualBytes, access.now());
        if (allowance == null) {
            Refusal tooLarge = tooLarge(minBytes - Batch.WHOLE_OVERHEAD);
            return tooLarge == null ? Signal.FULL : tooLarge;
        }
        if (batch().wantsArray()) {
            batch().offer(engine.spare(end));
        }
        batch().refillLarge(largeLength > 0 && minBytes == NOT_ENCODED ? engine.spareLarge(end, largeLength) : null);
        return allowance;
    }

    /** Gives the batch in the making to the engine, and what is left of the allowance back. */
    private void seal() {
        sealWanted = false;
        if (batch != null && batch.messages() > 0) {
            seal(batch.take());
        } else if (allowedMessages > 0 || end.isFilling()) {
            seal(null);
        }
    }

    private void seal(@Nullable Batch sealed) {
        allowedMessages = 0;
        allowedBytes = 0;
        access.take(SEAL, this, sealed);
    }

    @Override
    void finishing() {
        seal();
    }

    @Override
    boolean hasErrand() {
        return sealWanted || super.hasErrand();
    }

    @Override
    void runErrand() {
        super.runErrand();
        if (sealWanted || batch == null || batch.messages() == 0) {
            // An allowance that nobody uses after all keeps no credit from others.
            seal();
        }
    }

    /** Seals, or has the thread that holds the lock do it. */
    @Override
    void sealForLink() {
        sealWanted = true;
        for (int i = 0; i < SEAL_SPINS && sealWanted; i++) {
            attend();
            Thread.onSpinWait();
        }
    }
}
