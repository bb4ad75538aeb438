package dev.strait.bench.spi;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is measured. Unless its text says otherwise a message is a {@link Msg}, encoded and decoded every time, and two processes take part
 * on loopback: the first listens, the second connects.
 */
public enum Scenario {
    /** One sender, one receiver, one call per message on each side, in order, with back-pressure. */
    ONE_WAY("one-way", "messages/s", "typed records one way, in order, with back-pressure"),
    /** As {@link #ONE_WAY}, with the calls for batches. */
    ONE_WAY_BATCH("one-way-batch", "messages/s", "typed records one way, with the calls for batches"),
    /** As {@link #ONE_WAY}, each message acknowledged when the receiver's work on it is done, by the call that takes a body for it. */
    ONE_WAY_BODY(
            "one-way-body", "messages/s", "typed records one way, each acknowledged after a body has worked on it"),
    /** As {@link #ONE_WAY}, each message acknowledged by a call of its own, for it alone. */
    ONE_WAY_DELIVERIES(
            "one-way-deliveries", "messages/s", "typed records one way, each acknowledged by a call of its own"),
    /** As {@link #ONE_WAY}, the sender is told of each message that it was delivered. */
    ONE_WAY_POST("one-way-post", "messages/s", "typed records one way, the sender told of each that it was delivered"),
    /** As {@link #ONE_WAY} with {@code byte[]} of 16. */
    BYTES_16("bytes-16", 16),
    /** As {@link #ONE_WAY} with {@code byte[]} of 128. */
    BYTES_128("bytes-128", 128),
    /** As {@link #ONE_WAY} with {@code byte[]} of 1 KiB. */
    BYTES_1K("bytes-1k", 1 << 10),
    /** As {@link #ONE_WAY} with {@code byte[]} of 64 KiB. */
    BYTES_64K("bytes-64k", 64 << 10),
    /** As {@link #ONE_WAY} with {@code byte[]} of 1 MiB. */
    BYTES_1M("bytes-1m", 1 << 20),
    /** The second process asks, the first answers with the same message; one at a time. Each process has a core of its own. */
    PING_PONG("ping-pong", "us", "round trips of a typed record, 1 outstanding", "answerer asker"),
    /** As {@link #PING_PONG} with 64 outstanding, and not pinned to cores. */
    PIPELINED("pipelined", "requests/s", "round trips of a typed record, 64 outstanding", "answerer asker"),
    /** The second process opens streams of two messages each, at most 256 at a time; the first takes them and counts those that are done. */
    STREAMS("streams", "streams/s", "streams: open, two small messages, done; at most 256 at a time"),
    /** The same with names that both processes know, and by which each opens its end: only where names are a matter of their own. */
    STREAMS_NAMED("streams-named", "streams/s", "the same, each with a name by which both sides open it"),
    /** The first process gives tasks and counts answers; four workers in the second answer each with a record. */
    WORK("work", "tasks/s", "tasks to 4 workers in the second process, answers back", "giver workers"),
    /** Eight senders on threads of the second process, one receiver. */
    FAN_IN("fan-in", "messages/s", "8 senders on threads of one process, one receiver"),
    /** One sender, eight receivers on threads of the first process; each message goes to one of them. */
    FAN_OUT("fan-out", "messages/s", "one sender, 8 receivers on threads of one process"),
    /** Eight channels, a sender on each, and one thread that selects over their eight receivers. */
    SELECT("select", "messages/s", "8 channels with a sender each, one thread that selects over the 8 receivers"),
    /** Two threads of one process, a buffer of 1024, values handed over as they are. */
    LOCAL("local", "messages/s", "two threads of one process, buffer of 1024"),
    /** As {@link #LOCAL} without a buffer. */
    LOCAL_RENDEZVOUS("local-rendezvous", "messages/s", "two threads of one process, no buffer"),
    /** As {@link #LOCAL} with the calls for batches. */
    LOCAL_BATCH("local-batch", "messages/s", "two threads of one process, buffer of 1024, with the calls for batches"),
    /**
     * Channels that are open at both ends, a sender in the second process, a receiver in the first, and carry nothing. Each process
     * {@linkplain Run#figure gives} its bytes per channel, and one counts the channels that are open at both ends.
     */
    IDLE("idle", "B/channel", "heap that an open idle channel keeps, of 100,000 over one link, both sides together"),
    /** Channels with a sender each on a thread of the second process, and a receiver each on a thread of the first: {@link Figure#SHARE}. */
    TURNS("turns", "of median", "10,000 channels over one link: the rate of the slowest tenth, of the median rate"),
    /**
     * Channels on which messages are sent now and then and answered, of which one is never read: its sender fills the channel and waits.
     * Without that one it is the variant {@link #ALL_READ}.
     */
    UNREAD(
            "unread",
            "us",
            "99th percentile of round trips over 1,000 channels of which one is not read",
            "answerer asker"),
    /** The second process sends messages of 16 MiB one behind the other, and a ping each millisecond over the same link. */
    BULK_PING("bulk-ping", "us", "99th percentile of a ping each ms beside messages of 16 MiB", "answerer asker");

    /** What the figure of a scenario is. */
    public enum Figure {
        /** Messages per second. */
        RATE,
        /** The median of {@link Run#roundTrips()}. */
        MEDIAN_TIME,
        /** The 99th percentile of {@link Run#roundTrips()}. */
        TAIL_TIME,
        /** The rate of the slowest tenth of the meters, of the median rate of a meter. */
        SHARE,
        /** What the processes {@linkplain Run#figure give}, added up; there is no warm-up and no window. */
        SUM
    }

    /** How many requests are out at a time in {@link #PIPELINED}. */
    public static final int PIPELINE = 64;

    /** How many streams are open at a time in {@link #STREAMS}, at most. */
    public static final int OPEN_STREAMS = 256;

    /** How many small messages a stream of {@link #STREAMS} carries. */
    public static final int STREAM_MESSAGES = 2;

    /** How many workers there are in {@link #WORK}. */
    public static final int WORKERS = 4;

    /** How many senders, receivers or channels there are in {@link #FAN_IN}, {@link #FAN_OUT} and {@link #SELECT}. */
    public static final int FAN = 8;

    /** The buffer of {@link #LOCAL} and {@link #LOCAL_BATCH}, in values. */
    public static final int LOCAL_CAPACITY = 1024;

    /** How many bytes a message beside the pings of {@link #BULK_PING} has. */
    public static final int BULK_BYTES = 16 << 20;

    /** How many messages go beside the pings of {@link #BULK_PING}, at least: together 1 GiB. */
    public static final int BULK_MESSAGES = 64;

    /** The variant of {@link #UNREAD} in which everything is read, beside which the other is measured. */
    public static final String ALL_READ = "all-read";

    private final String title;
    private final String unit;
    private final String description;
    private final int payloadBytes;
    private final String sides;

    Scenario(String title, String unit, String description) {
        this(title, unit, description, "receiver sender");
    }

    Scenario(String title, String unit, String description, String sides) {
        this.title = title;
        this.unit = unit;
        this.description = description;
        this.payloadBytes = 0;
        this.sides = title.startsWith("local") ? "process" : sides;
    }

    Scenario(String title, int payloadBytes) {
        this.title = title;
        this.unit = "messages/s";
        this.description = "byte[] of " + payloadBytes + " one way, in order, with back-pressure";
        this.payloadBytes = payloadBytes;
        this.sides = "receiver sender";
    }

    /** Returns its name on the command line and in results. */
    public String title() {
        return title;
    }

    /** Returns the unit of its figure. */
    public String unit() {
        return unit;
    }

    /** Returns what it measures, in one line. */
    public String description() {
        return description;
    }

    /** Returns what its processes do, the first and then the second, if there are two. */
    public List<String> sides() {
        return List.of(sides.split(" ", -1));
    }

    /** Returns the length of a message in bytes where messages are {@code byte[]}, 0 where they are not. */
    public int payloadBytes() {
        return payloadBytes;
    }

    /** Returns what its figure is. */
    public Figure figure() {
        return switch (this) {
            case PING_PONG -> Figure.MEDIAN_TIME;
            case UNREAD, BULK_PING -> Figure.TAIL_TIME;
            case TURNS -> Figure.SHARE;
            case IDLE -> Figure.SUM;
            default -> Figure.RATE;
        };
    }

    /** Returns whether the figure is a time, of which less is better, taken by {@link Run#roundTrips()}. */
    public boolean isLatency() {
        return figure() == Figure.MEDIAN_TIME || figure() == Figure.TAIL_TIME;
    }

    /** Returns whether less is better. */
    public boolean isLessBetter() {
        return isLatency() || figure() == Figure.SUM;
    }

    /** Returns whether each process needs a core of its own for the figure to mean something. */
    public boolean isPinned() {
        return this == PING_PONG;
    }

    /** Returns how many channels there are, where that is what matters; see {@link Run#channels()}. */
    public int channels() {
        return switch (this) {
            case IDLE -> 100_000;
            case TURNS -> 10_000;
            case UNREAD -> 1_000;
            default -> 1;
        };
    }

    /** Returns the variant beside which a system's others are measured, where there is one. */
    public Optional<String> yardstick() {
        return this == UNREAD ? Optional.of(ALL_READ) : Optional.empty();
    }

    /** Returns how many messages, counted with {@link Run#beside()}, a window has at least. */
    public int messagesBeside() {
        return this == BULK_PING ? BULK_MESSAGES : 0;
    }

    /**
     * Returns whether the messages of one sequence are counted by several meters, so that none of them sees whether one is missing. Then the
     * sender says at the end how many there were, by {@link Run#sent}.
     */
    public boolean isShared() {
        return this == WORK || this == FAN_OUT;
    }

    /** Returns whether it is the same message as in {@link #ONE_WAY}, so that the two figures of one system can be compared. */
    public boolean isComparableToOneWay() {
        return switch (this) {
            case ONE_WAY, ONE_WAY_BATCH, ONE_WAY_BODY, ONE_WAY_DELIVERIES, ONE_WAY_POST, FAN_IN, FAN_OUT, SELECT ->
                true;
            default -> false;
        };
    }

    /** Finds one by its title. */
    public static Optional<Scenario> titled(String title) {
        return Arrays.stream(values()).filter(each -> each.title.equals(title)).findFirst();
    }

    /** Returns the titles of all, in order. */
    public static List<String> titles() {
        return Arrays.stream(values()).map(Scenario::title).toList();
    }

    @Override
    public String toString() {
        return title;
    }
}
