package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.Channel;
import dev.strait.Receiver;
import dev.strait.Sender;
import dev.strait.error.DecodeFailed;
import dev.strait.error.EncodeFailed;
import dev.strait.error.UnsupportedType;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ends of channels in values: what the codec makes of them, with a carrier that hands each to the other side as it is. */
class TravellingEndsTest {

    record Frame(int number, String text) {}

    record Source(String header, @Nullable Receiver<Frame> frames) {}

    record Tree(String name, @Nullable Receiver<Tree> children) {}

    record Page<T>(List<T> items, @Nullable Receiver<Page<T>> next) {}

    record Many(
            List<Receiver<Frame>> list,
            Optional<Receiver<Long>> maybe,
            Map<String, Receiver<int[]>> map,
            Receiver<String>[] array,
            Receiver<? extends Frame> wild,
            Receiver<byte[]> raw,
            Receiver<Receiver<Frame>> nested) {}

    private final FakeEnds ends = new FakeEnds(300);

    private static <T> Receiver<T> end() {
        return Channel.buffered(1);
    }

    @Test
    void anEndTravelsAsANumberAndWithTheCodecOfItsValues() {
        Codec<Source> codec = Codec.of(Source.class);
        Source source = new Source("a", end());
        assertEquals(source, ends.again(codec, source));
        assertEquals(List.of(source.frames()), ends.carried);
        assertSame(ends.writing.getFirst(), ends.reading.getFirst());
        @SuppressWarnings("unchecked") // the declared type says so
        Codec<Frame> frames = (Codec<Frame>) ends.reading.getFirst();
        assertEquals(Codec.of(Frame.class).schema(), frames.schema());
        assertEquals(new Frame(7, "x"), Bytes.again(frames, new Frame(7, "x")));
        ends.again(codec, source);
        assertSame(frames, ends.reading.getLast(), "made once");
    }

    @Test
    void anEndThatIsMissingIsNull() {
        Source source = new Source("a", null);
        assertEquals(source, Bytes.again(Codec.of(Source.class), source));
        assertEquals(List.of(), ends.carried);
    }

    @Test
    @SuppressWarnings("unchecked") // an array of a type with arguments
    void endsTravelInCollectionsOptionalsArraysAndThroughOtherChannels() {
        Many many = new Many(
                List.of(end(), end()),
                Optional.of(end()),
                Map.of("a", end()),
                (Receiver<String>[]) new Receiver<?>[] {end()},
                end(),
                end(),
                end());
        Many back = ends.again(Codec.of(Many.class), many);
        assertEquals(many.list(), back.list());
        assertEquals(many.maybe(), back.maybe());
        assertEquals(many.map(), back.map());
        assertSame(many.array()[0], back.array()[0]);
        assertSame(many.wild(), back.wild());
        assertSame(many.nested(), back.nested());
        Schema frame = Codec.of(Frame.class).schema();
        assertEquals(
                List.of(
                        frame,
                        frame,
                        Codec.of(Long.class).schema(),
                        Codec.of(int[].class).schema(),
                        Codec.of(String.class).schema(),
                        frame,
                        Codec.bytes().schema(),
                        Codec.of(new TypeRef<Receiver<Frame>>() {}).schema()),
                ends.reading.stream().map(Codec::schema).toList());
        assertSame(ends.reading.get(0), ends.reading.get(5), "one codec for one type");
        assertSame(Codec.bytes(), ends.reading.get(6));
    }

    @Test
    void aChannelMayBeOneOfChannels() {
        Codec<Receiver<Frame>> codec = Codec.of(new TypeRef<>() {});
        Receiver<Frame> end = end();
        assertSame(end, ends.again(codec, end));
        assertEquals(
                "Receiver<Frame>; record Frame(int number, String text)",
                codec.schema().toString());
    }

    /** However deep the channels lead, nothing is made anew for each level. */
    @Test
    void aTypeThatHoldsAnEndOfAChannelOfItselfHasOneCodec() {
        for (Codec<Tree> codec : List.of(
                Codec.of(Tree.class), Codec.of(Tree.class, MethodHandles.lookup()), Codec.of(new TypeRef<Tree>() {}))) {
            Tree tree = new Tree("root", end());
            assertEquals(tree, ends.again(codec, tree));
            assertSame(codec, ends.writing.getLast());
            assertSame(codec, ends.reading.getLast());
        }
        Codec<Page<Frame>> pages = Codec.of(new TypeRef<>() {});
        Page<Frame> page = new Page<>(List.of(new Frame(1, "a")), end());
        assertEquals(page, ends.again(pages, page));
        assertSame(pages, ends.reading.getLast());
    }

    @Test
    void aSchemaSaysWhetherAValueMayHoldEnds() {
        for (Codec<?> codec : List.of(
                Codec.of(Source.class),
                Codec.of(Tree.class),
                Codec.of(Many.class),
                Codec.of(new TypeRef<Receiver<Long>>() {}),
                Codec.of(new TypeRef<List<Optional<Receiver<Long>>>>() {}),
                Codec.of(new TypeRef<Map<String, List<Source>>>() {}))) {
            assertTrue(codec.schema().carriesEnds());
            assertTrue(Schema.decode(codec.schema().bytes()).carriesEnds());
        }
        for (Codec<?> codec : List.of(Codec.of(Frame.class), Codec.of(Long.class), Codec.bytes())) {
            assertFalse(codec.schema().carriesEnds());
            assertFalse(Schema.decode(codec.schema().bytes()).carriesEnds());
        }
    }

    @Test
    void withoutACarrierAValueWithAnEndIsRefusedAndNothingIsWritten() {
        Codec<Source> codec = Codec.of(Source.class);
        Source source = new Source("a", end());
        Output out = new Output();
        EncodeFailed failure = assertThrows(EncodeFailed.class, () -> codec.encode(source, out));
        assertEquals(
                "Source.frames: a Receiver travels only in a value that is sent to another node, over a channel with a"
                        + " buffer; give that channel a capacity of at least 1, or send the name of a channel",
                failure.getMessage());
        assertEquals(0, out.length());
        codec.encode(new Source("b", null), out);
        assertEquals(3, out.length());
    }

    @Test
    void aCarrierStaysOverAResetUntilItIsTakenAway() {
        Codec<Source> codec = Codec.of(Source.class);
        Source source = new Source("a", end());
        Output out = new Output();
        out.carrier(ends);
        codec.encode(source, out);
        out.reset();
        codec.encode(source, out);
        assertEquals(2, ends.carried.size());
        Input in = new Input(out.toByteArray());
        in.arrivals(ends);
        assertEquals(source, codec.decode(in));
        in.reset(out.array(), out.start(), out.position());
        assertEquals(source, codec.decode(in));
        out.carrier(null);
        assertThrows(EncodeFailed.class, () -> codec.encode(source, out));
        in.arrivals(null);
        in.reset(out.array(), out.start(), out.position());
        assertThrows(DecodeFailed.class, () -> codec.decode(in));
    }

    @Test
    void whatACarrierRefusesReachesTheSenderAndNothingIsWritten() {
        Codec<Source> codec = Codec.of(Source.class);
        EncodeFailed refused = new EncodeFailed("this end is closed");
        Output out = new Output();
        out.writeByte(1);
        out.carrier((end, elements) -> {
            throw refused;
        });
        assertSame(refused, assertThrows(EncodeFailed.class, () -> codec.encode(new Source("a", end()), out)));
        assertEquals(1, out.length());
        out.carrier((end, elements) -> -1);
        assertThrows(EncodeFailed.class, () -> codec.encode(new Source("a", end()), out));
        assertEquals(1, out.length());
    }

    @Test
    @SuppressWarnings("unchecked") // is what the test is about
    void whatIsNoReceiverIsRefusedAtTheSender() {
        List<Receiver<Long>> polluted = (List<Receiver<Long>>) (List<?>) List.of("no end");
        Codec<List<Receiver<Long>>> codec = Codec.of(new TypeRef<>() {});
        assertInstanceOf(
                ClassCastException.class,
                assertThrows(EncodeFailed.class, () -> ends.write(codec, polluted))
                        .getCause());
        List<Receiver<Long>> withNull = Arrays.asList(end(), null);
        EncodeFailed failure = assertThrows(EncodeFailed.class, () -> ends.write(codec, withNull));
        assertTrue(failure.getMessage().contains("List<Receiver<Long>>[] is null"), failure.getMessage());
    }

    @Test
    void withoutArrivalsAMessageWithAnEndIsRefused() {
        Codec<Source> codec = Codec.of(Source.class);
        byte[] message = ends.write(codec, new Source("a", end()));
        DecodeFailed failure = assertThrows(DecodeFailed.class, () -> codec.decode(new Input(message)));
        assertTrue(failure.getMessage().contains("holds a Receiver"), failure.getMessage());
        assertTrue(failure.getMessage().contains("only from another node"), failure.getMessage());
    }

    @Test
    void whatArrivalsRefuseReachesTheReceiver() {
        Codec<Source> codec = Codec.of(Source.class);
        byte[] unknown = Bytes.ofHex("02 61 01 05");
        DecodeFailed failure = assertThrows(DecodeFailed.class, () -> ends.read(codec, unknown));
        assertEquals("no end has come as number 5", failure.getMessage());
        Input in = new Input(unknown);
        in.arrivals((number, elements) -> "no end");
        assertThrows(DecodeFailed.class, () -> codec.decode(in));
    }

    interface V1 {
        record Frame(int number, String text) {}

        record Source(String header, Receiver<Frame> frames) {}

        record Tree(String name, int size, Receiver<Tree> children) {}
    }

    interface V2 {
        record Frame(long number, String text, boolean last) {}

        record Source(Receiver<Frame> frames, @Nullable Receiver<String> log, String header) {}

        record Tree(long size, Receiver<Tree> children) {}
    }

    interface V0 {
        record Source(String header) {}

        record Message(List<Source> sources, int last) {}
    }

    record Message(List<Source> sources, int last) {}

    @Test
    void anEndThatTheReaderDoesNotKnowIsPassedOverAndOneThatTheWriterDoesNotKnowIsNull() throws SchemaMismatch {
        Message message = new Message(List.of(new Source("a", end()), new Source("b", null)), 9);
        V0.Message read = ends.across(Codec.of(Message.class), message, Codec.of(V0.Message.class));
        assertEquals(new V0.Message(List.of(new V0.Source("a"), new V0.Source("b")), 9), read);
        assertEquals(1, ends.carried.size());
        assertEquals(List.of(), ends.reading);
        Source back = Bytes.across(Codec.of(V0.Source.class), new V0.Source("c"), Codec.of(Source.class));
        assertEquals("c", back.header());
        assertNull(back.frames());
    }

    @Test
    void theValuesOfAChannelWhoseEndTravelsEvolveAsAllOthers() throws SchemaMismatch {
        V1.Source source = new V1.Source("a", end());
        V2.Source read = ends.across(Codec.of(V1.Source.class), source, Codec.of(V2.Source.class));
        assertEquals("a", read.header());
        assertSame(source.frames(), read.frames());
        assertNull(read.log());
        @SuppressWarnings("unchecked") // the reader's own, as it is declared there
        Codec<V2.Frame> frames = (Codec<V2.Frame>) ends.reading.getFirst();
        assertEquals(Codec.of(V2.Frame.class).schema(), frames.schema());
        assertEquals(new V2.Frame(7, "x", false), Bytes.across(Codec.of(V1.Frame.class), new V1.Frame(7, "x"), frames));
    }

    @Test
    void aTypeThatHoldsAnEndOfAChannelOfItselfEvolves() throws SchemaMismatch {
        V1.Tree tree = new V1.Tree("root", 3, end());
        V2.Tree read = ends.across(Codec.of(V1.Tree.class), tree, Codec.of(V2.Tree.class));
        assertEquals(3, read.size());
        assertSame(tree.children(), read.children());
        assertEquals(Codec.of(V2.Tree.class).schema(), ends.reading.getFirst().schema());
    }

    private static void assertMisfit(String reason, Codec<?> writer, Codec<?> reader) {
        SchemaMismatch mismatch = assertThrows(SchemaMismatch.class, () -> reader.reading(writer.schema()));
        assertEquals(reason, mismatch.reason());
    }

    interface Changed {
        record Source(String header, List<Frame> frames) {}
    }

    @Test
    void aMisfitAmongTheValuesIsFoundWhenTheCarryingChannelOpens() {
        assertMisfit(
                "Source.frames<>.number: long was written, and it is read as int",
                Codec.of(V2.Source.class),
                Codec.of(V1.Source.class));
        assertMisfit(
                "Source.frames: Receiver<Frame> was written, and it is read as List<Frame>",
                Codec.of(Source.class),
                Codec.of(Changed.Source.class));
        assertMisfit(
                "Source.frames: List<Frame> was written, and it is read as Receiver<Frame>",
                Codec.of(Changed.Source.class),
                Codec.of(Source.class));
        assertMisfit(
                "Tree.children<>: record Page was written, and it is read as record Tree",
                Codec.of(Misfit.Tree.class),
                Codec.of(Tree.class));
        assertMisfit(
                "Receiver<String><>: long was written, and it is read as String",
                Codec.of(new TypeRef<Receiver<Long>>() {}),
                Codec.of(new TypeRef<Receiver<String>>() {}));
    }

    interface Misfit {
        record Page(int number) {}

        record Tree(String name, Receiver<Page> children) {}
    }

    private static void assertRefused(String place, String part, TypeRef<?> type) {
        UnsupportedType refusal = assertThrows(UnsupportedType.class, () -> Codec.of(type));
        assertEquals(place, refusal.place());
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }

    record Nest<T>(T value, Receiver<Nest<List<T>>> next) {}

    record Sends(Sender<Frame> frames) {}

    record Raw(@SuppressWarnings("rawtypes") Receiver end) {}

    interface Narrower<T> extends Receiver<T> {}

    @Test
    void onlyAReceiverTravelsAndNotAsAKey() {
        assertRefused("Sends.frames", "a Sender does not travel in a value yet", new TypeRef<Sends>() {});
        assertRefused("Channel<Frame>", "declare a Receiver", new TypeRef<Channel<Frame>>() {});
        assertRefused("Narrower<Frame>", "declare the interface Receiver itself", new TypeRef<Narrower<Frame>>() {});
        assertRefused("Raw.end", "type arguments", new TypeRef<Raw>() {});
        assertRefused("Receiver<Thread><>", "not a record", new TypeRef<Receiver<Thread>>() {});
        assertRefused("Receiver<Object><>", "Object says nothing", new TypeRef<Receiver<?>>() {});
        assertRefused("Set<Receiver<Long>>[]", "is no key", new TypeRef<Set<Receiver<Long>>>() {});
        assertRefused(
                "Map<Optional<Receiver<Long>>, Long>{key}?",
                "is no key",
                new TypeRef<Map<Optional<Receiver<Long>>, Long>>() {});
        UnsupportedType growing = assertThrows(UnsupportedType.class, () -> Codec.of(new TypeRef<Nest<String>>() {}));
        assertTrue(growing.getMessage().contains("larger type arguments"), growing.getMessage());
    }

    /** One program reads the end, and one that does not know it passes over it; both refuse what is no number. */
    @Test
    void numbersThatAreNoneAreRefusedWhereTheyAreReadAndWhereTheyAreSkipped() throws SchemaMismatch {
        Codec<Source> reading = Codec.of(Source.class);
        Codec<V0.Source> skipping = Codec.of(V0.Source.class).reading(reading.schema());
        Input.Arrivals any = (number, elements) -> end();
        for (Codec<?> codec : List.of(reading, skipping)) {
            for (String hex : List.of("02 61 01 00", "02 61 01 ff ff ff ff ff ff ff ff 7f", "02 61 01 80 00")) {
                assertInstanceOf(Record.class, decode(codec, hex, any));
            }
            assertMalformed("over 2^63", codec, "02 61 01 80 80 80 80 80 80 80 80 80 01", any);
            assertMalformed("over 2^63", codec, "02 61 01 ff ff ff ff ff ff ff ff ff 01", any);
            assertMalformed("more than 64 bits", codec, "02 61 01 ff ff ff ff ff ff ff ff ff 02", any);
            assertMalformed("more than 64 bits", codec, "02 61 01 80 80 80 80 80 80 80 80 80 80 01", any);
            assertMalformed("0 bytes are left", codec, "02 61 01", any);
            assertMalformed("0 bytes are left", codec, "02 61 01 80", any);
            assertMalformed("a boolean is 2", codec, "02 61 02 00", any);
            assertMalformed("more bytes follow", codec, "02 61 01 01 00", any);
        }
    }

    private static Object decode(Codec<?> codec, String hex, Input.Arrivals arrivals) {
        Input in = new Input(Bytes.ofHex(hex));
        in.arrivals(arrivals);
        return codec.decode(in);
    }

    private static void assertMalformed(String part, Codec<?> codec, String hex, Input.Arrivals arrivals) {
        DecodeFailed failure = assertThrows(DecodeFailed.class, () -> decode(codec, hex, arrivals));
        assertTrue(failure.getMessage().contains(part), failure.getMessage());
    }

    @Test
    void mutatedMessagesGiveAnEndThatCameOrDecodeFailed() {
        Random random = new Random(Seeds.next("TravellingEndsTest.mutatedMessages"));
        Codec<List<Source>> codec = Codec.of(new TypeRef<>() {});
        byte[] good = ends.write(codec, List.of(new Source("a", end()), new Source("b", end())));
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] message = good.clone();
            message[random.nextInt(message.length)] = (byte) random.nextInt();
            try {
                for (Source source : ends.read(codec, message)) {
                    assertTrue(source.frames() == null || ends.carried.contains(source.frames()));
                }
            } catch (DecodeFailed expected) {
                refused++;
            }
        }
        assertTrue(refused > 0, "some mutations must be wrong, or this test shows little");
    }
}
