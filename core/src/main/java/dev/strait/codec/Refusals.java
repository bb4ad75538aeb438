package dev.strait.codec;

import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says why a class cannot travel, and what to declare instead. */
final class Refusals {

    /**
     * What to declare instead of classes that people do send elsewhere, and of all that extends or implements them. By name, since
     * some are in modules that are not there.
     */
    private static final Map<String, String> REMEDIES = Map.ofEntries(
            Map.entry("java.sql.Timestamp", "an Instant or a LocalDateTime"),
            Map.entry("java.sql.Date", "a LocalDate"),
            Map.entry("java.sql.Time", "a LocalTime"),
            Map.entry("java.util.Date", "an Instant"),
            Map.entry("java.util.Calendar", "a ZonedDateTime"),
            Map.entry("java.util.TimeZone", "a ZoneId"),
            Map.entry("java.time.Clock", "an Instant or a ZoneId"),
            Map.entry("java.time.chrono.ChronoLocalDate", "a LocalDate"),
            Map.entry("java.time.temporal.TemporalAmount", "a Duration or a Period"),
            Map.entry("java.time.temporal.Temporal", "the class itself, such as Instant"),
            Map.entry("java.net.URL", "a URI"),
            Map.entry("java.net.InetAddress", "a String, or the byte[] of its getAddress()"),
            Map.entry("java.net.SocketAddress", "a record of host and port"),
            Map.entry("java.io.File", "a String, or a byte[] of what is in it"),
            Map.entry("java.nio.file.Path", "a String, or a byte[] of what is in it"),
            Map.entry("java.nio.Buffer", "an array, such as byte[]"),
            Map.entry("java.io.InputStream", "a byte[], or send one for each part"),
            Map.entry("java.util.BitSet", "a long[] of its toLongArray()"),
            Map.entry("java.util.regex.Pattern", "a String"),
            Map.entry("java.nio.charset.Charset", "a String"),
            Map.entry("java.lang.Class", "a String or an enum"),
            Map.entry("java.lang.CharSequence", "a String"),
            Map.entry("java.util.concurrent.atomic.AtomicBoolean", "a boolean"),
            Map.entry("java.util.concurrent.atomic.AtomicInteger", "an int"),
            Map.entry("java.util.concurrent.atomic.AtomicLong", "a long"),
            Map.entry("java.lang.Number", "one of Integer, Long, Double, BigInteger, BigDecimal"),
            Map.entry(
                    "java.lang.Throwable", "a record of what shall be known of it; a channel fails with error(cause)"),
            Map.entry("java.util.Map$Entry", "a record of a key and a value"),
            Map.entry("java.util.Iterator", "a List"),
            Map.entry("java.util.stream.BaseStream", "a List"),
            Map.entry("java.lang.Void", "a record without components"),
            Map.entry(
                    "dev.strait.Channel",
                    "a Receiver, the only end of a channel that travels in a value, and put the channel there"),
            Map.entry(
                    "dev.strait.Sender",
                    "a Receiver and keep the Sender, as a Sender does not travel in a value yet; or send the name of a"
                            + " channel, as a String"),
            Map.entry("dev.strait.Receiver", "the interface Receiver itself"));

    private Refusals() {}

    static String reason(Class<?> type) {
        String name = type.getSimpleName();
        if (type == Object.class) {
            return "Object says nothing about what may travel (a '?' and an unbounded type variable mean Object too);"
                    + " declare a record, or a sealed interface of records";
        }
        if (type.isInterface() && (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type))) {
            return name + " is a collection that cannot travel; declare a List, Set or Map instead";
        }
        if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
            return name + " is one implementation of a collection; declare the interface List, Set or Map instead";
        }
        String remedy = remedy(type);
        if (remedy != null) {
            return name + " is none of the types that travel; declare " + remedy;
        }
        if (type.isInterface()) {
            return "interface " + name + " is not sealed, so any class could stand behind it; make it sealed with"
                    + " records and enums as its subtypes, or declare one of its records";
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            return name + " is an abstract class; declare a sealed interface of records instead";
        }
        return "class " + name + " is not a record, and its fields are its own matter; declare a record that holds what"
                + " shall travel";
    }

    /** The remedy for the class itself, else for the nearest of what it extends, else of what it implements. */
    private static @Nullable String remedy(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            String remedy = REMEDIES.get(each.getName());
            if (remedy != null) {
                return remedy;
            }
        }
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Class<?> parent : each.getInterfaces()) {
                String remedy = remedy(parent);
                if (remedy != null) {
                    return remedy;
                }
            }
        }
        return null;
    }
}
