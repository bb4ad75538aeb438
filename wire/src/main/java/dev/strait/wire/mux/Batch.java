package dev.strait.wire.mux;

import dev.strait.wire.frame.MessageCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encoded messages of one stream, kept by reference from the encode until a receiver has taken them. Two forms:
 *
 * <ul>
 *   <li>framed: several messages, each behind its varint length, ready to be the content of one DATA frame; the {@value #HEADROOM} bytes
 *       ahead of {@code from} belong to the batch and take the frame's header in place;
 *   <li>whole: one large message without a length, which travels in FRAGMENT frames.
 * </ul>
 *
 * <p>The bytes do not change until a receiver has acknowledged all of them; then the array of a {@link #lent} batch is
 * used again. Which of its messages are answered is counted here, from the front; where some are answered ahead of others, or
 * have another past, the batch is {@link #cut}. Not thread-safe.
 */
public final class Batch implements Item {
    /** Bytes ahead of a framed batch that its DATA header needs: 12 of frame header and 4 of message count. */
    public static final int HEADROOM = 16;

    /** Most bytes of framed messages that fit one DATA frame of 64 KiB. */
    public static final int MAX_FRAMED_BYTES = (64 << 10) - HEADROOM;

    /** What one message of the whole form costs beyond its bytes: what its length prefix would have cost at most. */
    public static final int WHOLE_OVERHEAD = 5;

    private final byte[] array;
    private final int from;
    private final int to;
    private final int messages;
    private final boolean whole;
    private int taken;
    /** Where a message begins, the one behind so many: to look for the first that is not taken begins there. */
    private int knownStart;

    private int knownTaken;
    private long place;
    private long number;
    private Past past = Past.NONE;
    private boolean headed;
    private boolean reusable;

    private Batch(byte[] array, int from, int to, int messages, boolean whole) {
        this.array = array;
        this.from = from;
        this.knownStart = from;
        this.to = to;
        this.messages = messages;
        this.whole = whole;
    }

    /** Several messages behind their lengths; {@code from} has the headroom before it. */
    public static Batch framed(byte[] array, int from, int to, int messages) {
        if (from < HEADROOM || to < from || to > array.length || messages < 1 || to - from > MAX_FRAMED_BYTES) {
            throw new IllegalArgumentException("batch of " + messages + " messages at " + from + ".." + to);
        }
        return new Batch(array, from, to, messages, false);
    }

    /** One message in its bare bytes. */
    public static Batch whole(byte[] array, int from, int to) {
        if (from < 0 || to < from || to > array.length) {
            throw new IllegalArgumentException("message at " + from + ".." + to);
        }
        return new Batch(array, from, to, 1, true);
    }

    /** A batch whose array belongs to it alone, and may be used for another when all of this one is taken. */
    public static Batch lent(byte[] array, int from, int to, int messages) {
        Batch batch = framed(array, from, to, messages);
        batch.reusable = true;
        return batch;
    }

    /** The same for one message in its bare bytes. */
    public static Batch lentWhole(byte[] array, int from, int to) {
        Batch batch = whole(array, from, to);
        batch.reusable = true;
        return batch;
    }

    /** One message in its bare bytes that begins with a block of headers. */
    public static Batch headed(byte[] array, int from, int to) {
        Batch batch = whole(array, from, to);
        batch.headed = true;
        return batch;
    }

    /** The array may still be read, by whoever writes a stream that was given up: it is never used again. */
    void keep() {
        reusable = false;
    }

    /** The array, if it may be used again; else null. */
    byte @Nullable [] reusable() {
        return reusable ? array : null;
    }

    /** Notes how many messages went before it: of its sender on a queue channel, of its stream on a rendezvous channel. */
    public void place(long messagesBefore) {
        place = messagesBefore;
    }

    /** The place of its first message that is not taken, from 0. */
    public long firstPlace() {
        return place + taken;
    }

    /** Notes the number of its first message on the stream that it is sent on, from 1. */
    void number(long first) {
        number = first;
    }

    /** The number on its stream of its first message that is not answered. */
    long firstNumber() {
        return number + taken;
    }

    /** What has become of its messages so far. */
    public Past past() {
        return past;
    }

    /** Notes what has become of its messages so far. */
    public void past(Past so) {
        past = so;
    }

    /** Whether its message begins with a block of headers. */
    public boolean isHeaded() {
        return headed;
    }

    /** Makes this, a copy of messages of another, what that is but for the bytes and their number: of the same past, place and form. */
    public Batch like(Batch other, long firstPlace) {
        place = firstPlace;
        past = other.past;
        headed = other.headed;
        return this;
    }

    /**
     * The first so many messages that are not answered, as a batch for keeping that refers to the same bytes; they are counted as answered here. Nothing
     * of either can be written in place any more.
     */
    Batch cut(int count) {
        keep();
        if (count == live()) {
            Batch rest = view(firstStart(), to, count);
            take(count);
            return rest;
        }
        MessageCursor cursor = cursor();
        int start = -1;
        for (int i = 0; i < count; i++) {
            cursor.next();
            start = start < 0 ? cursor.start() : start;
        }
        Batch front = view(start, cursor.to(), count);
        take(count, cursor.to());
        return front;
    }

    private int firstStart() {
        if (whole || taken == 0) {
            return from;
        }
        MessageCursor cursor = cursor();
        cursor.next();
        return cursor.start();
    }

    private Batch view(int viewFrom, int viewTo, int count) {
        Batch view = new Batch(array, viewFrom, viewTo, count, whole);
        view.number = firstNumber();
        return view.like(this, firstPlace());
    }

    /** This, or a copy if it keeps an array of which it needs less than a quarter. */
    Batch compact() {
        if ((to - from) * 4L >= array.length) {
            return this;
        }
        Batch copy = new Batch(Arrays.copyOfRange(array, from, to), 0, to - from, messages, whole);
        copy.taken = taken;
        copy.knownStart = knownStart - from;
        copy.knownTaken = knownTaken;
        copy.number = number;
        return copy.like(this, place);
    }

    /** The byte credit that one message of this encoded length costs in the whole form. */
    public static long wholeCost(int length) {
        return (long) length + WHOLE_OVERHEAD;
    }

    /** The bytes of credit that it costs. */
    public long cost() {
        return whole ? wholeCost(to - from) : (long) to - from;
    }

    /** The bytes that it keeps alive: of its array, used or not. */
    public int keptBytes() {
        return array.length;
    }

    /** The buffer that holds it, shared. */
    public byte[] array() {
        return array;
    }

    /** Where its bytes begin. */
    public int from() {
        return from;
    }

    /** Where its bytes end. */
    public int to() {
        return to;
    }

    /** How many messages it holds, taken ones included. */
    public int messages() {
        return messages;
    }

    /** Whether it is one large message in its bare bytes. */
    public boolean isWhole() {
        return whole;
    }

    /** How many of its messages are not taken. */
    public int live() {
        return messages - taken;
    }

    /** Counts so many more as taken, from the front. */
    public void take(int count) {
        if (count < 0 || count > live()) {
            throw new IllegalStateException("took " + count + " of " + live());
        }
        taken += count;
    }

    /** As {@link #take(int)}, knowing where the next message begins: else it is looked for from the front each time. */
    public void take(int count, int nextStart) {
        take(count);
        knownStart = nextStart;
        knownTaken = taken;
    }

    /** A cursor ahead of the first message that is not taken; only for the framed form. */
    public MessageCursor cursor() {
        MessageCursor cursor = new MessageCursor();
        cursor.reset(array, knownStart, messages - knownTaken);
        for (int i = knownTaken; i < taken; i++) {
            cursor.next();
        }
        return cursor;
    }
}
