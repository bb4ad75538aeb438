package dev.strait.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.strait.error.DecodeFailed;
import dev.strait.error.EncodeFailed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Values that nest deeply: what is allowed fits the stack of any thread, and the rest is refused, never with an error of the JVM. */
class DepthTest {

    record Chain(int value, Chain next) {}

    record Tree(int value, List<Tree> kids) {}

    record Maybe(int value, Optional<Maybe> next) {}

    record Cells(Cells[] cells) {}

    record Named(Map<String, Named> parts) {}

    record Group(Set<Group> parts) {}

    record Keyed(Map<Keyed, Integer> parts) {}

    record Threefold(List<List<List<Threefold>>> parts) {}

    record Twelvefold(
            Optional<List<List<List<List<List<List<List<List<List<Map<Integer, Twelvefold[]>>>>>>>>>>> parts) {}

    record Both(Map<String, Optional<List<Both>>> parts) {}

    sealed interface Expression permits Literal, Negation {}

    record Literal(int value) implements Expression {}

    record Negation(Expression of) implements Expression {}

    private static <T> T nested(T innermost, UnaryOperator<T> around, int levels) {
        T value = innermost;
        for (int i = 1; i < levels; i++) {
            value = around.apply(value);
        }
        return value;
    }

    private static Chain chain(int levels) {
        return nested(new Chain(0, null), inner -> new Chain(1, inner), levels);
    }

    private static <T> void assertLimit(Class<T> type, T innermost, UnaryOperator<T> around, int levels) {
        assertLimit(type, innermost, around, levels, "more than 500 records");
    }

    private static <T> void assertLimit(
            Class<T> type, T innermost, UnaryOperator<T> around, int levels, String reason) {
        Codec<T> codec = Codec.of(type);
        T most = nested(innermost, around, levels);
        byte[] bytes = Bytes.of(codec, most);
        assertTrue(Arrays.equals(bytes, Bytes.of(codec, codec.decode(new Input(bytes)))));
        T deeper = around.apply(most);
        EncodeFailed failure = assertThrows(EncodeFailed.class, () -> Bytes.of(codec, deeper));
        assertTrue(failure.getMessage().contains(reason), failure.getMessage());
    }

    private static Threefold threefold(Threefold inner) {
        return new Threefold(List.of(List.of(List.of(inner))));
    }

    private static Twelvefold twelvefold(Twelvefold inner) {
        List<Map<Integer, Twelvefold[]>> innermost = List.of(Map.of(1, new Twelvefold[] {inner}));
        return new Twelvefold(Optional.of(List.of(
                List.of(List.of(List.of(List.of(List.of(List.of(List.of(innermost))))))))));
    }

    private static void assertLimits() {
        assertLimit(Chain.class, new Chain(0, null), inner -> new Chain(1, inner), 500);
        assertLimit(Tree.class, new Tree(0, List.of()), inner -> new Tree(1, List.of(inner)), 500);
        assertLimit(Maybe.class, new Maybe(0, null), inner -> new Maybe(1, Optional.of(inner)), 500);
        assertLimit(Cells.class, new Cells(null), inner -> new Cells(new Cells[] {inner}), 500);
        assertLimit(Named.class, new Named(null), inner -> new Named(Map.of("a", inner)), 500);
        assertLimit(Expression.class, new Literal(1), Negation::new, 500);
    }

    /** A record stands within 3 or 12 collections, so fewer than 500 records are reached. */
    private static void assertCollectionLimits() {
        String reason = "more than 750 lists, sets, maps, arrays and optionals";
        assertLimit(Threefold.class, new Threefold(null), DepthTest::threefold, 251, reason);
        assertLimit(Twelvefold.class, new Twelvefold(null), DepthTest::twelvefold, 63, reason);
        UnaryOperator<Both> around = inner -> new Both(Map.of("a", Optional.of(List.of(inner))));
        assertLimit(Both.class, new Both(Map.of()), around, 251, reason);
    }

    /** Runs on a thread and passes on what is thrown there. */
    private static void run(Thread.Builder builder, Runnable action) throws Exception {
        FutureTask<Void> task = new FutureTask<>(action, null);
        builder.start(task);
        task.get();
    }

    @Test
    void fiveHundredRecordsMayBeNestedOnEveryKindOfThread() throws Exception {
        assertLimits();
        run(Thread.ofPlatform(), DepthTest::assertLimits);
        run(Thread.ofVirtual(), DepthTest::assertLimits);
    }

    @Test
    void sevenHundredAndFiftyCollectionsMayBeNestedOnEveryKindOfThread() throws Exception {
        assertCollectionLimits();
        run(Thread.ofPlatform(), DepthTest::assertCollectionLimits);
        run(Thread.ofVirtual(), DepthTest::assertCollectionLimits);
    }

    /** Each level of these hashes all that is inside it again. */
    @Test
    void anElementOfASetAndAKeyOfAMapCountAsSixteenLevels() {
        assertLimit(Group.class, new Group(null), inner -> new Group(Set.of(inner)), 32);
        assertLimit(Keyed.class, new Keyed(null), inner -> new Keyed(Map.of(inner, 1)), 32);
    }

    @Test
    void theReceiverRefusesWhatNestsDeeper() throws Exception {
        byte[] ones = new byte[1_000_000];
        Arrays.fill(ones, (byte) 1);
        for (Class<?> type : List.of(Chain.class, Tree.class, Maybe.class, Cells.class, Group.class, Keyed.class)) {
            Codec<?> codec = Codec.of(type);
            Runnable decode = () -> {
                DecodeFailed failure =
                        assertThrows(DecodeFailed.class, () -> codec.decode(new Input(deep(type, ones))));
                assertTrue(failure.getMessage().contains("500 records"), failure.getMessage());
            };
            decode.run();
            run(Thread.ofVirtual(), decode);
        }
    }

    /** Bytes that never end: each level begins with the value 0, or with a count of one raised by one. */
    private static byte[] deep(Class<?> type, byte[] ones) {
        byte[] bytes = ones.clone();
        boolean numbered = type == Tree.class || type == Maybe.class;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (type == Chain.class ? 1 : numbered && i % 2 == 0 ? 0 : 2);
        }
        return bytes;
    }

    interface Knowing {
        record Holder(Chain chain, Group group, int last) {}
    }

    interface KnowingLists {
        record Holder(Threefold threefold, Twelvefold twelvefold, Expression expression, int last) {}
    }

    interface Ignorant {
        record Holder(int last) {}
    }

    @Test
    void whatIsSkippedIsHeldToTheSameLimit() throws Exception {
        Codec<Knowing.Holder> writer = Codec.of(Knowing.Holder.class);
        Codec<Ignorant.Holder> reader = Codec.of(Ignorant.Holder.class);
        Group groups = nested(new Group(null), inner -> new Group(Set.of(inner)), 31);
        Knowing.Holder holder = new Knowing.Holder(chain(499), groups, 7);
        assertEquals(new Ignorant.Holder(7), Bytes.across(writer, holder, reader));
        byte[] ones = new byte[3_000];
        Arrays.fill(ones, (byte) 1);
        Codec<Ignorant.Holder> skipping = reader.reading(writer.schema());
        DecodeFailed failure = assertThrows(DecodeFailed.class, () -> skipping.decode(new Input(ones)));
        assertTrue(failure.getMessage().contains("500 records"), failure.getMessage());
    }

    /** What the sender may send, an older receiver can pass over; and what it may not is never sent. */
    @Test
    void collectionsThatAreSkippedAreHeldToTheSameLimit() throws Exception {
        Codec<KnowingLists.Holder> writer = Codec.of(KnowingLists.Holder.class);
        Codec<Ignorant.Holder> reader = Codec.of(Ignorant.Holder.class);
        Threefold threefold = nested(new Threefold(null), DepthTest::threefold, 251);
        Twelvefold twelvefold = nested(new Twelvefold(null), DepthTest::twelvefold, 63);
        Expression expression = nested(new Literal(1), Negation::new, 499);
        KnowingLists.Holder most = new KnowingLists.Holder(threefold, twelvefold, expression, 7);
        Runnable across = () -> {
            try {
                assertEquals(new Ignorant.Holder(7), Bytes.across(writer, most, reader));
            } catch (SchemaMismatch e) {
                throw new AssertionError(e);
            }
        };
        across.run();
        run(Thread.ofPlatform(), across);
        run(Thread.ofVirtual(), across);
        KnowingLists.Holder more = new KnowingLists.Holder(threefold(threefold), null, null, 7);
        assertThrows(EncodeFailed.class, () -> Bytes.of(writer, more));
        byte[] twos = new byte[9_000];
        for (int i = 0; i < twos.length; i++) {
            // Each of the three lists has one element; the count of the outermost, which may be null, is raised by one.
            twos[i] = (byte) (i == 0 ? 1 : (i - 1) % 3 == 0 ? 2 : 1);
        }
        Codec<Ignorant.Holder> skipping = reader.reading(writer.schema());
        DecodeFailed failure = assertThrows(DecodeFailed.class, () -> skipping.decode(new Input(twos)));
        assertTrue(failure.getMessage().contains("more than 750"), failure.getMessage());
    }

    @Test
    void aListThatHoldsItselfIsRefused() {
        List<Tree> kids = new ArrayList<>();
        Tree cyclic = new Tree(1, kids);
        kids.add(cyclic);
        EncodeFailed failure = assertThrows(EncodeFailed.class, () -> Bytes.of(Codec.of(Tree.class), cyclic));
        assertTrue(failure.getMessage().contains("let no list hold itself"), failure.getMessage());
    }

    @Test
    void manyValuesBesideEachOtherAreNotDeep() {
        Tree flat = new Tree(
                0,
                nested(
                        List.of(),
                        list -> {
                            List<Tree> more = new ArrayList<>(list);
                            more.add(new Tree(1, List.of()));
                            return more;
                        },
                        3_000));
        assertEquals(flat, Bytes.again(Codec.of(Tree.class), flat));
        Group group = new Group(Set.of(new Group(null), new Group(Set.of())));
        Codec<List<Group>> groups = Codec.of(new TypeRef<>() {});
        List<Group> many = Collections.nCopies(3_000, group);
        assertEquals(many, Bytes.again(groups, many));
    }

    /** A thread with little stack left; here its owner has used it up himself. */
    @Test
    void whereTheStackEndsSoonerTheSameExceptionsAreThrown() throws Exception {
        Codec<Chain> codec = Codec.of(Chain.class);
        Chain chain = chain(500);
        byte[] bytes = Bytes.of(codec, chain);
        run(Thread.ofPlatform(), () -> {
            EncodeFailed encoding = deepDown(
                    EncodeFailed.class, () -> codec.encode(chain, new Output(new byte[8_000], 0, 8_000)), 1_000_000);
            assertInstanceOf(StackOverflowError.class, encoding.getCause());
            DecodeFailed decoding = deepDown(DecodeFailed.class, () -> codec.decode(new Input(bytes)), 1_000_000);
            assertInstanceOf(StackOverflowError.class, decoding.getCause());
        });
    }

    /** Goes down the stack until the action fails in the way that is expected. */
    private static <E extends Exception> E deepDown(Class<E> expected, Runnable action, int calls) {
        try {
            action.run();
        } catch (Exception e) {
            return assertInstanceOf(expected, e);
        }
        return calls == 0 ? fail("the stack has no end") : deepDown(expected, action, calls - 1);
    }
}
