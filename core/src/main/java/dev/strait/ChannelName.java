package dev.strait;

import dev.strait.codec.Codec;
import dev.strait.codec.TypeRef;
import dev.strait.error.ConfigurationInvalid;
import dev.strait.error.UnsupportedType;
import dev.strait.wire.directory.ChannelSpec;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

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

    private static final int MAX_CAPACITY = 1 << 20;
    private static final int MAX_NAME_BYTES = 255;
    private static final int MAX_EXPECTED_SENDERS = 65_535;

    private final ChannelSpec spec;
    private final Codec<T> codec;

    private ChannelName(ChannelSpec spec, Codec<T> codec) {
        this.spec = spec;
        this.codec = codec;
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
     * @throws ConfigurationInvalid if the name is empty or too long
     */
    public static <T> ChannelName<T> of(String name, Codec<T> codec) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MAX_NAME_BYTES) {
            throw new ConfigurationInvalid(
                    "name", "a channel's name must be 1 to " + MAX_NAME_BYTES + " bytes of UTF-8, was " + length);
        }
        return new ChannelName<>(ChannelSpec.of(name), Objects.requireNonNull(codec, "codec"));
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
                spec.name(), values, spec.expectSenders(), spec.neverCompletes(), spec.toleratesLostSenders()));
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
                spec.name(), spec.capacity(), senders, spec.neverCompletes(), spec.toleratesLostSenders()));
    }

    /** The same channel, which stays open though all its senders are done, for those still to come. */
    public ChannelName<T> neverCompletes() {
        return with(
                new ChannelSpec(spec.name(), spec.capacity(), spec.expectSenders(), true, spec.toleratesLostSenders()));
    }

    /**
     * The same channel, which ends cleanly though nodes with senders were lost before these were done. Without it, it then ends in
     * {@link dev.strait.error.SenderLost}.
     */
    public ChannelName<T> toleratesLostSenders() {
        return with(new ChannelSpec(spec.name(), spec.capacity(), spec.expectSenders(), spec.neverCompletes(), true));
    }

    private ChannelName<T> with(ChannelSpec other) {
        return new ChannelName<>(other, codec);
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

    Codec<T> codec() {
        return codec;
    }

    /** The name and the type. */
    @Override
    public String toString() {
        return "channel '" + name() + "' of " + codec.schema();
    }
}
