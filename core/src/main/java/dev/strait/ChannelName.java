package dev.strait;

import dev.strait.codec.Codec;
import dev.strait.codec.Input;
import dev.strait.codec.TypeRef;
import dev.strait.error.ConfigurationInvalid;
import dev.strait.error.UnsupportedType;
import dev.strait.runtime.SenderSetup;
import dev.strait.wire.directory.ChannelSpec;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The typed key of a named channel, best kept as a constant that all sides share:
 *
 * {@snippet :
 * static final ChannelName<Order> ORDERS = ChannelName.of("orders", Order.class);
 * static final ChannelName<String> RESULTS = ChannelName.of("results", String.class).expectSenders(3);
 * }
 *
 * <p>Every end of a channel must be opened with the same settings and a type that fits; an end that does not fit is refused when it is
 * opened, and disturbs no other. Immutable.
 *
 * @param <T> the type of the values
 */
public final class ChannelName<T> {

    /** How many values may be under way between one sender end and one receiver end, if the name does not say otherwise: 1,024. */
    public static final int DEFAULT_CAPACITY = ChannelSpec.DEFAULT_CAPACITY;

    /** How often a value may reach a program before it is a dead letter, if the name does not say otherwise: 5. */
    public static final int DEFAULT_ATTEMPTS = SenderSetup.DEFAULT.maxAttempts();

    static final int MAX_CAPACITY = 1 << 20;
    private static final int MAX_NAME_BYTES = 255;
    private static final int MAX_EXPECTED_SENDERS = 65_535;

    private final ChannelSpec spec;
    private final Codec<T> codec;
    private final Own<T> own;

    /** What each end does for itself, and the others need not know. */
    private record Own<T>(
            int maxAttempts,
            @Nullable ChannelName<T> deadLetters,
            @Nullable DeadLetterHandler<? super T> handler,
            long limitNanos) {}

    private ChannelName(ChannelSpec spec, Codec<T> codec, Own<T> own) {
        this.spec = spec;
        this.codec = codec;
        this.own = own;
    }

    /**
     * A channel of records, sealed interfaces of records, enums, strings, boxed primitives, {@code java.time}, {@code UUID}, {@code BigDecimal}
     * and more of the JDK, or of arrays of these; {@code docs/guide/types.md} lists all. Of collections: {@link #of(String, TypeRef)}.
     *
     * @param name 1 to 255 bytes of UTF-8
     * @param type the declared type: what may travel, and nothing else
     * @throws UnsupportedType if values of this type cannot be encoded; says which component, and what to do
     * @throws ConfigurationInvalid if the name is empty or too long
     */
    public static <T> ChannelName<T> of(String name, Class<T> type) {
        return of(name, Codec.of(type));
    }

    /**
     * A channel of a generic type, such as {@code new TypeRef<List<Order>>() {}}.
     *
     * @param name 1 to 255 bytes of UTF-8
     * @param type the declared type
     * @throws UnsupportedType if values of this type cannot be encoded
     * @throws ConfigurationInvalid if the name is empty or too long
     */
    public static <T> ChannelName<T> of(String name, TypeRef<T> type) {
        return of(name, Codec.of(type));
    }

    /**
     * A channel of a type in a module that does not open its package.
     *
     * @param name 1 to 255 bytes of UTF-8
     * @param type the declared type
     * @param lookup with private access to the type and to the types of its components: {@code MethodHandles.lookup()} in their module
     * @throws UnsupportedType if values of this type cannot be encoded
     * @throws ConfigurationInvalid if the name is empty or too long
     */
    public static <T> ChannelName<T> of(String name, Class<T> type, MethodHandles.Lookup lookup) {
        return of(name, Codec.of(type, lookup));
    }

    /**
     * A channel of a generic type in a module that does not open its package.
     *
     * @param name 1 to 255 bytes of UTF-8
     * @param type the declared type
     * @param lookup as for {@link #of(String, Class, MethodHandles.Lookup)}
     * @throws UnsupportedType if values of this type cannot be encoded
     * @throws ConfigurationInvalid if the name is empty or too long
     */
    public static <T> ChannelName<T> of(String name, TypeRef<T> type, MethodHandles.Lookup lookup) {
        return of(name, Codec.of(type, lookup));
    }

    /**
     * A channel whose values another codec turns into bytes.
     *
     * @param name 1 to 255 bytes of UTF-8
     * @param codec the codec; all sides use one with a schema that fits
     * @throws ConfigurationInvalid if the name is empty or too long, or {@link Counters#ANONYMOUS}
     */
    public static <T> ChannelName<T> of(String name, Codec<T> codec) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MAX_NAME_BYTES) {
            throw new ConfigurationInvalid(
                    "name", "a channel's name must be 1 to " + MAX_NAME_BYTES + " bytes of UTF-8, was " + length);
        }
        ChannelSpec spec = ChannelSpec.of(name);
        if (spec.isAnonymous()) {
            throw new ConfigurationInvalid(
                    "name", "'" + name + "' stands for the channels that have no name; take another");
        }
        return new ChannelName<>(
                spec, Objects.requireNonNull(codec, "codec"), new Own<>(DEFAULT_ATTEMPTS, null, null, Long.MAX_VALUE));
    }

    /**
     * The same channel with another capacity: how many values may be under way, sent and not received, between one sender end and one
     * receiver end. Default {@value #DEFAULT_CAPACITY}. A small one shares work more evenly among receivers of different speed; a large
     * one keeps a fast receiver busy over a slow network. (A local {@link Channel} has one buffer; here every pair of ends has its own.)
     *
     * <p>0 makes it a rendezvous, as {@link Channel#rendezvous()} is inside a process: a send returns when a receive has taken the value,
     * which takes a round trip to its node. If the link to that node is lost in between, the send throws
     * {@link dev.strait.error.OutcomeUnknown}.
     *
     * @param values 0 to 1,048,576
     * @throws ConfigurationInvalid if it is out of range
     */
    public ChannelName<T> capacity(int values) {
        if (values < 0 || values > MAX_CAPACITY) {
            throw new ConfigurationInvalid("capacity", "must be 0 to " + MAX_CAPACITY + ", was " + values);
        }
        return with(new ChannelSpec(
                spec.name(),
                values,
                spec.expectSenders(),
                spec.neverCompletes(),
                spec.toleratesLostSenders(),
                spec.atMostOnce()));
    }

    /**
     * The same channel, which does not complete before so many senders have been open and all are done. Without it, the channel
     * completes as soon as all senders that there have been are done, be it only one: say it when senders start at different times.
     *
     * @param senders 1 to 65,535
     * @throws ConfigurationInvalid if it is out of range
     */
    public ChannelName<T> expectSenders(int senders) {
        if (senders < 1 || senders > MAX_EXPECTED_SENDERS) {
            throw new ConfigurationInvalid(
                    "expectSenders", "must be 1 to " + MAX_EXPECTED_SENDERS + ", was " + senders);
        }
        return with(new ChannelSpec(
                spec.name(),
                spec.capacity(),
                senders,
                spec.neverCompletes(),
                spec.toleratesLostSenders(),
                spec.atMostOnce()));
    }

    /** The same channel, which stays open though all its senders are done, for those still to come. */
    public ChannelName<T> neverCompletes() {
        return with(new ChannelSpec(
                spec.name(),
                spec.capacity(),
                spec.expectSenders(),
                true,
                spec.toleratesLostSenders(),
                spec.atMostOnce()));
    }

    /**
     * The same channel, which ends cleanly though nodes with senders were lost before these were done. Without it, it then ends in
     * {@link dev.strait.error.SenderLost}.
     */
    public ChannelName<T> toleratesLostSenders() {
        return with(new ChannelSpec(
                spec.name(), spec.capacity(), spec.expectSenders(), spec.neverCompletes(), true, spec.atMostOnce()));
    }

    /**
     * The same channel, which delivers at most once: a value that a receiver may have taken is never sent again. When a receiver is lost with
     * values that it has not acknowledged, or gives one back, these are dropped, counted and logged. Without it the channel delivers at least
     * once: such values go to other receivers, {@linkplain Delivery#redeliveries() marked}.
     */
    public ChannelName<T> atMostOnce() {
        return with(new ChannelSpec(
                spec.name(),
                spec.capacity(),
                spec.expectSenders(),
                spec.neverCompletes(),
                spec.toleratesLostSenders(),
                true));
    }

    /**
     * The same channel, whose senders send a value again until it has reached a program so often and was not acknowledged; then it is a dead
     * letter. Default 5. A value counts as having reached a program when its sender has heard that it was taken. Each
     * sender goes by its own.
     *
     * @param attempts at least 1
     * @throws ConfigurationInvalid if it is less
     */
    public ChannelName<T> maxAttempts(int attempts) {
        if (attempts < 1) {
            throw new ConfigurationInvalid("maxAttempts", "must be at least 1, was " + attempts);
        }
        return with(new Own<>(attempts, own.deadLetters, own.handler, own.limitNanos));
    }

    /**
     * The same channel, whose senders send their dead letters on another: values that a receiver has rejected, or that came back too often.
     * {@link Delivery#deadLetter()} there says where a value comes from, and why. A sender end of the other channel is opened with every
     * sender end of this one, and is done when everything of that one is settled. While it has to wait with 1,024 dead letters the sender sends
     * nothing new. Without this they are counted, logged, and offered to the {@linkplain #onDeadLetter handler}. Each sender goes by its own.
     *
     * @param other a channel of the same type with a buffer; what becomes of dead letters there is logged
     * @throws ConfigurationInvalid if it has the same name as this, or capacity 0
     */
    public ChannelName<T> deadLetters(ChannelName<T> other) {
        if (other.name().equals(name())) {
            throw new ConfigurationInvalid("deadLetters", "channel '" + name() + "' cannot take its own dead letters");
        }
        if (other.capacity() == 0) {
            throw new ConfigurationInvalid(
                    "deadLetters", "channel '" + other.name() + "' has capacity 0, dead letters need a buffer");
        }
        return with(new Own<>(own.maxAttempts, other, own.handler, own.limitNanos));
    }

    /**
     * The same channel, whose senders offer their dead letters to a handler, if no channel takes them. Each sender goes by its own.
     *
     * @param handler is called on a virtual thread
     */
    public ChannelName<T> onDeadLetter(DeadLetterHandler<? super T> handler) {
        return with(new Own<>(
                own.maxAttempts, own.deadLetters, Objects.requireNonNull(handler, "handler"), own.limitNanos));
    }

    /**
     * The same channel, whose receivers give a value back that a program has held for so long without an answer: the body of {@code forEach}
     * works on it, or its {@link Delivery} is not answered. The value goes to another receiver; what the program says of it later is too late.
     * Default none: a program may hold a value for as long as its process lives. Each receiver goes by its own.
     *
     * @param limit more than zero; {@link Delivery#limit(Duration)} sets another for one value
     * @throws ConfigurationInvalid if it is not
     */
    public ChannelName<T> processingLimit(Duration limit) {
        if (limit.isZero() || limit.isNegative()) {
            throw new ConfigurationInvalid("processingLimit", "must be more than zero, was " + limit);
        }
        return with(new Own<>(own.maxAttempts, own.deadLetters, own.handler, Results.nanos(limit)));
    }

    private ChannelName<T> with(ChannelSpec other) {
        return new ChannelName<>(other, codec, own);
    }

    private ChannelName<T> with(Own<T> other) {
        return new ChannelName<>(spec, codec, other);
    }

    /** The name. */
    public String name() {
        return spec.name();
    }

    /** How many values may be under way between one sender end and one receiver end. */
    public int capacity() {
        return spec.capacity();
    }

    ChannelSpec spec() {
        return spec;
    }

    /** What senders do with values that come back. */
    SenderSetup setup() {
        DeadLetterHandler<? super T> offered = own.handler;
        return new SenderSetup(
                own.maxAttempts,
                own.deadLetters == null ? null : own.deadLetters.spec,
                offered == null
                        ? dev.strait.runtime.DeadLetterHandler.NONE
                        : (encoded, from) -> offered.deadLetter(
                                codec.decode(new Input(encoded, 0, encoded.length)),
                                new DeadLetter(
                                        from.channel(),
                                        from.sender(),
                                        from.receiver(),
                                        from.reason(),
                                        from.attempts())));
    }

    /** How long receivers hold a value; {@code Long.MAX_VALUE} for as long as the program likes. */
    long limitNanos() {
        return own.limitNanos;
    }

    Codec<T> codec() {
        return codec;
    }

    /** The name and the type. */
    @Override
    public String toString() {
        return "channel '" + name() + "' of " + codec.schema();
    }
}
