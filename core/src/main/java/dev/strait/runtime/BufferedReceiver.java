package dev.strait.runtime;

import dev.strait.channel.Signal;
import dev.strait.codec.Codec;
import dev.strait.wire.dispatch.ReceiverEnd;
import dev.strait.wire.engine.NodeEngine;
import dev.strait.wire.mux.InStream;
import dev.strait.wire.mux.Parcel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of a channel with a buffer.
 *
 * <p>The hot path, per message: this end's lock, a step of the cursor in the parcel in hand, a decode. The engine is asked for the next parcel
 * and told what was taken once per parcel, at a third of a window if that comes first, and within 5 ms if the program takes slowly. Batches are
 * decoded under the same hold of the lock. Calls that had to wait, and selects that looked at several ports at once, get a copy of the bytes
 * as an {@link Item} and decode after the locks.
 *
 * <p>A select that finds something here takes it as {@code receive} does, under no lock but this one, and passes over without a lock an end
 * in which nothing was when it was last looked for ({@link #takeAlone}). Over 8 ends that made 6.9 M messages a second out of
 * 3.7 M, and 256 B of garbage per message, 144 of them the program's, out of 575 (docs/performance.md, "Select").
 *
 * @param <T> the type of the values
 */
final class BufferedReceiver<T> extends RemoteReceiver<T> {
    private static final EngineStep<BufferedReceiver<?>, Void, Parcel> FETCH =
            new EngineStep<>((by, _, engine) -> by.fetch(engine));
    private static final EngineStep<BufferedReceiver<?>, Void, Void> STEP = new EngineStep<>((by, _, engine) -> {
        by.stepped(engine);
        return null;
    });
    private static final EngineStep<BufferedReceiver<?>, Void, Void> REPORT = new EngineStep<>((by, _, engine) -> {
        by.tellTaken(engine);
        return null;
    });
    private static final EngineStep<BufferedReceiver<?>, Void, List<ReceiverEnd>> CLAIM =
            new EngineStep<>((by, _, engine) -> by.claim(engine));

    /** Null until something has arrived: most open channels are idle. */
    private @Nullable InHand<T> inHand;

    /** Null until a message is held. */
    private @Nullable Holds holds;

    /** After what time a message is given back again that could not be, because its program was at work on what came in it. */
    private static final long BUSY_NANOS = 1_000_000;

    private final long limitNanos;
    /** Whether its values may hold receivers. */
    private final boolean bringsEnds;

    private volatile boolean reminded;
    private boolean decoding;
    private volatile boolean reportWanted;
    /** Who looks for itself what there is; null while somebody looks for others. Under the lock. */
    private @Nullable Thread asker;
    /** Nothing was there when it was last looked for; written under the lock. */
    private volatile boolean seemsEmpty;

    /**
     * An end that the engine has opened.
     *
     * @param limitNanos how long a message may be held, unless the program says otherwise; {@link Hold#NO_LIMIT} for as long as it likes
     */
    BufferedReceiver(EngineAccess access, Host host, String channel, Codec<T> codec, ReceiverEnd end, long limitNanos) {
        super(access, host, channel, codec, end);
        this.limitNanos = limitNanos;
        this.bringsEnds = codec.schema().carriesEnds();
    }

    private InHand<T> hand() {
        InHand<T> made = inHand;
        if (made == null) {
            made = new InHand<>(codec);
            inHand = made;
        }
        return made;
    }

    @Override
    public T receive() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        lock();
        try {
            if (hasLine()) {
                serveLine();
            }
            if (nextForCaller()) {
                step(null);
                return decodeHere();
            }
        } finally {
            unlock();
        }
        return super.receive();
    }

    /** {@inheritDoc} What has arrived is decoded where it is, without a copy of each message on the way. */
    @Override
    public boolean takeAll(List<Object> items, int max, long timeoutNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        int taken = 0;
        lock();
        try {
            if (hasLine()) {
                serveLine();
            }
            for (; taken < max && nextForCaller(); taken++) {
                step(null);
                items.add(tryDecodeHere());
            }
        } finally {
            unlock();
        }
        return taken > 0 || super.takeAll(items, max, timeoutNanos);
    }

    /** {@inheritDoc} It is decoded where it is. */
    @Override
    protected Object takeAlone() {
        if (seemsEmpty && !hasErrand()) {
            return Signal.EMPTY;
        }
        lock();
        try {
            if (hasLine()) {
                serveLine();
            }
            if (nextForCaller()) {
                step(null);
                return tryDecodeHere();
            }
            return isOver() ? Signal.CLOSED : Signal.EMPTY;
        } finally {
            unlock();
        }
    }

    private Object tryDecodeHere() {
        try {
            return opened(decodeHere());
        } catch (Throwable failed) {
            // The program hears of it when it opens the item; what comes after it is taken all the same.
            return new Undecoded(failed);
        }
    }

    private T decodeHere() {
        decoding = true;
        try {
            InHand<T> hand = hand();
            return decode(hand);
        } finally {
            decoding = false;
            letGoIfEmpty();
        }
    }

    @Override
    protected boolean ready() {
        return next() || isOver();
    }

    @Override
    protected Object pollItem() {
        return poll(null);
    }

    @Override
    protected Object pollItem(Object holder) {
        return poll((Hold) holder);
    }

    private Object poll(@Nullable Hold hold) {
        if (!nextForCaller()) {
            return isOver() ? Signal.CLOSED : Signal.EMPTY;
        }
        step(hold);
        // It is decoded without the lock, when the parcel may be gone.
        byte[] message = hand().message();
        Item<T> item =
                new Item<>(hand().reader(), message, 0, message.length, true, hand().isHeaded(), hand().arrived());
        letGoIfEmpty();
        return item;
    }

    /** Nobody looks at the bytes of a parcel any more of which every message is decoded or copied. */
    private void letGoIfEmpty() {
        InHand<T> hand = hand();
        if (hand.left() == 0) {
            access.chunks().done(hand.parcel().array());
            hand.letGo();
        }
    }

    /** Whether there is a message to step to; fetches the next parcel if need be. Under the lock. */
    private boolean next() {
        return (inHand != null && inHand.left() > 0) || (!isOver() && fetch());
    }

    /** As {@link #next}, for a call of this thread: if it comes from a body, that does not go on before it has returned. */
    private boolean nextForCaller() {
        if (inHand != null && inHand.left() > 0) {
            return true;
        }
        asker = Thread.currentThread();
        try {
            return next();
        } finally {
            asker = null;
        }
    }

    private boolean fetch() {
        Parcel next = access.takeInTime(FETCH, this, null);
        boolean empty = next == null && !isOver();
        if (seemsEmpty != empty) {
            seemsEmpty = empty;
        }
        if (next == null) {
            return false;
        }
        hand().take(next, reader(next.stream()));
        return true;
    }

    /** Steps to the next message, which is taken thereby, and acknowledged unless somebody holds it. */
    private void step(@Nullable Hold hold) {
        if (decoding) {
            throw new IllegalStateException(
                    "a value of channel '" + channel
                            + "' was received through the same end by its codec or by the constructor of the value being decoded");
        }
        InHand<T> hand = hand();
        hand.step();
        if (hold != null) {
            hold(hand, hold);
        }
        if (bringsEnds) {
            claim(hand, hold);
        }
        if (hand.left() == 0 || hand.isUrgent() || !hand.hasBegun()) {
            access.takeInTime(STEP, this, null);
        }
    }

    private @Nullable Parcel fetch(NodeEngine engine) {
        report(engine);
        Parcel next = engine.poll(end, access.now());
        if (next != null) {
            start(engine, next.stream());
        } else if (!checkOver()) {
            engine.await(end);
        }
        return next;
    }

    private void stepped(NodeEngine engine) {
        InHand<T> hand = hand();
        if (hand.left() == 0 || hand.isUrgent()) {
            report(engine);
        }
        if (hand.left() > 0) {
            start(engine, hand.parcel().stream());
        }
    }

    private List<ReceiverEnd> claim(NodeEngine engine) {
        return engine.claim(hand().parcel().stream(), hand().number());
    }

    /** The receivers that came in the message are the program's, before it is counted as taken. */
    private void claim(InHand<T> hand, @Nullable Hold hold) {
        List<ReceiverEnd> claimed = Objects.requireNonNull(access.takeInTime(CLAIM, this, null));
        Arrived arrived = host.arrived(claimed);
        hand.arrived(arrived);
        if (hold != null) {
            holds().brought(hold, arrived);
        }
    }

    /** Messages of this stream are taken from now on: they are reported when the sender should hear of it, and in time. */
    private void start(NodeEngine engine, InStream stream) {
        engine.startedTaking(end, access.now());
        hand().begin(stream.untilUrgent());
    }

    private void report(NodeEngine engine) {
        REPORT.take(this, null, engine);
    }

    private void tellTaken(NodeEngine engine) {
        InHand<T> hand = inHand;
        if (hand != null && hand.takenMessages() > 0) {
            if (holds != null) {
                holds.tell(engine);
            }
            engine.taken(end, hand.parcel().stream(), hand.takenMessages(), hand.takenBytes(), access.now());
            hand.reported();
            hand.pause(); // what is taken from now on is to be reported in time, too
        }
        if (holds != null) {
            holds.sayAcknowledged(engine, this, access.now());
        }
    }

    // --- messages that are held ---

    @Override
    public boolean holdsMessages() {
        return true;
    }

    /** {@inheritDoc} It is decoded where it is, if it is there. */
    @Override
    public Object takeNext(Hold body, long timeoutNanos) throws InterruptedException {
        lock();
        try {
            hasReturned(body); // be its thread interrupted or not
            if (Thread.interrupted()) {
                sayAcknowledged();
                serve();
                throw new InterruptedException();
            }
            if (hasLine()) {
                serveLine(); // also those who waited for nothing but what this body held
            }
            if (nextForCaller()) {
                step(body);
                return tryDecodeHere();
            }
            if (isOver()) {
                sayAcknowledged();
                serve();
                return Signal.CLOSED;
            }
        } finally {
            unlock();
        }
        return take(timeoutNanos, body);
    }

    /** Under the lock: what a body has returned from is acknowledged, if that is in time. */
    private void hasReturned(Hold body) {
        if (!body.isHeld()) {
            body.workedOnBy(Thread.currentThread());
            if (body.pollLapsed()) {
                holds().tooLate();
            }
        } else if (holds().isClosed()) {
            body.letGo();
            host.answeredLate(channel);
        } else {
            holds().acknowledge(body);
        }
    }

    /** Under the lock, when nothing follows that would say it in time. */
    private void sayAcknowledged() {
        if (holds != null) {
            access.takeInTime(REPORT, this, null);
        }
    }

    private Holds holds() {
        Holds made = holds;
        if (made == null) {
            made = new Holds();
            holds = made;
        }
        return made;
    }

    private void hold(InHand<T> hand, Hold hold) {
        hold.begin(hand.parcel().stream(), hand.number(), hand.redeliveries(), hand.headers());
        holds().begin(hold);
        if (limitNanos != Hold.NO_LIMIT) {
            limit(hold, fromNow(limitNanos));
        }
    }

    private long fromNow(long nanos) {
        long now = access.now();
        return nanos >= Hold.NO_LIMIT - now ? Hold.NO_LIMIT : now + nanos;
    }

    private void limit(Hold hold, long deadlineNanos) {
        if (holds().limit(hold, deadlineNanos)) {
            remindAt(deadlineNanos);
        }
    }

    private void remindAt(long nanos) {
        NodeEngine engine = access.enter();
        try {
            engine.remind(end, nanos);
        } finally {
            access.exitTaking();
        }
    }

    @Override
    public boolean allow(Hold hold, long nanos) {
        lock();
        try {
            if (!hold.isHeld() || holds().isClosed()) {
                return false;
            }
            limit(hold, fromNow(nanos));
            return true;
        } finally {
            unlock();
        }
    }

    @Override
    public boolean answer(Hold hold, Answer answer) {
        lock();
        try {
            if (holds().isClosed()) {
                host.answeredLate(channel);
                return false;
            }
            if (!hold.isHeld()) {
                holds().tooLate();
                return false;
            }
            return settle(hold, answer);
        } finally {
            unlock();
        }
    }

    @Override
    public void abandon(Hold hold, String why) {
        lock();
        try {
            if (hold.isHeld() && !holds().isClosed()) {
                settle(hold, Answer.nack(0, why));
            }
        } finally {
            unlock();
        }
    }

    /** Under the lock. */
    private boolean settle(Hold hold, Answer answer) {
        boolean inTime = true;
        if (answer.kind() == Answer.Kind.ACK && !hold.isTold()) {
            holds().acknowledge(hold);
        } else {
            if (answer.kind() != Answer.Kind.ACK) {
                Holds.giveBackArrived(hold);
            }
            NodeEngine engine = access.enter();
            try {
                report(engine);
                inTime = holds().say(engine, this, hold, answer, access.now());
            } finally {
                access.exitTaking();
            }
            reopen();
        }
        if (hasLine()) {
            serve();
        }
        return inTime;
    }

    @Override
    boolean mayComeAgain() {
        return holds != null && holds.hasBodies(it -> it != null && (it.equals(asker) || isWaiting(it)));
    }

    @Override
    void remind() {
        reminded = true;
        attend();
    }

    private void giveOverdueBack() {
        for (Hold hold : holds().overdue(access.now())) {
            Arrived arrived = hold.arrived();
            if (arrived != null && !arrived.tryGiveBack()) {
                limit(hold, fromNow(BUSY_NANOS)); // its program takes from one of them in this moment: it is told then
                continue;
            }
            hold.arrived(null);
            hold.lapse();
            settle(hold, Answer.nack(0, "its processing limit was over"));
        }
        long next = holds().nextReminder();
        if (next != Hold.NO_LIMIT) {
            remindAt(next);
        }
    }

    @Override
    ReceiverCounts counted() {
        // What is in hand and not reported is counted by the engine as soon as it is.
        long unreported = inHand == null ? 0 : inHand.takenMessages();
        long redeliveries = inHand == null ? 0 : inHand.redelivered();
        return (holds == null ? new Holds() : holds)
                .counts(end.takenMessages() + unreported, redeliveries, end.lostSenders());
    }

    @Override
    void reportTaken() {
        reportWanted = true;
        attend();
    }

    @Override
    boolean hasErrand() {
        return reportWanted || reminded || super.hasErrand();
    }

    @Override
    void runErrand(boolean hasArrived) {
        if (hasArrived) {
            serve();
        }
        if (reportWanted) {
            reportWanted = false;
            reportPart();
        }
        if (reminded) {
            reminded = false;
            giveOverdueBack();
        }
    }

    private void reportPart() {
        access.takeInTime(REPORT, this, null);
        hand().pause();
    }

    @Override
    void beforeLeaving() {
        if (holds != null) {
            holds.giveBackArrived();
        }
    }

    @Override
    void leaving(NodeEngine engine) {
        seemsEmpty = false; // from now on it has the end to give, always
        report(engine);
        if (holds != null) {
            holds.close();
        }
        if (inHand != null && inHand.drop()) {
            if (!decoding) { // else a codec closes the end whose value it decodes, and reads on
                letGoIfEmpty();
            }
        }
    }
}
