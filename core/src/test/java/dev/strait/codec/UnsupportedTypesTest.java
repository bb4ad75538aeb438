package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.UnsupportedType;
import java.io.File;
import java.net.Inet4Address;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.chrono.JapaneseDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What cannot travel is refused when it is declared, with its place, the reason and the remedy. */
class UnsupportedTypesTest {

    record Order(List<Item> items, Map<String, Optional<Item>> byName) {}

    record Item(Object price) {}

    record Holder<T>(T value) {}

    record Raw(@SuppressWarnings("rawtypes") List list) {}

    record Threads(Thread[][] threads) {}

    record Generics<T>(T[] values) {}

    abstract static class Vague {}

    record Wild(List<?> list) {}

    record Nest<T>(T value, Nest<List<T>> next) {}

    record Keys(Set<byte[]> keys) {}

    record Lists(ArrayList<String> list) {}

    interface Open {}

    record Opened(Open open) {}

    sealed interface Half permits Whole, Part {}

    record Whole(int value) implements Half {}

    non-sealed interface Part extends Half {}

    interface One {
        record Same(int value) implements Twins {}
    }

    interface Two {
        record Same(int value) implements Twins {}
    }

    sealed interface Twins permits One.Same, Two.Same {}

    sealed interface Source<T> permits Sink {}

    record Sink<T, U>(T first, U second) implements Source<T> {}

    private static void assertRefused(Codec<?> unexpected) {
        throw new AssertionError("accepted: " + unexpected);
    }

    private static UnsupportedType refusal(TypeRef<?> type) {
        return assertThrows(UnsupportedType.class, () -> assertRefused(Codec.of(type)));
    }

    private static void assertRefused(Class<?> type, String place, String... parts) {
        UnsupportedType refusal = assertThrows(UnsupportedType.class, () -> assertRefused(Codec.of(type)));
        assertEquals(place, refusal.place());
        for (String part : parts) {
            assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
        }
    }

    @Test
    void theMessageNamesThePlaceTheReasonAndTheRemedy() {
        assertRefused(Order.class, "Order.items[].price", "Object says nothing", "declare a record");
        assertRefused(Threads.class, "Threads.threads[][]", "not a record");
        assertRefused(Raw.class, "Raw.list", "type arguments", "TypeRef");
        assertRefused(Wild.class, "Wild.list[]", "Object");
        assertRefused(Keys.class, "Keys.keys[]", "byte[]");
        assertRefused(Lists.class, "Lists.list", "ArrayList", "interface List");
        assertRefused(Opened.class, "Opened.open", "not sealed");
        assertRefused(Thread.class, "Thread", "not a record");
        assertRefused(Object.class, "Object", "Object");
        assertRefused(Thread[].class, "Thread[][]", "not a record");
        assertRefused(Number.class, "Number", "BigDecimal");
        assertRefused(Vague.class, "Vague", "abstract");
        assertRefused(Iterable.class, "Iterable", "type arguments");
        assertRefused(Half.class, "Half(Part)", "not sealed");
        assertRefused(Twins.class, "Twins(Same)", "two subtypes", "rename");
    }

    @Test
    void classesThatPeopleSendElsewhereNameWhatToDeclareInstead() {
        assertRefused(java.util.Date.class, "Date", "declare an Instant");
        assertRefused(java.sql.Date.class, "Date", "declare a LocalDate");
        assertRefused(java.sql.Time.class, "Time", "declare a LocalTime");
        assertRefused(java.sql.Timestamp.class, "Timestamp", "declare an Instant or a LocalDateTime");
        assertRefused(GregorianCalendar.class, "GregorianCalendar", "declare a ZonedDateTime");
        assertRefused(TimeZone.class, "TimeZone", "declare a ZoneId");
        assertRefused(JapaneseDate.class, "JapaneseDate", "declare a LocalDate");
        assertRefused(URL.class, "URL", "declare a URI");
        assertRefused(File.class, "File", "declare a String");
        assertRefused(Path.class, "Path", "declare a String");
        assertRefused(Inet4Address.class, "Inet4Address", "getAddress()");
        assertRefused(ByteBuffer.class, "ByteBuffer", "byte[]");
        assertRefused(BitSet.class, "BitSet", "toLongArray()");
        assertRefused(StringBuilder.class, "StringBuilder", "declare a String");
        assertRefused(AtomicLong.class, "AtomicLong", "declare a long");
        assertRefused(IllegalStateException.class, "IllegalStateException", "error(cause)");
        assertRefused(Void.class, "Void", "without components");
        assertEquals("Stream<String>", refusal(new TypeRef<Stream<String>>() {}).place());
        assertTrue(
                refusal(new TypeRef<Map.Entry<String, Long>>() {}).getMessage().contains("a record of a key"));
        assertTrue(refusal(new TypeRef<Deque<String>>() {}).getMessage().contains("declare a List, Set or Map"));
    }

    @Test
    void arraysAreNoKeysAtAnyDepth() {
        for (TypeRef<?> type : List.of(
                new TypeRef<Set<int[]>>() {},
                new TypeRef<Map<String[], Integer>>() {},
                new TypeRef<Set<List<byte[]>>>() {},
                new TypeRef<Map<Optional<long[]>, Integer>>() {})) {
            UnsupportedType refusal = refusal(type);
            assertTrue(refusal.getMessage().contains("two arrays are never equal"), refusal.getMessage());
        }
    }

    @Test
    void placesReachThroughTypeArguments() {
        UnsupportedType refusal = refusal(new TypeRef<List<Map<String, Optional<Thread>>>>() {});
        assertEquals("List<Map<String, Optional<Thread>>>[]{value}?", refusal.place());
        assertEquals(
                "Holder<Thread>.value",
                refusal(new TypeRef<Holder<Thread>>() {}).place());
        assertEquals(
                "Generics<Thread>.values[]",
                refusal(new TypeRef<Generics<Thread>>() {}).place());
        assertTrue(refusal(new TypeRef<Source<String>>() {}).getMessage().contains("type variable U"));
    }

    @Test
    void aGenericRecordThatGrowsForeverIsRefused() {
        UnsupportedType refusal = refusal(new TypeRef<Nest<String>>() {});
        assertTrue(refusal.getMessage().contains("larger type arguments"), refusal.getMessage());
    }

    private static <T> TypeRef<List<T>> open() {
        return new TypeRef<>() {};
    }

    @Test
    void anOpenTypeVariableIsRefused() {
        UnsupportedType refusal = refusal(UnsupportedTypesTest.<String>open());
        assertTrue(refusal.getMessage().contains("type variable T"), refusal.getMessage());
    }

    @Test
    @SuppressWarnings("rawtypes")
    void aTypeRefWithoutItsArgumentIsRefused() {
        assertThrows(IllegalStateException.class, () -> new TypeRef() {});
    }

    @Test
    void tooManyNestedCollectionsAreRefused() {
        UnsupportedType refusal = refusal(
                new TypeRef<
                        List<
                                List<
                                        List<
                                                List<
                                                        List<
                                                                List<
                                                                        List<
                                                                                List<
                                                                                        List<
                                                                                                List<
                                                                                                        List<
                                                                                                                List<
                                                                                                                        List<
                                                                                                                                List<
                                                                                                                                        List<
                                                                                                                                                List<
                                                                                                                                                        List<
                                                                                                                                                                String>>>>>>>>>>>>>>>>>>() {});
        assertTrue(refusal.getMessage().contains("16"), refusal.getMessage());
    }
}
