package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.error.DecodeFailed;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One test for each row of the evolution table in {@code docs/codec.md}; V1 and V2 are two versions of the same program. */
class EvolutionTest {

    interface V1 {
        record Item(String name, int count) {}

        record Order(long id, Item item) {}

        record Numbers(byte a, short b, int c, float d, Integer e, List<Integer> f, Map<Short, Byte> g) {}

        record Tree(int value, List<Tree> kids) {}

        enum Colour {
            RED,
            GREEN,
            BLUE
        }

        record Paint(Colour colour, int litres) {}

        sealed interface Shape permits Circle, Square {}

        record Circle(int radius) implements Shape {}

        record Square(int side) implements Shape {}

        record Everything(
                boolean z,
                byte b,
                short s,
                char c,
                int i,
                long l,
                float f,
                double d,
                String text,
                byte[] bytes,
                Integer boxed,
                Optional<Item> maybe,
                List<Item> list,
                Set<String> set,
                Map<String, Shape> map,
                Colour colour,
                Shape shape,
                Item item,
                Tree tree,
                Nothing nothing,
                int last) {}

        record Nothing() {}

        record Flag(boolean on) {}
    }

    interface V2 {
        record Item(int count, String name, double price) {}

        record Order(
                Item item,
                long id,
                String note,
                Optional<String> maybe,
                List<String> list,
                Set<String> set,
                Map<String, String> map,
                boolean z,
                char c,
                int i,
                long l,
                float f,
                double d,
                Integer boxed) {}

        record Numbers(short a, int b, long c, double d, Long e, List<Long> f, Map<Long, Integer> g) {}

        record Tree(List<Tree> kids, String label, long value) {}

        enum Colour {
            BLACK,
            BLUE,
            RED
        }

        record Paint(int litres, Colour colour) {}

        sealed interface Shape permits Square, Triangle {}

        record Square(int side, int border) implements Shape {}

        record Triangle(int a, int b, int c) implements Shape {}

        record Everything(int last, boolean z) {}

        record Nothing(int now) {}

        record Flag(Boolean on) {}
    }

    private static String refusal(Codec<?> writer, Codec<?> reader) {
        SchemaMismatch mismatch = assertThrows(SchemaMismatch.class, () -> reader.reading(writer.schema()));
        assertTrue(mismatch.getMessage().contains(writer.schema().toString()), mismatch.getMessage());
        assertTrue(mismatch.getMessage().contains(reader.schema().toString()), mismatch.getMessage());
        return mismatch.reason();
    }

    @Test
    void addedComponentsArriveEmptyZeroOrNullAndReorderedOnesInTheirPlaces() throws SchemaMismatch {
        V2.Order read = Bytes.across(
                Codec.of(V1.Order.class), new V1.Order(7, new V1.Item("nut", 3)), Codec.of(V2.Order.class));
        assertEquals(
                new V2.Order(
                        new V2.Item(3, "nut", 0.0),
                        7,
                        null,
                        Optional.empty(),
                        List.of(),
                        Set.of(),
                        Map.of(),
                        false,
                        '\0',
                        0,
                        0,
                        0,
                        0,
                        null),
                read);
    }

    @Test
    void removedComponentsAreSkippedWhateverTheirType() throws SchemaMismatch {
        V1.Item item = new V1.Item("nut", 3);
        V1.Shape circle = new V1.Circle(2);
        V1.Everything full = new V1.Everything(
                true,
                (byte) -7,
                (short) -777,
                '\u20AC',
                -70_000,
                Long.MIN_VALUE,
                1.5f,
                2.5,
                "häh",
                new byte[] {1, 2, 3},
                300,
                Optional.of(item),
                List.of(item, item),
                Set.of("a", "b"),
                Map.of("c", circle),
                V1.Colour.BLUE,
                circle,
                item,
                new V1.Tree(1, List.of(new V1.Tree(2, List.of()))),
                new V1.Nothing(),
                4711);
        V1.Everything empty = new V1.Everything(
                true, (byte) 0, (short) 0, 'x', 0, 0, 0, 0, null, null, null, null, null, null, null, null, null, null,
                null, null, 4712);
        Codec<V1.Everything> writer = Codec.of(V1.Everything.class);
        Codec<V2.Everything> reader = Codec.of(V2.Everything.class);
        assertEquals(new V2.Everything(4711, true), Bytes.across(writer, full, reader));
        assertEquals(new V2.Everything(4712, true), Bytes.across(writer, empty, reader));
    }

    @Test
    void aMessageCutOffInsideASkippedComponentIsRefused() throws SchemaMismatch {
        Codec<V2.Item> writer = Codec.of(V2.Item.class);
        Codec<V1.Item> reader = Codec.of(V1.Item.class).reading(writer.schema());
        byte[] message = Bytes.of(writer, new V2.Item(1, "n", 2.0));
        for (int length = 0; length < message.length; length++) {
            Input in = new Input(message, 0, length);
            assertThrows(DecodeFailed.class, () -> reader.decode(in));
        }
    }

    @Test
    void numbersMayGrowWiderAlsoBoxedAndInCollections() throws SchemaMismatch {
        V1.Numbers small = new V1.Numbers(
                (byte) -1, Short.MIN_VALUE, Integer.MAX_VALUE, 1.5f, -5, List.of(1, -1), Map.of((short) -300, (byte)
                        3));
        V2.Numbers wide = Bytes.across(Codec.of(V1.Numbers.class), small, Codec.of(V2.Numbers.class));
        assertEquals(
                new V2.Numbers((short) -1, -32768, 2147483647L, 1.5, -5L, List.of(1L, -1L), Map.of(-300L, 3)), wide);
    }

    @Test
    void numbersMayNotGrowNarrower() {
        String reason = refusal(Codec.of(V2.Numbers.class), Codec.of(V1.Numbers.class));
        assertEquals("Numbers.a: short was written, and it is read as byte", reason);
        assertEquals(
                "Integer: long was written, and it is read as int",
                refusal(Codec.of(Long.class), Codec.of(Integer.class)));
        assertEquals(
                "String: int was written, and it is read as String",
                refusal(Codec.of(Integer.class), Codec.of(String.class)));
    }

    @Test
    void aPrimitiveMayBecomeABoxButNotTheOtherWayRound() throws SchemaMismatch {
        assertEquals(
                new V2.Flag(true), Bytes.across(Codec.of(V1.Flag.class), new V1.Flag(true), Codec.of(V2.Flag.class)));
        String reason = refusal(Codec.of(V2.Flag.class), Codec.of(V1.Flag.class));
        assertTrue(reason.startsWith("Flag.on: Boolean was written"), reason);
        assertTrue(reason.endsWith("cannot be null"), reason);
    }

    @Test
    void recursiveTypesEvolveAtEveryLevel() throws SchemaMismatch {
        V1.Tree tree = new V1.Tree(1, List.of(new V1.Tree(2, List.of(new V1.Tree(3, null)))));
        V2.Tree read = Bytes.across(Codec.of(V1.Tree.class), tree, Codec.of(V2.Tree.class));
        assertEquals(new V2.Tree(List.of(new V2.Tree(List.of(new V2.Tree(null, null, 3)), null, 2)), null, 1), read);
    }

    @Test
    void enumConstantsGoByNameAndAnUnknownOneFailsThatValueOnly() throws SchemaMismatch {
        Codec<V1.Paint> writer = Codec.of(V1.Paint.class);
        Codec<V2.Paint> reader = Codec.of(V2.Paint.class).reading(writer.schema());
        byte[] blue = Bytes.of(writer, new V1.Paint(V1.Colour.BLUE, 1));
        byte[] green = Bytes.of(writer, new V1.Paint(V1.Colour.GREEN, 2));
        byte[] none = Bytes.of(writer, new V1.Paint(null, 3));
        assertEquals(new V2.Paint(1, V2.Colour.BLUE), reader.decode(new Input(blue)));
        DecodeFailed failure = assertThrows(DecodeFailed.class, () -> reader.decode(new Input(green)));
        assertTrue(failure.getMessage().contains("GREEN"), failure.getMessage());
        assertEquals(new V2.Paint(3, null), reader.decode(new Input(none)));
    }

    @Test
    void subtypesGoByNameAndAnUnknownOneFailsThatValueOnly() throws SchemaMismatch {
        Codec<V1.Shape> writer = Codec.of(V1.Shape.class);
        Codec<V2.Shape> reader = Codec.of(V2.Shape.class).reading(writer.schema());
        assertEquals(new V2.Square(5, 0), reader.decode(new Input(Bytes.of(writer, new V1.Square(5)))));
        byte[] circle = Bytes.of(writer, new V1.Circle(2));
        DecodeFailed failure = assertThrows(DecodeFailed.class, () -> reader.decode(new Input(circle)));
        assertTrue(failure.getMessage().contains("Circle"), failure.getMessage());
    }

    @Test
    void aRecordMayGainItsFirstComponentAndLoseItsLast() throws SchemaMismatch {
        assertEquals(
                new V2.Nothing(0),
                Bytes.across(Codec.of(V1.Nothing.class), new V1.Nothing(), Codec.of(V2.Nothing.class)));
        assertEquals(
                new V1.Nothing(),
                Bytes.across(Codec.of(V2.Nothing.class), new V2.Nothing(300), Codec.of(V1.Nothing.class)));
    }

    interface Other {
        record Order(String somethingElse) {}

        record Item(String name, String count) {}

        enum Colour {
            MAUVE
        }

        sealed interface Shape permits Line {}

        record Line(int length) implements Shape {}

        record Tree(int value, Set<Tree> kids) {}
    }

    @Test
    void typesOfOtherNamesOrWithNothingInCommonAreRefused() {
        assertEquals(
                "Order: record Item was written, and it is read as record Order",
                refusal(Codec.of(V1.Item.class), Codec.of(V1.Order.class)));
        assertEquals(
                "Order: record Order has no component that both sides know",
                refusal(Codec.of(Other.Order.class), Codec.of(V1.Order.class)));
        assertEquals(
                "Item.count: String was written, and it is read as int",
                refusal(Codec.of(Other.Item.class), Codec.of(V1.Item.class)));
        assertEquals(
                "Colour: enum Colour has no constant that both sides know",
                refusal(Codec.of(Other.Colour.class), Codec.of(V1.Colour.class)));
        assertEquals(
                "Shape: sealed Shape has no subtype that both sides know",
                refusal(Codec.of(Other.Shape.class), Codec.of(V1.Shape.class)));
        assertEquals(
                "Tree.kids: Set<Tree> was written, and it is read as List<Tree>",
                refusal(Codec.of(Other.Tree.class), Codec.of(V1.Tree.class)));
        assertEquals(
                "opaque bytes: int was written, and it is read as opaque bytes",
                refusal(Codec.of(Integer.class), Codec.bytes()));
        assertTrue(refusal(Codec.bytes(), Codec.of(V1.Tree.class)).contains("opaque bytes was written"));
    }

    @Test
    void aSchemaDependsOnNamesAndOrderAndNotOnThePackage() {
        assertEquals(Codec.of(V1.Order.class).schema(), Codec.of(V1.Order.class).schema());
        assertNotEquals(
                Codec.of(V1.Order.class).schema(), Codec.of(V2.Order.class).schema());
        assertNotEquals(
                Codec.of(V1.Order.class).schema().fingerprint(),
                Codec.of(V2.Order.class).schema().fingerprint());
        assertEquals(
                "record Order(long id, Item item); record Item(String name, int count)",
                Codec.of(V1.Order.class).schema().toString());
        assertEquals(
                "List<Shape>; sealed Shape = Circle | Square; record Circle(int radius); record Square(int side)",
                Codec.of(new TypeRef<List<V1.Shape>>() {}).schema().toString());
    }

    interface Old {
        record Person(long id, String name) {}

        record Event(
                int number,
                StandardTypesTest.Times times,
                StandardTypesTest.Others others,
                Instant[] instants,
                double[][] grid,
                OptionalDouble ratio,
                char[] text) {}

        record Page<T>(List<T> items, int number) {}

        record Offer(Instant at, Optional<String> note, List<String> tags, long price, Shape shape) {}

        sealed interface Shape permits Dot {}

        record Dot(int x) implements Shape {}
    }

    interface New {
        record Person(long id, String fullName) {}

        record Event(
                int number,
                int[] counts,
                byte[] raw,
                String[] names,
                OptionalInt small,
                OptionalLong large,
                OptionalDouble half,
                UUID id,
                Instant at) {}

        record Page<T>(List<T> items, Optional<T> next) {}
    }

    @Test
    void aRenamedComponentIsOneRemovedAndOneAdded() throws SchemaMismatch {
        assertEquals(
                new New.Person(7, null),
                Bytes.across(Codec.of(Old.Person.class), new Old.Person(7, "Ada"), Codec.of(New.Person.class)));
    }

    @Test
    void arraysAndOptionalsThatTheWriterDoesNotKnowArriveEmptyAndTimesNull() throws SchemaMismatch {
        Random random = new Random(4);
        Old.Event full = new Old.Event(
                3,
                StandardTypesTest.times(random),
                StandardTypesTest.others(random),
                new Instant[] {Instant.EPOCH},
                new double[][] {{1, 2}, {}},
                OptionalDouble.of(1),
                new char[] {'\uFFFF'});
        Old.Event empty = new Old.Event(3, null, null, null, null, null, null);
        for (Old.Event event : List.of(full, empty)) {
            New.Event read = Bytes.across(Codec.of(Old.Event.class), event, Codec.of(New.Event.class));
            assertEquals(3, read.number());
            assertEquals(0, read.counts().length + read.raw().length + read.names().length);
            assertTrue(read.small().isEmpty()
                    && read.large().isEmpty()
                    && read.half().isEmpty());
            assertNull(read.id());
            assertNull(read.at());
        }
    }

    @Test
    void theTypeArgumentsOfAGenericRecordEvolveWithIt() throws SchemaMismatch {
        Codec<Old.Page<Integer>> writer = Codec.of(new TypeRef<>() {});
        Codec<New.Page<Long>> reader = Codec.of(new TypeRef<>() {});
        assertEquals(
                new New.Page<>(List.of(1L, 2L), Optional.empty()),
                Bytes.across(writer, new Old.Page<>(List.of(1, 2), 5), reader));
        Codec<Old.Page<String>> texts = Codec.of(new TypeRef<>() {});
        assertEquals("Page.items[]: String was written, and it is read as long", refusal(texts, reader));
    }

    interface Changed {
        interface Time {
            record Offer(LocalDateTime at) {}
        }

        interface Note {
            record Offer(String note) {}
        }

        interface Tags {
            record Offer(Set<String> tags) {}
        }

        interface Price {
            record Offer(BigDecimal price) {}
        }

        interface Shape {
            record Offer(Dot shape) {}

            record Dot(int x) {}
        }
    }

    @Test
    void aComponentOfAnotherKindIsRefused() {
        Codec<Old.Offer> writer = Codec.of(Old.Offer.class);
        assertEquals(
                "Offer.at: Instant was written, and it is read as LocalDateTime",
                refusal(writer, Codec.of(Changed.Time.Offer.class)));
        assertEquals(
                "Offer.note: Optional<String> was written, and it is read as String",
                refusal(writer, Codec.of(Changed.Note.Offer.class)));
        assertEquals(
                "Offer.tags: List<String> was written, and it is read as Set<String>",
                refusal(writer, Codec.of(Changed.Tags.Offer.class)));
        assertEquals(
                "Offer.price: long was written, and it is read as BigDecimal",
                refusal(writer, Codec.of(Changed.Price.Offer.class)));
        assertEquals(
                "Offer.shape: sealed Shape was written, and it is read as record Dot",
                refusal(writer, Codec.of(Changed.Shape.Offer.class)));
    }

    /** Every type of the JDK against every other. */
    @Test
    void aTypeOfTheJdkIsReadOnlyAsItself() {
        for (Standard written : Standard.values()) {
            for (Standard read : Standard.values()) {
                Optional<String> obstacle = Codec.of(written.type)
                        .schema()
                        .obstacleTo(Codec.of(read.type).schema());
                assertEquals(written == read, obstacle.isEmpty(), () -> written + " as " + read);
            }
            assertTrue(Codec.of(written.type)
                    .schema()
                    .obstacleTo(Codec.of(String.class).schema())
                    .isPresent());
        }
    }
}
